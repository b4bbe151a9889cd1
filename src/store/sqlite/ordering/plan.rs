//! Choosing the way that is expected to cost least.

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::postings::PostingCache;
use super::super::postings::found::Found;
use super::super::postings::zones;
use super::super::tallies;
use super::walk::Start;
use super::{Wanted, gather, rank, walk};
use crate::domain::page::Position;

/// What things cost, in nanoseconds, as measured; only their ratios matter.
const READ_KEY: usize = 1_000;
const STEP: usize = 100;
const LOOK_AT_ZONES: usize = 3_000;
const READ_LAST_ZONE: usize = 80_000;

/// Whoever was found seldom stands evenly along the order: a walk that fails has a rank after it, so
/// only one that is expected to cost so many times less is tried.
const RISK: usize = 2;

/// A walk is given up after so many times the steps that were expected of it, or when it has cost
/// what a rank would.
const PATIENCE: usize = 3;

/// How to come by the next rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Gather,
    Walk { steps: usize },
    Rank,
}

/// The next rows of those that were found.
pub(in super::super) fn next_of(
    connection: &Connection,
    cache: &PostingCache,
    wanted: &Wanted,
    found: &Found,
) -> Result<Vec<Position>, StoreError> {
    let plan = choose(connection, wanted, found)?;
    tracing::debug!(
        collection = wanted.collection.rows,
        sort = wanted.column(),
        found = found.count,
        unposted = found.unposted.len(),
        ?plan,
        "chose how to order what was found"
    );
    let posted = match plan {
        Plan::Gather => gather::next(connection, wanted, found.ids())?,
        Plan::Rank => rank::next(connection, cache, wanted, found)?,
        Plan::Walk { steps } => {
            let accepts = |id| Ok(found.contains(id));
            match walk::next(connection, wanted, Start::AfterPage, steps, accepts)? {
                Some(next) => next,
                None => rank::next(connection, cache, wanted, found)?,
            }
        }
    };
    let unposted = gather::next(connection, wanted, found.unposted.iter().copied())?;
    Ok(wanted.first_of(posted.into_iter().chain(unposted).collect()))
}

fn choose(connection: &Connection, wanted: &Wanted, found: &Found) -> Result<Plan, StoreError> {
    let rows: usize = tallies::rows(connection, wanted.collection.rows)?;
    let gather = found.count.saturating_mul(READ_KEY);
    // As if those who were found stood evenly along the order.
    let steps = (wanted.count.saturating_mul(rows) / found.count.max(1)).min(rows);
    let walk = steps.saturating_mul(STEP);
    let rank = READ_LAST_ZONE + found.blocks_with_any() * LOOK_AT_ZONES;
    if !zones::are_drawn(connection, wanted.collection)? {
        return Ok(if gather <= walk {
            Plan::Gather
        } else {
            Plan::Walk { steps: usize::MAX }
        });
    }
    Ok(if gather <= walk.min(rank) {
        Plan::Gather
    } else if walk.saturating_mul(RISK) <= rank {
        Plan::Walk {
            steps: (steps * PATIENCE).min(rank / STEP) + wanted.count,
        }
    } else {
        Plan::Rank
    })
}
