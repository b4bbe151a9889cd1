//! Reading customers.

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::super::super::StoreError;
use super::super::codes::{origin_from, seen_from, split, time_from};
use super::super::contacts;
use super::labels;
use crate::domain::customer::{Customer, CustomerId, CustomerSummary, Taken};
use crate::domain::label::Channel;

/// The columns that [`summary_from`] reads, of a table named `customers`.
pub(in super::super) const SUMMARY_COLUMNS: &str = "customers.id, customers.name, customers.primary_email, \
     customers.primary_phone, customers.company, customers.tags, customers.channels, customers.feedback_count, \
     customers.first_seen, customers.last_seen";

/// A customer with everything that is known.
pub(in super::super) fn customer(
    connection: &Connection,
    id: CustomerId,
) -> Result<Option<Customer>, StoreError> {
    let sql = "SELECT name, name_feedback_id, name_at, company, company_feedback_id, company_at, channels,
                      feedback_count, first_seen, last_seen, notes, version
               FROM customers WHERE id = ?1";
    let row = connection
        .prepare_cached(sql)?
        .query_row([id.0], |row| Ok(row_from(row, id)))
        .optional()?;
    let Some(customer) = row.transpose()? else {
        return Ok(None);
    };
    Ok(Some(Customer {
        contacts: contacts::of_customer(connection, id)?,
        tags: labels::tags(connection, id)?,
        custom_fields: labels::custom_fields(connection, id)?,
        social_handles: labels::social_handles(connection, id)?,
        ..customer
    }))
}

fn row_from(row: &Row<'_>, id: CustomerId) -> Result<Customer, StoreError> {
    let channels = split(&row.get::<_, String>("channels")?);
    Ok(Customer {
        name: taken(row, ["name", "name_feedback_id", "name_at"], id)?,
        company: taken(row, ["company", "company_feedback_id", "company_at"], id)?,
        channels: channels.into_iter().map(Channel::stored).collect(),
        feedback_count: row.get("feedback_count")?,
        first_seen: seen_from(row.get("first_seen")?),
        last_seen: seen_from(row.get("last_seen")?),
        notes: row.get("notes")?,
        version: row.get("version")?,
        ..Customer::blank(id)
    })
}

fn taken(
    row: &Row<'_>,
    [value, feedback, at]: [&str; 3],
    id: CustomerId,
) -> Result<Option<Taken<String>>, StoreError> {
    let Some(value) = row.get::<_, Option<String>>(value)? else {
        return Ok(None);
    };
    let at = time_from(row.get(at)?, "customers", id.0)?;
    Ok(Some(Taken {
        value,
        origin: origin_from(row.get(feedback)?, at),
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
