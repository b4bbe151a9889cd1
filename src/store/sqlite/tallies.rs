//! Tallies: numbers that are kept, because counting what they stand for would take too long.

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::StoreError;

/// The highest id that was ever given in a table; 0 where none was.
pub(super) fn last_given(connection: &Connection, table: &str) -> Result<i64, StoreError> {
    let sql = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0)";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([table], |row| row.get(0))?)
}

/// How many rows a table has whose ids are given without gaps: as many as ids were ever given, but for
/// those that were removed. To add rows changes no tally.
pub(super) fn rows<T: FromSql>(connection: &Connection, table: &str) -> Result<T, StoreError> {
    let sql = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0)
                    - (SELECT count FROM tallies WHERE name = ?1 || '_removed')";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([table], |row| row.get(0))?)
}

/// Notes that rows of a table were removed.
pub(super) fn note_removed(
    connection: &Connection,
    table: &str,
    removed: usize,
) -> Result<(), StoreError> {
    let sql = "UPDATE tallies SET count = count + ?2 WHERE name = ?1 || '_removed'";
    connection
        .prepare_cached(sql)?
        .execute(params![table, removed])?;
    Ok(())
}

/// Counts the rows of a table one by one, and keeps what follows of how many were removed.
pub(super) fn count_anew(connection: &Connection, table: &str) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE tallies SET count = ifnull((SELECT seq FROM sqlite_sequence WHERE sqlite_sequence.name = ?1), 0)
                                    - (SELECT count(*) FROM {table})
         WHERE name = ?1 || '_removed'"
    );
    connection.execute(&sql, [table])?;
    Ok(())
}

/// The number that is kept under a name.
pub(super) fn count<T: FromSql>(connection: &Connection, name: &str) -> Result<T, StoreError> {
    kept(connection, name)?.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

/// Adds to a number, and answers the sum.
pub(super) fn add(connection: &Connection, name: &str, more: usize) -> Result<i64, StoreError> {
    let sql = "UPDATE tallies SET count = count + ?2 WHERE name = ?1 RETURNING count";
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params![name, more], |row| row.get(0))?)
}

/// The number that is kept under a name, if one ever was.
pub(super) fn kept<T: FromSql>(
    connection: &Connection,
    name: &str,
) -> Result<Option<T>, StoreError> {
    let sql = "SELECT count FROM tallies WHERE name = ?1";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Keeps a number under a name that may be new.
pub(super) fn keep(connection: &Connection, name: &str, count: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO tallies (name, count) VALUES (?1, ?2)
               ON CONFLICT (name) DO UPDATE SET count = excluded.count";
    connection
        .prepare_cached(sql)?
        .execute(params![name, count])?;
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
