//! Reading what hangs on customers: contacts, tags, custom fields and social handles.

use rusqlite::{Connection, Row};

use super::super::super::StoreError;
use super::super::codes::{kind_from, origin_from, time_from};
use super::super::group::{find, for_each_row};
use super::labels::value_from;
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, CustomerId, Origin, SocialHandle, Taken};
use crate::domain::label::Tag;

/// Rows of all tables in one statement: one costs as much to start and end as to look a row up. Each
/// begins with the number of its table, the customer, and the feedback and the time that it came from.
const SQL: &str = "
    SELECT 1, customer_id, feedback_id, seen_at, address, spelling, kind, identifies, is_chosen
    FROM contacts WHERE customer_id IN (?1)
    UNION ALL SELECT 2, customer_id, feedback_id, seen_at, tag, spelling, NULL, NULL, NULL
    FROM customer_tags WHERE customer_id IN (?1)
    UNION ALL SELECT 3, customer_id, feedback_id, said_at, key, value, NULL, NULL, NULL
    FROM custom_fields WHERE customer_id IN (?1)
    UNION ALL SELECT 4, customer_id, feedback_id, seen_at, handle_key, handle, network, NULL, NULL
    FROM social_handles WHERE customer_id IN (?1)";

const TABLES: [&str; 5] = [
    "customers",
    "contacts",
    "customer_tags",
    "custom_fields",
    "social_handles",
];

/// Adds everything that hangs on customers who are in the order of their ids.
pub(super) fn load(
    connection: &Connection,
    ids: &[CustomerId],
    customers: &mut [Customer],
) -> Result<(), StoreError> {
    load_rows(connection, SQL, ids, customers)
}

/// Adds every contact of customers who are in the order of their ids.
pub(in super::super) fn load_contacts(
    connection: &Connection,
    ids: &[CustomerId],
    customers: &mut [Customer],
) -> Result<(), StoreError> {
    let contacts = SQL.split("UNION ALL").next().unwrap_or(SQL);
    load_rows(connection, contacts, ids, customers)
}

fn load_rows(
    connection: &Connection,
    sql: &str,
    ids: &[CustomerId],
    customers: &mut [Customer],
) -> Result<(), StoreError> {
    for_each_row(connection, sql, ids, |row| {
        let table: usize = row.get(0)?;
        let id: i64 = row.get(1)?;
        let Some(customer) = find(customers, id) else {
            return Ok(());
        };
        let name = TABLES.get(table).copied().unwrap_or_default();
        let at = time_from(row.get(3)?, name, id)?;
        let origin = origin_from(row.get(2)?, at);
        add(customer, table, row, origin)?.ok_or(StoreError::Corrupt {
            table: name,
            row: id,
        })
    })
}

/// Adds a row's value to its customer; `None` where it is no value.
fn add(
    customer: &mut Customer,
    table: usize,
    row: &Row<'_>,
    origin: Origin,
) -> Result<Option<()>, StoreError> {
    let key: String = row.get(4)?;
    match table {
        1 => {
            let Some(kind) = kind_from(row.get(6)?) else {
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
        2 => {
            let value = Tag::stored(row.get(5)?);
            customer.tags.insert(key, Taken { value, origin });
        }
        3 => {
            let code = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
            let Some(value) = value_from(code) else {
                return Ok(None);
            };
            customer.custom_fields.insert(key, Taken { value, origin });
        }
        _ => {
            let network: String = row.get(6)?;
            let value = SocialHandle {
                network: network.clone(),
                handle: row.get(5)?,
            };
            let taken = Taken { value, origin };
            customer.social_handles.insert((network, key), taken);
        }
    }
    Ok(Some(()))
}
