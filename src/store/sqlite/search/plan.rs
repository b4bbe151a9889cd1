//! Choosing where to start.

use rusqlite::{Connection, params_from_iter};

use super::super::super::StoreError;
use super::condition::{Conditions, Sql};

/// A source that names at most this many customers is gathered and sorted.
pub(super) const FEW: usize = 2_000;

/// How to answer.
#[derive(Debug)]
pub(super) enum Plan {
    /// Take the customers of this source, test and sort them.
    Gather(Sql),
    /// Follow the sort order and test each customer.
    Walk,
}

impl Plan {
    /// The plan's name, for the log.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Gather(_) => "gather",
            Self::Walk => "walk",
        }
    }
}

/// Picks the condition that fewest customers meet, if that is few.
pub(super) fn choose(
    connection: &Connection,
    conditions: &Conditions<'_>,
) -> Result<Plan, StoreError> {
    let mut fewest: Option<(usize, &Sql)> = None;
    for condition in &conditions.all {
        let bound = fewest.map_or(FEW + 1, |(count, _)| count);
        let count = count_up_to(connection, &condition.source, bound)?;
        if count < bound {
            fewest = Some((count, &condition.source));
        }
    }
    Ok(fewest.map_or(Plan::Walk, |(_, source)| Plan::Gather(source.clone())))
}

/// How many customers a source names, counted no further than a bound.
pub(super) fn count_up_to(
    connection: &Connection,
    source: &Sql,
    bound: usize,
) -> Result<usize, StoreError> {
    let sql = format!("SELECT count(*) FROM ({} LIMIT {bound})", source.text);
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(params_from_iter(&source.values), |row| row.get(0))?)
}
