//! Ranking the values of a dimension as they come: a directory of millions has as many companies that
//! one customer or two belong to, and an answer names ten.

use std::cmp::Ordering;

use super::{Breakdown, Counted, Dimension, Others};

/// The first values so far, and what the others come to.
#[derive(Debug)]
pub struct Ranking {
    top: usize,
    /// The first values, and some that came since these were cut.
    so_far: Breakdown,
}

impl Ranking {
    /// Ranks the values of a dimension, of which no more than the first few will be named.
    pub fn new(dimension: Dimension, top: usize) -> Self {
        Self {
            top,
            so_far: Breakdown {
                dimension,
                values: Vec::new(),
                others: Others::default(),
                without: 0,
            },
        }
    }

    /// Adds a value, in the form in which it is compared, with the customers who have it. No value
    /// comes twice.
    pub fn add(&mut self, value: &str, customers: u64) {
        if self.is_late(value, customers) {
            self.so_far.others.add(customers);
            return;
        }
        self.so_far.values.push(Counted {
            value: value.to_owned(),
            customers,
        });
        if self.so_far.values.len() > self.top.saturating_mul(2) {
            self.cut();
        }
    }

    /// The breakdown by what was added; so many customers have no value of the dimension.
    pub fn breakdown(mut self, without: u64) -> Breakdown {
        self.cut();
        Breakdown {
            without,
            ..self.so_far
        }
    }

    /// Whether a value comes after all of the first ones. Only once some were cut is that known: the
    /// last of the first ones is in its place then.
    fn is_late(&self, value: &str, customers: u64) -> bool {
        let Breakdown {
            dimension,
            values,
            others,
            ..
        } = &self.so_far;
        let last = self.top.checked_sub(1).and_then(|last| values.get(last));
        others.values > 0
            && last.is_none_or(|last| {
                let last = (last.value.as_str(), last.customers);
                compare(dimension, (value, customers), last) == Ordering::Greater
            })
    }

    /// Leaves the first ones, in their order.
    fn cut(&mut self) {
        let Breakdown {
            dimension, values, ..
        } = &mut self.so_far;
        values.sort_unstable_by(|one, other| {
            let [one, other] = [one, other].map(|it| (it.value.as_str(), it.customers));
            compare(dimension, one, other)
        });
        self.so_far.keep(self.top);
    }
}

/// How two values stand to each other: months newest first; of others those that most customers
/// have, then by their text.
fn compare(dimension: &Dimension, one: (&str, u64), other: (&str, u64)) -> Ordering {
    match dimension {
        Dimension::FirstSeenMonth => other.0.cmp(one.0),
        Dimension::Tag
        | Dimension::Channel
        | Dimension::Company
        | Dimension::FieldKey
        | Dimension::FieldValue(_) => other.1.cmp(&one.1).then(one.0.cmp(other.0)),
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
