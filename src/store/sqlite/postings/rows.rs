//! The rows of a block, read straight from the tables, and their keys.
//!
//! Reading needs the connection; finding the keys takes longer, and can be done elsewhere.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::super::super::StoreError;
use super::super::codes::{kind_from, seen_from, split};
use super::super::customers::field_value_from;
use super::collection::Collection;
use super::keys::{Described, each_feedback_key};
use super::members::{BLOCK_SIZE, id_at, place_of};
use crate::domain::contact::ContactKind;
use crate::domain::customer::FieldValue;
use crate::domain::label::Tag;

/// Places of a block by key, each list ascending.
///
/// What is looked up is mostly far away in memory: to hash it costs as much as to find it, so that is
/// done by a quicker way than the usual one. It is seeded, too, so nobody can make keys collide.
pub(super) type PlacesByKey = HashMap<String, Vec<u16>, foldhash::fast::RandomState>;

/// What the keys of a block's rows are made of.
pub(super) enum BlockRows {
    /// Customers with their contacts and fields, all sorted by customer.
    Customers {
        rows: Vec<CustomerRow>,
        contacts: Vec<Hanging<KeptContact>>,
        fields: Vec<Hanging<(String, FieldValue)>>,
    },
    Feedback(Vec<FeedbackRow>),
}

pub(super) struct CustomerRow {
    id: i64,
    name: Option<String>,
    company: Option<String>,
    first_seen: Option<Timestamp>,
    channels: String,
    tags: String,
}

pub(super) struct FeedbackRow {
    id: i64,
    is_linked: bool,
    channel: String,
    message: Option<String>,
    category: Option<String>,
    rating: Option<f64>,
}

/// A row that hangs on a customer.
type Hanging<T> = (i64, T);

/// What hangs on customers and has keys.
type Details = (
    Vec<Hanging<KeptContact>>,
    Vec<Hanging<(String, FieldValue)>>,
);

/// What a contact's keys are made of.
pub(super) struct KeptContact {
    kind: ContactKind,
    address: String,
    spelling: Option<String>,
}

impl KeptContact {
    fn spelling(&self) -> &str {
        self.spelling.as_deref().unwrap_or(&self.address)
    }
}

impl BlockRows {
    /// Reads the rows of a block.
    pub(super) fn read(
        connection: &Connection,
        collection: &Collection,
        block: i64,
    ) -> Result<Self, StoreError> {
        let (first, last) = (id_at(block, 0), id_at(block, u16::MAX));
        if !collection.has_label_counts {
            let sql = "SELECT id, customer_id IS NOT NULL, channel, message, category, rating
                       FROM feedback WHERE id BETWEEN ?1 AND ?2";
            let read = |row: &Row<'_>| {
                Ok(FeedbackRow {
                    id: row.get(0)?,
                    is_linked: row.get(1)?,
                    channel: row.get(2)?,
                    message: row.get(3)?,
                    category: row.get(4)?,
                    rating: row.get(5)?,
                })
            };
            return Ok(Self::Feedback(all(connection, sql, first, last, read)?));
        }
        let sql = "SELECT id, name, company, first_seen, channels, tags
                   FROM customers WHERE id BETWEEN ?1 AND ?2";
        let read = |row: &Row<'_>| {
            Ok(CustomerRow {
                id: row.get(0)?,
                name: row.get(1)?,
                company: row.get(2)?,
                first_seen: seen_from(row.get(3)?),
                channels: row.get(4)?,
                tags: row.get(5)?,
            })
        };
        let (contacts, fields) = details(connection, first, last)?;
        Ok(Self::Customers {
            rows: all(connection, sql, first, last, read)?,
            contacts,
            fields,
        })
    }

    /// Those rows whose ids are meant; what hangs on the others is passed over.
    pub(super) fn only(mut self, is_meant: impl Fn(i64) -> bool) -> Self {
        match &mut self {
            Self::Customers { rows, .. } => rows.retain(|row| is_meant(row.id)),
            Self::Feedback(rows) => rows.retain(|row| is_meant(row.id)),
        }
        self
    }

    /// The keys of the rows.
    pub(super) fn into_keys(self) -> PlacesByKey {
        let mut keys = PlacesByKey::default();
        let add = |id: i64, key: &str| {
            let place = place_of(id).1;
            match keys.get_mut(key) {
                Some(places) if places.last() == Some(&place) => {}
                Some(places) => places.push(place),
                None => {
                    keys.insert(key.to_owned(), vec![place]);
                }
            }
        };
        match self {
            Self::Customers {
                rows,
                contacts,
                fields,
            } => each_customer(&rows, &contacts, &fields, add),
            Self::Feedback(rows) => each_feedback(&rows, add),
        }
        keys
    }
}

/// Everything that a question about a range of ids answers.
fn all<T>(
    connection: &Connection,
    sql: &str,
    first: i64,
    last: i64,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map(params![first, last], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes those rows off the front that hang on a customer; rows are sorted by customer.
fn take<'a, T>(rows: &mut &'a [Hanging<T>], id: i64) -> &'a [Hanging<T>] {
    let rest = rows.get(rows.partition_point(|row| row.0 < id)..);
    let rest = rest.unwrap_or_default();
    let (mine, others) = rest.split_at(rest.partition_point(|row| row.0 == id));
    *rows = others;
    mine
}

fn each_customer(
    rows: &[CustomerRow],
    mut contacts: &[Hanging<KeptContact>],
    mut fields: &[Hanging<(String, FieldValue)>],
    mut add: impl FnMut(i64, &str),
) {
    for row in rows {
        let (channels, tags) = (split(&row.channels), split(&row.tags));
        let tags: Vec<Tag> = tags.into_iter().map(Tag::stored).collect();
        let described = Described {
            name: row.name.as_deref(),
            company: row.company.as_deref(),
            first_seen: row.first_seen,
            channels: channels.iter().map(String::as_str).collect(),
            tags: tags.iter().map(Tag::key).collect(),
            fields: take(&mut fields, row.id)
                .iter()
                .map(|(_, (key, value))| (key.as_str(), value.as_text()))
                .collect(),
            contacts: take(&mut contacts, row.id)
                .iter()
                .map(|(_, contact)| (contact.kind, contact.address.as_str(), contact.spelling()))
                .collect(),
        };
        described.each_key(|key| add(row.id, key));
    }
}

fn each_feedback(rows: &[FeedbackRow], mut add: impl FnMut(i64, &str)) {
    for row in rows {
        each_feedback_key(
            row.is_linked,
            &row.channel,
            row.message.as_deref(),
            row.category.as_deref(),
            row.rating,
            |key| add(row.id, key),
        );
    }
}

/// The contacts and the custom fields of a range of customers, in one reading: they stand together.
fn details(connection: &Connection, first: i64, last: i64) -> Result<Details, StoreError> {
    let mut statement = connection.prepare(
        "SELECT customer_id, kind, key, spelling FROM customer_details
         WHERE customer_id BETWEEN ?1 AND ?2 AND kind IN (1, 2, 3, 5)",
    )?;
    let mut rows = statement.query(params![first, last])?;
    let (mut contacts, mut fields) = (Vec::with_capacity(BLOCK_SIZE), Vec::new());
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if let Some(kind) = kind_from(row.get(1)?) {
            contacts.push((
                id,
                KeptContact {
                    kind,
                    address: row.get(2)?,
                    spelling: row.get(3)?,
                },
            ));
            continue;
        }
        let value = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        let value = field_value_from(value).ok_or(StoreError::Corrupt {
            table: "customer_details",
            row: id,
        })?;
        fields.push((id, (row.get(2)?, value)));
    }
    Ok((contacts, fields))
}
