//! Rows of an answer: their reading, and what a row's own columns do not hold.

use rusqlite::Connection;

use super::super::super::StoreError;

use super::super::customers::{SUMMARY_COLUMNS, customers, load_contacts, summary_from};
use crate::domain::contact::ContactKind;
use crate::domain::customer::{Customer, CustomerId, CustomerSummary};
use crate::domain::page::Position;
use crate::domain::search::{CustomerQuery, Detail, ListedCustomer, MatchedOn, SearchText};

/// Reads the rows at some places of a sort order, in their order.
pub(super) fn read(
    connection: &Connection,
    query: &CustomerQuery,
    places: Vec<Position>,
) -> Result<Vec<ListedCustomer>, StoreError> {
    let sql = format!("SELECT {SUMMARY_COLUMNS} FROM customers WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = places
        .into_iter()
        .map(|place| Ok((statement.query_row([place.id], summary_from)?, place)))
        .collect::<Result<_, StoreError>>()?;
    complete(connection, query, rows)
}

/// Adds to rows what was asked for beyond the summary.
pub(super) fn complete(
    connection: &Connection,
    query: &CustomerQuery,
    rows: Vec<(CustomerSummary, Position)>,
) -> Result<Vec<ListedCustomer>, StoreError> {
    let known = known_of(connection, query, &rows)?;
    rows.into_iter()
        .map(|(summary, position)| {
            let known = known
                .binary_search_by_key(&summary.id, |customer| customer.id)
                .ok()
                .and_then(|index| known.get(index));
            let missing = StoreError::Corrupt {
                table: "customers",
                row: summary.id.0,
            };
            let matched_on = match (&query.search, known) {
                (None, _) => Vec::new(),
                (Some(search), known) => {
                    let known = known.ok_or(missing)?;
                    places(&summary, known, search)
                }
            };
            Ok(ListedCustomer {
                profile: known
                    .filter(|_| query.detail == Detail::Full)
                    .map(|known| Box::new(known.clone())),
                summary,
                position,
                matched_on,
            })
        })
        .collect()
}

/// As much of the customers as is asked for, in the order of their ids: everything, or the
/// contacts, which a search text is compared with, or nothing.
fn known_of(
    connection: &Connection,
    query: &CustomerQuery,
    rows: &[(CustomerSummary, Position)],
) -> Result<Vec<Customer>, StoreError> {
    let mut ids: Vec<CustomerId> = rows.iter().map(|(summary, _)| summary.id).collect();
    ids.sort_unstable();
    match (query.detail, &query.search) {
        (Detail::Full, _) => customers(connection, &ids),
        (Detail::Concise, None) => Ok(Vec::new()),
        (Detail::Concise, Some(_)) => {
            let mut known: Vec<Customer> = ids.iter().copied().map(Customer::blank).collect();
            load_contacts(connection, &ids, &mut known)?;
            Ok(known)
        }
    }
}

/// Where a search text is found in a customer.
fn places(summary: &CustomerSummary, known: &Customer, search: &SearchText) -> Vec<MatchedOn> {
    let [emails, phones] =
        [ContactKind::Email, ContactKind::Phone].map(|kind| known.contacts_of(kind));
    let (name, company) = (summary.name.as_deref(), summary.company.as_deref());
    MatchedOn::places(name, company, &[emails, phones].concat(), search)
}
