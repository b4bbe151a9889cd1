//! The keys of all rows of a block, read straight from the tables.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::super::super::StoreError;
use super::super::codes::{kind_from, seen_from, split};
use super::super::customers::field_value_from;
use super::collection::Collection;
use super::keys::{Described, feedback_keys};
use super::members::{BLOCK_SIZE, id_at, place_of};
use crate::domain::contact::ContactKind;
use crate::domain::customer::FieldValue;
use crate::domain::label::Tag;

/// Places of a block by key, each list ascending.
pub(super) type PlacesByKey = HashMap<String, Vec<u16>>;

/// The keys of a block's rows.
pub(super) fn keys_of_block(
    connection: &Connection,
    collection: &Collection,
    block: i64,
) -> Result<PlacesByKey, StoreError> {
    let mut keys = PlacesByKey::new();
    let add = |id: i64, of_row: BTreeSet<String>| {
        let place = place_of(id).1;
        for key in of_row {
            match keys.get_mut(&key) {
                Some(places) => places.push(place),
                None => {
                    keys.insert(key, vec![place]);
                }
            }
        }
    };
    let ids = (id_at(block, 0), id_at(block, u16::MAX));
    if collection.has_label_counts {
        each_customer(connection, ids, add)?;
    } else {
        each_feedback(connection, ids, add)?;
    }
    Ok(keys)
}

/// A row that hangs on a customer.
type Hanging<T> = (i64, T);

/// Takes those rows off the front that hang on a customer; rows are sorted by customer.
fn take<'a, T>(rows: &mut &'a [Hanging<T>], id: i64) -> &'a [Hanging<T>] {
    let rest = rows.get(rows.partition_point(|row| row.0 < id)..);
    let rest = rest.unwrap_or_default();
    let (mine, others) = rest.split_at(rest.partition_point(|row| row.0 == id));
    *rows = others;
    mine
}

fn each_customer(
    connection: &Connection,
    (first, last): (i64, i64),
    mut add: impl FnMut(i64, BTreeSet<String>),
) -> Result<(), StoreError> {
    let contacts = contacts(connection, first, last)?;
    let fields = fields(connection, first, last)?;
    let (mut contacts, mut fields) = (contacts.as_slice(), fields.as_slice());
    let sql = "SELECT id, name, company, first_seen, channels, tags FROM customers WHERE id BETWEEN ?1 AND ?2";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(params![first, last])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let text = |column| -> Result<Option<&str>, StoreError> {
            Ok(row
                .get_ref(column)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?)
        };
        let channels = split(text(4)?.unwrap_or_default());
        let tags = split(text(5)?.unwrap_or_default());
        let tags: Vec<Tag> = tags.into_iter().map(Tag::stored).collect();
        let keys = Described {
            name: text(1)?,
            company: text(2)?,
            first_seen: seen_from(row.get(3)?),
            channels: channels.iter().map(String::as_str).collect(),
            tags: tags.iter().map(Tag::key).collect(),
            fields: take(&mut fields, id)
                .iter()
                .map(|(_, (key, value))| (key.as_str(), value.as_text()))
                .collect(),
            contacts: take(&mut contacts, id)
                .iter()
                .map(|(_, contact)| (contact.kind, contact.address.as_str(), contact.spelling()))
                .collect(),
        };
        add(id, keys.keys());
    }
    Ok(())
}

/// What a contact's keys are made of.
struct KeptContact {
    kind: ContactKind,
    address: String,
    spelling: Option<String>,
}

impl KeptContact {
    fn spelling(&self) -> &str {
        self.spelling.as_deref().unwrap_or(&self.address)
    }
}

fn contacts(
    connection: &Connection,
    first: i64,
    last: i64,
) -> Result<Vec<Hanging<KeptContact>>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT customer_id, kind, address, spelling FROM contacts WHERE customer_id BETWEEN ?1 AND ?2",
    )?;
    let mut rows = statement.query(params![first, last])?;
    let mut contacts = Vec::with_capacity(BLOCK_SIZE);
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let kind = kind_from(row.get(1)?).ok_or(StoreError::Corrupt {
            table: "contacts",
            row: id,
        })?;
        contacts.push((
            id,
            KeptContact {
                kind,
                address: row.get(2)?,
                spelling: row.get(3)?,
            },
        ));
    }
    Ok(contacts)
}

fn fields(
    connection: &Connection,
    first: i64,
    last: i64,
) -> Result<Vec<Hanging<(String, FieldValue)>>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT customer_id, key, value FROM custom_fields WHERE customer_id BETWEEN ?1 AND ?2",
    )?;
    let mut rows = statement.query(params![first, last])?;
    let mut fields = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let value = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        let value = field_value_from(value).ok_or(StoreError::Corrupt {
            table: "custom_fields",
            row: id,
        })?;
        fields.push((id, (row.get(1)?, value)));
    }
    Ok(fields)
}

fn each_feedback(
    connection: &Connection,
    (first, last): (i64, i64),
    mut add: impl FnMut(i64, BTreeSet<String>),
) -> Result<(), StoreError> {
    let sql = "SELECT id, customer_id IS NOT NULL, channel, message, category, rating FROM feedback
               WHERE id BETWEEN ?1 AND ?2";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(params![first, last])?;
    while let Some(row) = rows.next()? {
        let text = |column| -> Result<Option<&str>, StoreError> {
            Ok(row
                .get_ref(column)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?)
        };
        let keys = feedback_keys(
            row.get(1)?,
            text(2)?.unwrap_or_default(),
            text(3)?,
            text(4)?,
            row.get(5)?,
        );
        add(row.get(0)?, keys);
    }
    Ok(())
}
