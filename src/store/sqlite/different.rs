//! Pairs of customers that a person has marked as two people.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::StoreError;
use super::codes::time_from;
use crate::domain::customer::CustomerId;
use crate::domain::difference::Difference;

/// The mark between two customers, in either order.
pub(super) fn between(
    connection: &Connection,
    one: CustomerId,
    other: CustomerId,
) -> Result<Option<Difference>, StoreError> {
    let sql =
        "SELECT marked_at, marked_by FROM different_customers WHERE one_id = ?1 AND other_id = ?2";
    let (one, other) = (one.min(other), one.max(other));
    connection
        .prepare_cached(sql)?
        .query_row([one.0, other.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .map(|(at, marked_by)| {
            Ok(Difference {
                one,
                other,
                marked_at: time_from(at, "different_customers", one.0)?,
                marked_by,
            })
        })
        .transpose()
}

/// Keeps a mark.
pub(super) fn insert(connection: &Connection, mark: &Difference) -> Result<(), StoreError> {
    let sql = "INSERT INTO different_customers (one_id, other_id, marked_at, marked_by) VALUES (?1, ?2, ?3, ?4)";
    connection.prepare_cached(sql)?.execute(params![
        mark.one.0,
        mark.other.0,
        mark.marked_at.as_millisecond(),
        mark.marked_by
    ])?;
    Ok(())
}

/// Takes a mark away.
pub(super) fn delete(
    connection: &Connection,
    one: CustomerId,
    other: CustomerId,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM different_customers WHERE one_id = ?1 AND other_id = ?2";
    connection
        .prepare_cached(sql)?
        .execute([one.min(other).0, one.max(other).0])?;
    Ok(())
}
