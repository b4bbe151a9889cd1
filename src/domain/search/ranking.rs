//! Ranking the values of a dimension as they come: a directory of millions has as many companies that
//! one customer or two belong to, and an answer names ten.

use std::cmp::Ordering;

use super::{Breakdown, Counted, Dimension, Others};

/// The first values so far, and what the others come to.
#[derive(Debug)]
pub struct Ranking {
    dimension: Dimension,
    top: usize,
    /// The first ones, and some that came since these were cut.
    values: Vec<Counted>,
    /// Whether some were cut: the last of the first ones is in its place then, and what comes after
    /// it is no more than counted.
    is_cut: bool,
    others: Others,
}

impl Ranking {
    /// Ranks the values of a dimension, of which no more than the first few will be named.
    pub fn new(dimension: Dimension, top: usize) -> Self {
        Self {
            dimension,
            top,
            values: Vec::new(),
            is_cut: false,
            others: Others::default(),
        }
    }

    /// Adds a value, in the form in which it is compared, with the customers who have it. No value
    /// comes twice.
    pub fn add(&mut self, value: &str, customers: u64) {
        let last = self
            .top
            .checked_sub(1)
            .and_then(|last| self.values.get(last));
        let is_late = self.is_cut
            && last.is_none_or(|last| {
                let last = (last.value.as_str(), last.customers);
                self.compare((value, customers), last) == Ordering::Greater
            });
        if is_late {
            self.others.values += 1;
            self.others.customers += customers;
            return;
        }
        self.values.push(Counted {
            value: value.to_owned(),
            customers,
        });
        if self.values.len() > self.top.saturating_mul(2) {
            self.cut();
        }
    }

    /// The breakdown by what was added; so many customers have no value of the dimension.
    pub fn breakdown(mut self, without: u64) -> Breakdown {
        self.cut();
        Breakdown {
            dimension: self.dimension,
            values: self.values,
            others: self.others,
            without,
        }
    }

    /// Leaves the first ones, in their order.
    fn cut(&mut self) {
        let mut values = std::mem::take(&mut self.values);
        values.sort_unstable_by(|one, other| {
            let [one, other] = [one, other].map(|it| (it.value.as_str(), it.customers));
            self.compare(one, other)
        });
        for cut in values.drain(self.top.min(values.len())..) {
            self.others.values += 1;
            self.others.customers += cut.customers;
            self.is_cut = true;
        }
        self.values = values;
    }

    /// How two values stand to each other: months newest first; of others those that most
    /// customers have, then by their text.
    fn compare(&self, one: (&str, u64), other: (&str, u64)) -> Ordering {
        match self.dimension {
            Dimension::FirstSeenMonth => other.0.cmp(one.0),
            Dimension::Tag
            | Dimension::Channel
            | Dimension::Company
            | Dimension::FieldKey
            | Dimension::FieldValue(_) => other.1.cmp(&one.1).then(one.0.cmp(other.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Dimension, Ranking};

    proptest! {
        #[test]
        fn values_rank_alike_in_whichever_order_they_come(
            counts in proptest::collection::btree_map("[a-e]{1,3}", 0_u64..6, 0..60),
            top in 0_usize..8,
            is_by_month: bool,
            seed: u64,
        ) {
            let dimension = if is_by_month { Dimension::FirstSeenMonth } else { Dimension::Tag };
            let mut ranking = Ranking::new(dimension, top);
            let mut shuffled: Vec<_> = counts.iter().collect();
            shuffled.sort_by_key(|(value, _)| {
                value.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
            });
            for (value, customers) in shuffled {
                ranking.add(value, *customers);
            }
            let breakdown = ranking.breakdown(0);

            let mut expected: Vec<_> = counts.iter().rev().collect();
            if !is_by_month {
                expected.reverse();
                expected.sort_by_key(|(_, customers)| std::cmp::Reverse(**customers));
            }
            let values: Vec<_> = breakdown.values.iter().map(|it| (&it.value, &it.customers)).collect();
            prop_assert_eq!(&values[..], &expected[..top.min(expected.len())]);
            prop_assert_eq!(breakdown.others.values, (counts.len() - expected.len().min(top)) as u64);
            let left: u64 = expected.iter().skip(top).map(|(_, customers)| **customers).sum();
            prop_assert_eq!(breakdown.others.customers, left);
        }
    }
}
