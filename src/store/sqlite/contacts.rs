//! Contacts: whom an address identifies, and the addresses of one customer.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::{CustomerChange, StoreError};
use super::codes::{feedback_code, kind_code};
use super::group;
use crate::domain::contact::{Contact, ContactKey};
use crate::domain::customer::CustomerId;

/// For each of some addresses the customer whom it identifies.
pub(super) fn owners(
    connection: &Connection,
    keys: &[&ContactKey],
) -> Result<Vec<Option<CustomerId>>, StoreError> {
    let sql =
        "SELECT customer_id FROM contacts WHERE kind = ?1 AND address = ?2 AND identifies = 1";
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

/// Keeps the contacts of customers as they are now.
///
/// Plain inserts and updates: an upsert would open a savepoint for each row.
pub(super) fn save(
    connection: &Connection,
    changes: &[CustomerChange<'_>],
) -> Result<(), StoreError> {
    let mut update = connection.prepare_cached(
        "UPDATE contacts SET spelling = ?4, identifies = ?5, feedback_id = ?6, seen_at = ?7, is_chosen = ?8
         WHERE customer_id = ?1 AND kind = ?2 AND address = ?3",
    )?;
    let mut delete = connection.prepare_cached(
        "DELETE FROM contacts WHERE customer_id = ?1 AND kind = ?2 AND address = ?3",
    )?;
    let mut new = Vec::new();
    for change in changes {
        let known = change
            .before
            .map(|before| before.contacts.as_slice())
            .unwrap_or_default();
        let (id, kept) = (change.after.id.0, &change.after.contacts);
        for gone in known
            .iter()
            .filter(|known| kept.iter().all(|kept| !is_same(kept, known)))
        {
            delete.execute(params![id, kind_code(gone.kind), gone.address])?;
        }
        for contact in kept.iter().filter(|contact| !known.contains(contact)) {
            if known.iter().all(|known| !is_same(known, contact)) {
                new.push((id, contact));
                continue;
            }
            update.execute(params![
                id,
                kind_code(contact.kind),
                contact.address,
                (contact.spelling != contact.address).then_some(&contact.spelling),
                contact.identifies,
                feedback_code(contact.origin),
                contact.seen_at().as_millisecond(),
                contact.is_chosen,
            ])?;
        }
    }
    let sql = "INSERT INTO contacts (customer_id, kind, address, spelling, identifies, feedback_id, seen_at,
                                    is_chosen)";
    group::insert(connection, sql, 8, &new, |cells, (id, contact)| {
        cells.add(id)?;
        cells.add(kind_code(contact.kind))?;
        cells.add(&contact.address)?;
        cells.add((contact.spelling != contact.address).then_some(&contact.spelling))?;
        cells.add(contact.identifies)?;
        cells.add(feedback_code(contact.origin))?;
        cells.add(contact.seen_at().as_millisecond())?;
        cells.add(contact.is_chosen)
    })
}

fn is_same(one: &Contact, other: &Contact) -> bool {
    one.kind == other.kind && one.address == other.address
}
