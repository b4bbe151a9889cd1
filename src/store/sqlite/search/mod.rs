//! Answering questions about many customers.
//!
//! Every question has conditions: search text, a tag, a channel and so on. Each has an index that
//! names the customers who meet it. [`plan`] counts those customers up to a bound. Where some
//! condition is met by few, [`gather`] takes these few and sorts the ones that meet the others
//! too; where all are met by many, [`walk`] follows the sort order and tests each row.

mod condition;
mod gather;
mod plan;
mod row;
mod walk;

use rusqlite::Connection;

use super::super::StoreError;
use super::customers::customer;
use crate::domain::page::Total;
use crate::domain::search::{CustomerPage, CustomerQuery, Detail, MatchedOn, SearchText};
use condition::Conditions;
use plan::Plan;

/// Customers that are counted, at the most, to tell how many a question has in all.
const MOST_COUNTED: usize = 10_000;

/// One page of the customers that a question is about.
pub(super) fn list(
    connection: &Connection,
    query: &CustomerQuery,
) -> Result<CustomerPage, StoreError> {
    let conditions = Conditions::of(query);
    if conditions.are_impossible() {
        return Ok(CustomerPage {
            customers: Vec::new(),
            total: Total::exactly(0),
            has_more: false,
        });
    }
    let plan = plan::choose(connection, &conditions)?;
    tracing::debug!(
        plan = plan.name(),
        conditions = conditions.len(),
        "chose how to answer a list"
    );
    let mut page = match &plan {
        Plan::Gather(source) => gather::page(connection, query, &conditions, source)?,
        Plan::Walk => walk::page(connection, query, &conditions)?,
    };
    complete(connection, query, &mut page)?;
    Ok(page)
}

/// Adds to each row what its own columns do not hold.
fn complete(
    connection: &Connection,
    query: &CustomerQuery,
    page: &mut CustomerPage,
) -> Result<(), StoreError> {
    let search = query.search.as_ref();
    if search.is_none() && query.detail == Detail::Concise {
        return Ok(());
    }
    for listed in &mut page.customers {
        let id = listed.summary.id;
        let profile = customer(connection, id)?.ok_or(StoreError::Corrupt {
            table: "customers",
            row: id.0,
        })?;
        listed.matched_on = search.map_or_else(Vec::new, |search: &SearchText| {
            MatchedOn::places(&profile, search)
        });
        listed.profile = (query.detail == Detail::Full).then(|| Box::new(profile));
    }
    Ok(())
}
