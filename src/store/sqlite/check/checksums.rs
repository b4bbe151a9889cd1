//! Checksums: whether what is known is still as it was written.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::super::{Finding, Part, StoreError};
use super::super::{checksum, feedback};
use crate::domain::customer::Customer;

/// Whether a customer is as they were written. Who has no checksum cannot be told.
pub(super) fn is_as_written(
    connection: &Connection,
    customer: &Customer,
) -> Result<bool, StoreError> {
    let sql = "SELECT checksum IS NULL OR checksum = ?2 FROM customers WHERE id = ?1";
    let is_same = connection
        .prepare_cached(sql)?
        .query_row(
            params![customer.id.0, checksum::of_customer(customer)],
            |row| row.get(0),
        )
        .optional()?;
    Ok(is_same.unwrap_or(true))
}

/// Gives a checksum to a customer who has none.
pub(super) fn give(connection: &Connection, customer: &Customer) -> Result<(), StoreError> {
    let sql = "UPDATE customers SET checksum = ?2 WHERE id = ?1 AND checksum IS NULL";
    connection
        .prepare_cached(sql)?
        .execute(params![customer.id.0, checksum::of_customer(customer)])?;
    Ok(())
}

/// Takes a customer's checksum away, so that the next one is of what is there then.
pub(super) fn forget(connection: &Connection, customer: &Customer) -> Result<(), StoreError> {
    let sql = "UPDATE customers SET checksum = NULL WHERE id = ?1";
    connection.prepare_cached(sql)?.execute([customer.id.0])?;
    Ok(())
}

/// Compares each piece of feedback with its checksum.
pub(super) fn of_feedback(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let problem = "pieces of feedback are not as they were written";
    let mut changed = Finding::new(Part::Feedback, problem);
    feedback::each_with_checksum(connection, |feedback, known| {
        if known.is_some_and(|known| known != checksum::of_feedback(feedback)) {
            changed.add(feedback.number.0);
        }
        Ok(())
    })?;
    Ok(changed.if_any().into_iter().collect())
}

/// Gives a checksum to each piece of feedback that has none.
pub(super) fn give_to_feedback(connection: &Connection) -> Result<(), StoreError> {
    let sql = "UPDATE feedback SET checksum = ?2 WHERE id = ?1";
    feedback::each_with_checksum(connection, |feedback, known| {
        if known.is_none() {
            connection
                .prepare_cached(sql)?
                .execute(params![feedback.number.0, checksum::of_feedback(feedback)])?;
        }
        Ok(())
    })
}
