//! The values that begin in a certain way, most used first: what is offered while somebody types.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::super::StoreError;
use super::super::postings::PostingCache;
use super::super::postings::build::{self, State};
use super::by_key::Keys;
use super::{by_row, spelling, waiting};
use crate::domain::page::Total;
use crate::domain::search::{Counted, Filter, SummaryQuery, ValuePage, ValueQuery};

/// The most labels that are ranked for one answer; of more, the first in their order. Reading as
/// many takes some tens of milliseconds, and more only begin alike where little was typed.
const MOST_RANKED: usize = 100_000;

/// Labels with the customers who have them.
type Ranked = Vec<(String, u64)>;

/// The values of a dimension that begin in a certain way.
pub(in super::super) fn values(
    connection: &Connection,
    cache: &PostingCache,
    query: &ValueQuery,
) -> Result<ValuePage, StoreError> {
    let (ranked, total) = if build::state(connection)? == State::Built {
        by_label(connection, query)?
    } else {
        by_customer(connection, cache, query)?
    };
    let mut values = Vec::with_capacity(query.limit.min(ranked.len()));
    for (value, customers) in ranked.into_iter().take(query.limit) {
        let spelled = spelling::of(connection, &query.dimension, &value)?;
        values.push(Counted {
            value: spelled.unwrap_or(value),
            customers,
        });
    }
    Ok(ValuePage { values, total })
}

/// By what is kept of each label, and of the customers who wait to be posted.
fn by_label(connection: &Connection, query: &ValueQuery) -> Result<(Ranked, Total), StoreError> {
    let prefix = Keys::of(&query.dimension).prefix;
    let first = format!("{prefix}{}", query.beginning);
    let last = format!("{first}{}", char::MAX);
    let waiting = waiting::changes(connection, |key| key.starts_with(&first))?;
    let mut ranked = most_used(connection, (&first, &last), query.limit + waiting.len())?;
    let mut total = count(connection, (&first, &last))?;
    for (key, change) in waiting {
        let kept = members(connection, &key)?;
        let now = kept.saturating_add(change).max(0);
        total = total.saturating_add_signed(i64::from(now > 0) - i64::from(kept > 0));
        ranked.retain(|(known, _)| *known != key);
        if now > 0 {
            ranked.push((key, now.unsigned_abs()));
        }
    }
    rank(&mut ranked);
    let values = ranked.into_iter().filter_map(|(key, members)| {
        let value = key.strip_prefix(prefix.as_str())?;
        Some((value.to_owned(), members))
    });
    let total = Total {
        count: total,
        is_at_least: total >= MOST_RANKED as u64,
    };
    Ok((values.collect(), total))
}

/// By the customers themselves, while there are no postings.
fn by_customer(
    connection: &Connection,
    cache: &PostingCache,
    query: &ValueQuery,
) -> Result<(Ranked, Total), StoreError> {
    let everybody = SummaryQuery {
        search: None,
        filter: Filter::default(),
        by: vec![query.dimension.clone()],
        top: query.limit,
    };
    let (_, counts) = by_row::count(connection, cache, &everybody)?;
    let mut ranked: Ranked = counts
        .into_iter()
        .flat_map(|counts| counts.values)
        .filter(|(value, _)| value.starts_with(&query.beginning))
        .collect();
    rank(&mut ranked);
    let total = Total::exactly(ranked.len() as u64);
    Ok((ranked, total))
}

fn rank(ranked: &mut Ranked) {
    ranked.sort_unstable_by(|(one, more), (other, fewer)| (fewer, one).cmp(&(more, other)));
}

fn most_used(
    connection: &Connection,
    (first, last): (&str, &str),
    limit: usize,
) -> Result<Ranked, StoreError> {
    let sql = "SELECT key, member_count FROM (
                   SELECT key, member_count FROM label_counts
                   WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT ?3)
               ORDER BY member_count DESC, key LIMIT ?4";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![first, last, MOST_RANKED, limit], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn count(connection: &Connection, (first, last): (&str, &str)) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM (
                   SELECT 1 FROM label_counts WHERE key BETWEEN ?1 AND ?2 LIMIT ?3)";
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params![first, last, MOST_RANKED], |row| row.get(0))?)
}

fn members(connection: &Connection, key: &str) -> Result<i64, StoreError> {
    let sql = "SELECT member_count FROM label_counts WHERE key = ?1";
    let members = connection
        .prepare_cached(sql)?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(members.unwrap_or_default())
}
