//! Which combinations are measured.

use std::collections::HashSet;

use anyhow::Result;
use customer_directory::domain::search::{Order, Sort};
use customer_directory::service::Directory;
use customer_directory::surface::question::ListQuestion;

use super::material::{self, Part};
use crate::population::Population;
use crate::subjects::Subject;

/// Every order of a list, the usual one first.
const ORDERS: [(Sort, Order); 8] = [
    (Sort::LastSeen, Order::Descending),
    (Sort::LastSeen, Order::Ascending),
    (Sort::FirstSeen, Order::Descending),
    (Sort::FirstSeen, Order::Ascending),
    (Sort::FeedbackCount, Order::Descending),
    (Sort::FeedbackCount, Order::Ascending),
    (Sort::Name, Order::Ascending),
    (Sort::Name, Order::Descending),
];

/// Searches and filters that are hard together, in every order.
const HARD_SEARCHES: [&str; 4] = [
    "word of 30 %",
    "common name",
    "e-mail prefix",
    "two common words",
];
const HARD_FILTERS: [&str; 6] = [
    "common tag",
    "rare tag",
    "early tag",
    "common tag and channel",
    "early tag and late channel",
    "two that exclude each other",
];

/// What has deep pages, in every order.
const DEEP_SEARCHES: [&str; 2] = ["no search", "word of 30 %"];
const DEEP_FILTERS: [&str; 5] = [
    "no filter",
    "common tag",
    "channel",
    "early tag",
    "common tag and channel",
];
const DEPTHS: [usize; 2] = [10, 500];

/// One question and one of its pages.
pub(super) struct Combination {
    pub(super) name: String,
    pub(super) question: ListQuestion,
    /// Which page; the first is 1.
    pub(super) page: usize,
}

/// Every combination: each search with each filter, each of both in each order, the hard ones
/// together in each order, and the large ones deep down.
pub(super) fn all(
    population: &Population,
    subjects: &[Subject],
    directory: &Directory,
) -> Result<Vec<Combination>> {
    let searches = material::searches(population, subjects)?;
    let filters = material::filters(population, subjects, directory)?;
    let mut combinations = Vec::new();
    for search in &searches {
        for filter in &filters {
            for (place, order) in ORDERS.into_iter().enumerate() {
                let is_wanted = place == 0
                    || search.name == searches[0].name
                    || filter.name == filters[0].name
                    || is_in(&HARD_SEARCHES, search) && is_in(&HARD_FILTERS, filter);
                if is_wanted {
                    combinations.push(combine(search, filter, order, 1));
                }
                if is_in(&DEEP_SEARCHES, search) && is_in(&DEEP_FILTERS, filter) {
                    combinations.extend(DEPTHS.map(|page| combine(search, filter, order, page)));
                }
            }
        }
    }
    let mut names = HashSet::new();
    combinations.retain(|one| names.insert(one.name.clone()));
    Ok(combinations)
}

fn is_in(names: &[&str], part: &Part) -> bool {
    names.contains(&part.name)
}

fn combine(search: &Part, filter: &Part, (sort, order): (Sort, Order), page: usize) -> Combination {
    Combination {
        name: format!(
            "{} · {} · {sort:?} {order:?} · page {page}",
            search.name, filter.name
        ),
        question: ListQuestion {
            search: search.question.search.clone(),
            sort,
            order: Some(order),
            ..filter.question.clone()
        },
        page,
    }
}
