//! Contacts: whom an address identifies.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::StoreError;
use super::codes::kind_code;
use crate::domain::contact::ContactKey;
use crate::domain::customer::CustomerId;

/// For each of some addresses the customer whom it identifies.
pub(super) fn owners(
    connection: &Connection,
    keys: &[&ContactKey],
) -> Result<Vec<Option<CustomerId>>, StoreError> {
    let sql =
        "SELECT customer_id FROM customer_details WHERE kind = ?1 AND key = ?2 AND identifies = 1";
    let mut statement = connection.prepare_cached(sql)?;
    keys.iter()
        .map(|key| {
            let found = statement
                .query_row(params![kind_code(key.kind), key.address], |row| row.get(0))
                .optional()?;
            Ok(found.map(CustomerId))
        })
        .collect()
}
