//! Searching while there are no postings: one customer after the other, in the sort order.

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::customers::customer;
use super::super::ordering::{Start, Wanted, walk};
use super::super::postings::condition::Condition;
use super::super::postings::keys;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::page::{Position, Total};

/// The next customers who meet every condition, and how many were seen to do so.
pub(super) fn next(
    connection: &Connection,
    wanted: &Wanted,
    conditions: &[Condition],
) -> Result<(Vec<Position>, Total), StoreError> {
    let accepts = |id| {
        let customer = customer(connection, CustomerId(id))?;
        Ok(customer.is_some_and(|customer| meets_all(&customer, conditions)))
    };
    let next = walk::next(connection, wanted, Start::AfterPage, usize::MAX, accepts)?;
    let next = next.unwrap_or_default();
    let is_all = next.len() < wanted.count && wanted.after.is_none();
    let total = Total {
        count: next.len() as u64,
        is_at_least: !is_all,
    };
    Ok((next, total))
}

fn meets_all(customer: &Customer, conditions: &[Condition]) -> bool {
    let keys = keys::lines(&keys::of_customer(customer));
    let last_seen = customer.last_seen.map(jiff::Timestamp::as_millisecond);
    conditions.iter().all(|condition| match condition {
        Condition::AnyOf(tests) => tests.iter().any(|test| test.holds_for(&keys)),
        Condition::Within { from, until, .. } => last_seen.is_some_and(|at| {
            from.is_none_or(|from| at >= from) && until.is_none_or(|until| at < until)
        }),
    })
}
