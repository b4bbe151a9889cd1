//! Reading customers.

use rusqlite::{Connection, Row, params};

use super::super::super::StoreError;
use super::super::codes::{origin_from, seen_from, split, time_from};
use super::super::group::for_each_row;
use super::details;
use crate::domain::customer::{Customer, CustomerId, CustomerSummary, Taken};
use crate::domain::label::Channel;

/// Customers that are in memory at once where all are read.
const BATCH: usize = 512;

/// The columns that [`summary_from`] reads, of a table named `customers`.
pub(in super::super) const SUMMARY_COLUMNS: &str = "customers.id, customers.name, customers.primary_email, \
     customers.primary_phone, customers.company, customers.tags, customers.channels, customers.feedback_count, \
     customers.first_seen, customers.last_seen";

/// A customer with everything that is known.
pub(in super::super) fn customer(
    connection: &Connection,
    id: CustomerId,
) -> Result<Option<Customer>, StoreError> {
    Ok(customers(connection, &[id])?.pop())
}

/// Customers with everything that is known, in the order of their ids.
///
/// Together: a question about many costs little more than a question about one.
pub(in super::super) fn customers(
    connection: &Connection,
    ids: &[CustomerId],
) -> Result<Vec<Customer>, StoreError> {
    let sql = "SELECT id, name, name_feedback_id, name_at, company, company_feedback_id, company_at, channels,
                      feedback_count, first_seen, last_seen, notes, version
               FROM customers WHERE id IN (?1)";
    let mut customers = Vec::with_capacity(ids.len());
    for_each_row(connection, sql, ids, |row| {
        customers.push(row_from(row)?);
        Ok(())
    })?;
    customers.sort_unstable_by_key(|customer: &Customer| customer.id);
    details::load(connection, ids, &mut customers)?;
    Ok(customers)
}

/// Calls with all customers, some hundred at once, in the order of their ids, until told to stop. Says
/// whether more are wanted.
pub(in super::super) fn each_batch(
    connection: &Connection,
    mut work: impl FnMut(Vec<Customer>) -> Result<bool, StoreError>,
) -> Result<bool, StoreError> {
    let mut last = i64::MIN;
    loop {
        let ids: Vec<CustomerId> = connection
            .prepare_cached("SELECT id FROM customers WHERE id > ?1 ORDER BY id LIMIT ?2")?
            .query_map(params![last, BATCH], |row| row.get(0).map(CustomerId))?
            .collect::<Result<_, _>>()?;
        let Some(end) = ids.last() else {
            return Ok(true);
        };
        last = end.0;
        if !work(customers(connection, &ids)?)? {
            return Ok(false);
        }
    }
}

fn row_from(row: &Row<'_>) -> Result<Customer, StoreError> {
    let id = CustomerId(row.get(0)?);
    let channels = split(row.get_ref(7)?.as_str().map_err(rusqlite::Error::from)?);
    Ok(Customer {
        name: taken(row, 1, id)?,
        company: taken(row, 4, id)?,
        channels: channels.into_iter().map(Channel::stored).collect(),
        feedback_count: row.get(8)?,
        first_seen: seen_from(row.get(9)?),
        last_seen: seen_from(row.get(10)?),
        notes: row.get(11)?,
        version: row.get(12)?,
        ..Customer::blank(id)
    })
}

/// A text, the feedback that brought it and the time, from three columns in this order.
fn taken(row: &Row<'_>, first: usize, id: CustomerId) -> Result<Option<Taken<String>>, StoreError> {
    let Some(value) = row.get::<_, Option<String>>(first)? else {
        return Ok(None);
    };
    let at = time_from(row.get(first + 2)?, "customers", id.0)?;
    Ok(Some(Taken {
        value,
        origin: origin_from(row.get(first + 1)?, at),
    }))
}

/// What a list shows of a customer. The row begins with [`SUMMARY_COLUMNS`].
pub(in super::super) fn summary_from(row: &Row<'_>) -> rusqlite::Result<CustomerSummary> {
    Ok(CustomerSummary {
        id: CustomerId(row.get(0)?),
        name: row.get(1)?,
        primary_email: row.get(2)?,
        primary_phone: row.get(3)?,
        company: row.get(4)?,
        tags: split(row.get_ref(5)?.as_str()?),
        channels: split(row.get_ref(6)?.as_str()?),
        feedback_count: row.get(7)?,
        first_seen: seen_from(row.get(8)?),
        last_seen: seen_from(row.get(9)?),
    })
}
