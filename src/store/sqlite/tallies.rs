//! Tallies: numbers that are kept, because counting what they stand for would take too long.

use rusqlite::types::FromSql;
use rusqlite::{Connection, params};

use super::super::StoreError;

/// The number that is kept under a name: that of a table is how many rows it has.
pub(super) fn count<T: FromSql>(connection: &Connection, name: &str) -> Result<T, StoreError> {
    let sql = "SELECT count FROM tallies WHERE name = ?1";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([name], |row| row.get(0))?)
}

/// Adds to a number, and answers the sum.
pub(super) fn add(connection: &Connection, name: &str, more: usize) -> Result<i64, StoreError> {
    let sql = "UPDATE tallies SET count = count + ?2 WHERE name = ?1 RETURNING count";
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params![name, more], |row| row.get(0))?)
}

/// Takes away from a number.
pub(super) fn take(connection: &Connection, name: &str, less: usize) -> Result<(), StoreError> {
    let sql = "UPDATE tallies SET count = count - ?2 WHERE name = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![name, less])?;
    Ok(())
}

/// Replaces a number.
pub(super) fn set(connection: &Connection, name: &str, count: i64) -> Result<(), StoreError> {
    let sql = "UPDATE tallies SET count = ?2 WHERE name = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![name, count])?;
    Ok(())
}
