//! Values that are offered while somebody types are those that reading all customers gives.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::super::postings::PostingCache;
use super::super::super::summary::values;
use super::directory::{directory, steps, take};
use crate::domain::customer::Customer;
use crate::domain::folding;
use crate::domain::label::{Channel, compare_key};
use crate::domain::page::Total;
use crate::domain::search::{Dimension, ValueQuery};

/// The values of one customer, in the form in which they are compared.
fn of(customer: &Customer, dimension: &Dimension) -> Vec<String> {
    match dimension {
        Dimension::Tag => customer.tags.keys().cloned().collect(),
        Dimension::Channel => {
            let channels = customer.channels.iter();
            channels.map(Channel::as_str).map(str::to_owned).collect()
        }
        Dimension::Company => {
            let company = customer.company.iter();
            company
                .map(|taken| folding::sort_form(&taken.value))
                .collect()
        }
        Dimension::FieldKey => customer.custom_fields.keys().cloned().collect(),
        Dimension::FirstSeenMonth | Dimension::FieldValue(_) => Vec::new(),
    }
}

fn expected(customers: &[Customer], query: &ValueQuery) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for value in customers
        .iter()
        .flat_map(|customer| of(customer, &query.dimension))
        .filter(|value| value.starts_with(&query.beginning))
    {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, customers)| Reverse(*customers));
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn values_come_with_the_most_used_first_and_are_counted_exactly(steps in steps()) {
        let (mut connection, mut customers) = (directory(), Vec::new());
        for step in &steps {
            take(step, &mut connection, &mut customers);
            for (dimension, beginnings) in [
                (Dimension::Tag, ["", "v", "größe"]),
                (Dimension::Channel, ["", "w", "x"]),
                (Dimension::Company, ["", "example o", "y"]),
                (Dimension::FieldKey, ["", "cf_", "cf_z"]),
            ] {
                for beginning in beginnings {
                    let query = ValueQuery {
                        dimension: dimension.clone(),
                        beginning: beginning.to_owned(),
                        limit: 2,
                    };
                    let mut expected = expected(&customers, &query);
                    let page = values(&connection, &PostingCache::default(), &query).unwrap();
                    prop_assert_eq!(page.total, Total::exactly(expected.len() as u64));
                    expected.truncate(2);
                    let found: Vec<(String, u64)> = page
                        .values
                        .into_iter()
                        .map(|counted| (compare_key(&counted.value), counted.customers))
                        .collect();
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }
}
