//! Answering questions about many customers.
//!
//! Without conditions a page is read straight from the index of its sort order. With conditions,
//! those who meet all of them are found in the postings, counted, and ordered
//! ([`super::ordering`]). Until postings have been built, during a first import, a page is read by
//! testing one customer after the other.

mod condition;
mod row;
mod scan;
#[cfg(test)]
mod tests;

use rusqlite::{Connection, params_from_iter};

use super::super::StoreError;
use super::customers::{SUMMARY_COLUMNS, summary_from};
use super::ordering::{self, Wanted};
use super::postings::build::{self, State};
use super::postings::{CUSTOMERS, PostingCache, found};
use super::tallies;
use crate::domain::page::{Position, SortKey, Total};
use crate::domain::search::{CustomerPage, CustomerQuery, Sort};

pub(super) use condition::conditions;

/// One page of the customers that a question is about.
pub(super) fn list(
    connection: &Connection,
    cache: &PostingCache,
    query: &CustomerQuery,
) -> Result<CustomerPage, StoreError> {
    if query
        .search
        .as_ref()
        .is_some_and(|search| search.terms().is_empty())
    {
        return Ok(CustomerPage {
            customers: Vec::new(),
            total: Total::exactly(0),
            has_more: false,
        });
    }
    let conditions = conditions(query.search.as_ref(), &query.filter);
    let wanted = wanted(query);
    if conditions.is_empty() {
        return everybody(connection, query, &wanted);
    }
    let (places, total) = match build::state(connection)? {
        State::Built => {
            let found = found::find(connection, cache, &CUSTOMERS, &conditions)?;
            let total = Total::exactly(found.count as u64);
            (
                ordering::next_of(connection, cache, &wanted, &found)?,
                total,
            )
        }
        State::Missing | State::Unfinished => scan::next(connection, &wanted, &conditions)?,
    };
    page(connection, query, places, total)
}

/// The rows that are wanted: one more than the page has, which tells whether there is another.
fn wanted(query: &CustomerQuery) -> Wanted {
    Wanted {
        collection: &CUSTOMERS,
        sort: match query.sort {
            Sort::LastSeen => 0,
            Sort::FirstSeen => 1,
            Sort::FeedbackCount => 2,
            Sort::Name => 3,
        },
        order: query.order,
        after: query.after.clone(),
        count: query.limit + 1,
    }
}

fn page(
    connection: &Connection,
    query: &CustomerQuery,
    mut places: Vec<Position>,
    total: Total,
) -> Result<CustomerPage, StoreError> {
    let has_more = places.len() > query.limit;
    places.truncate(query.limit);
    Ok(CustomerPage {
        customers: row::read(connection, query, places)?,
        total,
        has_more,
    })
}

/// One page of all customers, in the order of an index.
fn everybody(
    connection: &Connection,
    query: &CustomerQuery,
    wanted: &Wanted,
) -> Result<CustomerPage, StoreError> {
    let mut rows_read = Vec::with_capacity(wanted.count);
    for stretch in wanted.after_page() {
        let sql = format!(
            "SELECT {SUMMARY_COLUMNS}, {} FROM customers {} ORDER BY {} LIMIT {}",
            wanted.column(),
            stretch.test,
            wanted.order_by(),
            wanted.count,
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(stretch.values))?;
        while rows_read.len() < wanted.count
            && let Some(row) = rows.next()?
        {
            let summary = summary_from(row)?;
            let key = match query.sort {
                Sort::LastSeen | Sort::FirstSeen | Sort::FeedbackCount => {
                    SortKey::Number(row.get(10)?)
                }
                Sort::Name => SortKey::Text(row.get(10)?),
            };
            let position = Position {
                key,
                id: summary.id.0,
            };
            rows_read.push((summary, position));
        }
    }
    let has_more = rows_read.len() > query.limit;
    rows_read.truncate(query.limit);
    let customers = row::complete(connection, query, rows_read)?;
    let total = tallies::rows(connection, CUSTOMERS.rows)?;
    Ok(CustomerPage {
        customers,
        total: Total::exactly(total),
        has_more,
    })
}
