//! What became of customers who are gone.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::StoreError;
use super::codes::time_from;
use crate::domain::customer::CustomerId;
use crate::domain::former::FormerCustomer;

/// What became of an id; `None` for one that has a profile or was never given.
pub(super) fn former(
    connection: &Connection,
    id: CustomerId,
) -> Result<Option<FormerCustomer>, StoreError> {
    let sql = "SELECT became, ended_at FROM former_customers WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .query_row([id.0], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get(1)?))
        })
        .optional()?
        .map(|(became, at)| {
            Ok(FormerCustomer {
                id,
                became: became.map(CustomerId),
                ended_at: time_from(at, "former_customers", id.0)?,
            })
        })
        .transpose()
}

/// The ids that have become a customer, ascending.
pub(super) fn merged_into(
    connection: &Connection,
    customer: CustomerId,
) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT id FROM former_customers WHERE became = ?1 ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map([customer.0], |row| row.get(0).map(CustomerId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Notes what became of a customer. Ids that had become this one go along.
pub(super) fn note(connection: &Connection, former: &FormerCustomer) -> Result<(), StoreError> {
    let (id, became) = (former.id, former.became.map(|customer| customer.0));
    connection
        .prepare_cached(
            "UPDATE former_customers SET became = ?2, ended_at = CASE WHEN ?2 IS NULL THEN ?3 ELSE ended_at END
             WHERE became = ?1",
        )?
        .execute(params![id.0, became, former.ended_at.as_millisecond()])?;
    connection
        .prepare_cached("INSERT INTO former_customers (id, became, ended_at) VALUES (?1, ?2, ?3)")?
        .execute(params![id.0, became, former.ended_at.as_millisecond()])?;
    Ok(())
}

/// The ids of those who were deleted, ascending.
pub(super) fn deleted(connection: &Connection) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT id FROM former_customers WHERE became IS NULL ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map([], |row| row.get(0).map(CustomerId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
