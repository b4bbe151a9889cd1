//! Answering questions about numbers of customers.
//!
//! The labels of few customers are counted [`by_row`]; those of many [`by_key`], from the postings
//! or, where everybody is meant, from the counts that are kept of each label.

mod by_key;
mod by_row;
mod spelling;
mod values;
mod waiting;

use std::collections::HashMap;

use rusqlite::Connection;

use super::super::StoreError;
use super::postings::build::{self, State};
use super::postings::{CUSTOMERS, PostingCache, found};
use super::search;
use crate::domain::search::{Breakdown, Summary, SummaryQuery};

pub(super) use values::values;

/// As many customers are counted row by row; of more, the keys are read.
const FEW: usize = 4_000;

/// Customers by the values of one dimension, in the form in which these are compared.
#[derive(Default)]
struct Counts {
    values: HashMap<String, u64>,
    without: u64,
}

/// How the customers divide that a question is about.
pub(super) fn summarize(
    connection: &Connection,
    cache: &PostingCache,
    query: &SummaryQuery,
) -> Result<Summary, StoreError> {
    let (total, mut by) = divide(connection, cache, query)?;
    for breakdown in &mut by {
        for counted in &mut breakdown.values {
            if let Some(spelling) = spelling::of(connection, &breakdown.dimension, &counted.value)?
            {
                counted.value = spelling;
            }
        }
    }
    Ok(Summary { total, by })
}

/// How many customers are meant, and how they divide by each dimension, in the form in which values
/// are compared.
fn divide(
    connection: &Connection,
    cache: &PostingCache,
    query: &SummaryQuery,
) -> Result<(u64, Vec<Breakdown>), StoreError> {
    let says_nothing = |search: &crate::domain::search::SearchText| search.terms().is_empty();
    let conditions = search::conditions(query.search.as_ref(), &query.filter);
    let (total, counts) = if build::state(connection)? != State::Built
        || query.search.as_ref().is_some_and(says_nothing)
    {
        by_row::count(connection, cache, query)?
    } else if conditions.is_empty() {
        return by_key::divide_all(connection, query);
    } else {
        let found = found::find(connection, cache, &CUSTOMERS, &conditions)?;
        if found.count <= FEW {
            by_row::count(connection, cache, query)?
        } else {
            by_key::count_found(connection, query, &found)?
        }
    };
    let by = query.by.iter().zip(counts).map(|(dimension, counts)| {
        Breakdown::ranked(dimension.clone(), counts.values, counts.without, query.top)
    });
    Ok((total, by.collect()))
}
