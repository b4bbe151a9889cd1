//! A question about numbers of customers, and its answer.

use super::{Filter, Ranking, SearchText};

/// By what customers are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dimension {
    /// By their tags.
    Tag,
    /// By the channels through which they came.
    Channel,
    /// By their company.
    Company,
    /// By the month in which they were first seen, UTC.
    FirstSeenMonth,
    /// By the keys of their custom fields.
    FieldKey,
    /// By the values of one custom field, by its key with the `cf_` prefix.
    FieldValue(String),
}

/// A question about numbers of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryQuery {
    /// What to search for.
    pub search: Option<SearchText>,
    /// Which customers are meant.
    pub filter: Filter,
    /// By what they are counted, each dimension once.
    pub by: Vec<Dimension>,
    /// The most values of a dimension that the answer names.
    pub top: usize,
}

/// How many customers there are, and how they divide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many customers are meant. Exact, as is every number here.
    pub total: u64,
    /// A part for each dimension of the question, in its order.
    pub by: Vec<Breakdown>,
}

/// How customers divide by one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The dimension.
    pub dimension: Dimension,
    /// The first values. Most customers first, then by the form in which values are compared;
    /// months newest first.
    pub values: Vec<Counted>,
    /// What the values beyond these come to.
    pub others: Others,
    /// How many customers have no value of the dimension.
    pub without: u64,
}

/// A value with the customers who have it.
#[derive(Clone, PartialEq, Eq)]
pub struct Counted {
    /// The value: compared without regard to case, shown as the first customer of the whole
    /// directory who has it has it, by id.
    pub value: String,
    /// How many of the customers that are meant have it.
    pub customers: u64,
}

/// Values that an answer does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Others {
    /// How many different values they are.
    pub values: u64,
    /// The sum of their customers: whoever has several of them counts for each.
    pub customers: u64,
}

impl std::fmt::Debug for Counted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Counted({}, hidden)", self.customers)
    }
}

impl Others {
    /// Adds one value more, with the customers who have it.
    pub(super) fn add(&mut self, customers: u64) {
        self.values += 1;
        self.customers += customers;
    }
}

impl Breakdown {
    /// Ranks the values that customers have, each in the form in which it is compared, and sums
    /// up those past the first few.
    pub fn ranked(
        dimension: Dimension,
        counts: impl IntoIterator<Item = (String, u64)>,
        without: u64,
        top: usize,
    ) -> Self {
        let mut ranking = Ranking::new(dimension, top);
        for (value, customers) in counts {
            ranking.add(&value, customers);
        }
        ranking.breakdown(without)
    }

    /// Names no more than the first values, and adds the rest to the others.
    pub fn keep(&mut self, top: usize) {
        for cut in self.values.drain(top.min(self.values.len())..) {
            self.others.add(cut.customers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Breakdown, Dimension, Others};

    fn ranked(dimension: Dimension, counts: &[(&str, u64)], top: usize) -> Breakdown {
        let counts = counts
            .iter()
            .map(|(value, count)| ((*value).to_owned(), *count));
        Breakdown::ranked(dimension, counts, 7, top)
    }

    fn values(breakdown: &Breakdown) -> Vec<&str> {
        let values = breakdown.values.iter();
        values.map(|counted| counted.value.as_str()).collect()
    }

    #[test]
    fn the_most_frequent_come_first_and_the_rest_is_summed_up() {
        let counts = [
            ("beta", 2),
            ("vip", 5),
            ("alpha", 2),
            ("old", 1),
            ("new", 1),
        ];
        let mut breakdown = ranked(Dimension::Tag, &counts, 3);
        assert_eq!(values(&breakdown), ["vip", "alpha", "beta"]);
        assert_eq!(
            breakdown.others,
            Others {
                values: 2,
                customers: 2
            }
        );
        breakdown.keep(1);
        assert_eq!(values(&breakdown), ["vip"]);
        assert_eq!(
            breakdown.others,
            Others {
                values: 4,
                customers: 6
            }
        );
        assert_eq!(breakdown.without, 7);
    }

    #[test]
    fn the_newest_months_come_first_however_many_they_count() {
        let counts = [("2025-12", 9), ("2026-02", 1), ("2026-01", 4)];
        let breakdown = ranked(Dimension::FirstSeenMonth, &counts, 2);
        assert_eq!(values(&breakdown), ["2026-02", "2026-01"]);
        assert_eq!(
            breakdown.others,
            Others {
                values: 1,
                customers: 9
            }
        );
    }

    #[test]
    fn where_everything_is_named_nothing_is_left() {
        let breakdown = ranked(Dimension::Channel, &[("email", 1)], 10);
        assert_eq!(breakdown.others, Others::default());
    }
}
