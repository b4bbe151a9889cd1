//! Reading what hangs on customers.

use rusqlite::{Connection, Row};

use super::super::super::super::StoreError;
use super::super::super::codes::{kind_from, origin_from, time_from};
use super::super::super::group::{find, for_each_row};
use super::{CUSTOM_FIELD, SOCIAL_HANDLE, TAG, value_from};
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, CustomerId, Origin, SocialHandle, Taken};
use crate::domain::label::Tag;

const SQL: &str = "
    SELECT customer_id, kind, feedback_id, seen_at, key, spelling, network, identifies, is_chosen
    FROM customer_details WHERE customer_id IN (?1)";

/// Adds everything that hangs on customers who are in the order of their ids.
pub(in super::super) fn load(
    connection: &Connection,
    ids: &[CustomerId],
    customers: &mut [Customer],
) -> Result<(), StoreError> {
    load_rows(connection, SQL, ids, customers)
}

/// Adds every contact of customers who are in the order of their ids.
pub(in super::super::super) fn load_contacts(
    connection: &Connection,
    ids: &[CustomerId],
    customers: &mut [Customer],
) -> Result<(), StoreError> {
    load_rows(
        connection,
        &format!("{SQL} AND kind < {TAG}"),
        ids,
        customers,
    )
}

fn load_rows(
    connection: &Connection,
    sql: &str,
    ids: &[CustomerId],
    customers: &mut [Customer],
) -> Result<(), StoreError> {
    for_each_row(connection, sql, ids, |row| {
        let id: i64 = row.get(0)?;
        let Some(customer) = find(customers, id) else {
            return Ok(());
        };
        let at = time_from(row.get(3)?, "customer_details", id)?;
        let origin = origin_from(row.get(2)?, at);
        add(customer, row, origin)?.ok_or(StoreError::Corrupt {
            table: "customer_details",
            row: id,
        })
    })
}

/// Adds a row's value to its customer; `None` where it is no value.
fn add(customer: &mut Customer, row: &Row<'_>, origin: Origin) -> Result<Option<()>, StoreError> {
    let (kind, key): (i64, String) = (row.get(1)?, row.get(4)?);
    match kind {
        TAG => {
            let value = Tag::stored(row.get(5)?);
            customer.tags.insert(key, Taken { value, origin });
        }
        CUSTOM_FIELD => {
            let code = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
            let Some(value) = value_from(code) else {
                return Ok(None);
            };
            customer.custom_fields.insert(key, Taken { value, origin });
        }
        SOCIAL_HANDLE => {
            let network: String = row.get(6)?;
            let value = SocialHandle {
                network: network.clone(),
                handle: row.get(5)?,
            };
            let taken = Taken { value, origin };
            customer.social_handles.insert((network, key), taken);
        }
        of_contact => {
            let Some(kind) = kind_from(of_contact) else {
                return Ok(None);
            };
            let spelling: Option<String> = row.get(5)?;
            customer.contacts.push(Contact {
                kind,
                spelling: spelling.unwrap_or_else(|| key.clone()),
                address: key,
                identifies: row.get(7)?,
                is_chosen: row.get(8)?,
                origin,
            });
        }
    }
    Ok(Some(()))
}
