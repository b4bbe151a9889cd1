//! The indexes that a first import can do without.
//!
//! A first import takes them away and builds them when it is done: sorting a million entries once
//! is several times faster than putting each into its place. Answers are right without them, only
//! slow, and whoever opens a file that lacks some (its import was killed) builds them first.

use std::collections::HashSet;

use rusqlite::Connection;

use super::super::StoreError;

const SQL: &str = include_str!("reading_indexes.sql");

/// The names of the indexes.
fn names() -> impl Iterator<Item = &'static str> {
    SQL.lines()
        .filter_map(|line| {
            let (statement, rest) = line.split_once(" INDEX IF NOT EXISTS ")?;
            statement.starts_with("CREATE").then_some(rest)
        })
        .filter_map(|rest| rest.split(' ').next())
}

/// Whether all of them are there.
pub(super) fn are_there(connection: &Connection) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'index'")?;
    let there: HashSet<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(names().all(|name| there.contains(name)))
}

/// Builds those that are missing.
pub(super) fn build(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch(SQL)?)
}

/// Builds the index of addresses, if it is missing.
pub(super) fn build_addresses(connection: &Connection) -> Result<(), StoreError> {
    let statement = SQL
        .lines()
        .find(|line| line.contains(" contacts_by_address "));
    Ok(connection.execute_batch(statement.unwrap_or_default())?)
}

/// Builds those that are missing over many rows.
pub(super) fn build_in_bulk(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    build(&transaction)?;
    Ok(transaction.commit()?)
}

/// Takes them away.
pub(super) fn drop_all(connection: &Connection) -> Result<(), StoreError> {
    names()
        .try_for_each(|name| Ok(connection.execute_batch(&format!("DROP INDEX IF EXISTS {name}"))?))
}
