//! Writing customers.

use std::collections::BTreeSet;

use rusqlite::{Connection, Statement, params};

use super::super::super::{CustomerChange, StoreError};
use super::super::codes::{feedback_code, joined, seen_code};
use super::super::contacts;
use super::labels;
use crate::domain::contact::ContactKind;
use crate::domain::customer::{Customer, Taken};
use crate::domain::folding;
use crate::domain::label::Channel;
use crate::domain::search::searchable_words;

/// Keeps customers with everything that hangs on them.
///
/// Table by table, and the text index last and in the order of its rows: whenever another
/// statement comes between, the index writes out what it has gathered.
pub(in super::super) fn save(
    connection: &Connection,
    changes: &[CustomerChange<'_>],
) -> Result<(), StoreError> {
    let mut entries = Vec::with_capacity(changes.len());
    {
        let (mut insert, mut update) = (
            connection.prepare_cached(INSERT)?,
            connection.prepare_cached(UPDATE)?,
        );
        let mut old_words =
            connection.prepare_cached("SELECT words FROM customers WHERE id = ?1")?;
        for change in changes {
            let (id, words) = (change.after.id.0, searchable_words(change.after));
            let (statement, old_words) = match change.before {
                None => (&mut insert, None),
                // What the index holds is what the row says, whatever would be written now.
                Some(_) => (
                    &mut update,
                    Some(old_words.query_row([id], |row| row.get(0))?),
                ),
            };
            write_row(statement, change.after, &words)?;
            entries.push(Entry {
                id,
                old_words,
                words,
            });
        }
    }
    tally(connection, changes)?;
    contacts::save(connection, changes)?;
    labels::save(connection, changes)?;
    save_channels(connection, changes)?;
    entries.sort_unstable_by_key(|entry| entry.id);
    entries.iter().try_for_each(|entry| entry.save(connection))
}

/// What the text index holds of a customer.
struct Entry {
    id: i64,
    old_words: Option<String>,
    words: String,
}

impl Entry {
    fn save(&self, connection: &Connection) -> Result<(), StoreError> {
        if self.old_words.as_ref() == Some(&self.words) {
            return Ok(());
        }
        if let Some(old_words) = &self.old_words {
            let sql = "INSERT INTO customer_search (customer_search, rowid, words) VALUES ('delete', ?1, ?2)";
            connection
                .prepare_cached(sql)?
                .execute(params![self.id, old_words])?;
        }
        let sql = "INSERT INTO customer_search (rowid, words) VALUES (?1, ?2)";
        connection
            .prepare_cached(sql)?
            .execute(params![self.id, self.words])?;
        Ok(())
    }
}

fn tally(connection: &Connection, changes: &[CustomerChange<'_>]) -> Result<(), StoreError> {
    let new = changes
        .iter()
        .filter(|change| change.before.is_none())
        .count();
    let sql = "UPDATE tallies SET count = count + ?1 WHERE name = 'customers'";
    connection.prepare_cached(sql)?.execute([new])?;
    Ok(())
}

const INSERT: &str = "
    INSERT INTO customers (
        id, name, name_feedback_id, name_at, company, company_feedback_id, company_at, notes, version,
        feedback_count, first_seen, last_seen, sort_name, company_key, primary_email, primary_phone, tags,
        channels, words)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

const UPDATE: &str = "
    UPDATE customers SET
        name = ?2, name_feedback_id = ?3, name_at = ?4, company = ?5, company_feedback_id = ?6,
        company_at = ?7, notes = ?8, version = ?9, feedback_count = ?10, first_seen = ?11, last_seen = ?12,
        sort_name = ?13, company_key = ?14, primary_email = ?15, primary_phone = ?16, tags = ?17,
        channels = ?18, words = ?19
    WHERE id = ?1";

fn write_row(
    statement: &mut Statement<'_>,
    customer: &Customer,
    words: &str,
) -> Result<(), StoreError> {
    let said_at = |taken: &Taken<String>| taken.origin.at().as_millisecond();
    let value = |taken| Option::as_ref(taken).map(|taken: &Taken<String>| &taken.value);
    let feedback = |taken: &Option<Taken<String>>| {
        taken.as_ref().and_then(|taken| feedback_code(taken.origin))
    };
    let primary = |kind| {
        customer
            .primary(kind)
            .map(|contact| contact.address.as_str())
    };
    let company_key = customer
        .company
        .as_ref()
        .map(|company| folding::sort_form(&company.value));
    statement.execute(params![
        customer.id.0,
        value(&customer.name),
        feedback(&customer.name),
        customer.name.as_ref().map(said_at),
        value(&customer.company),
        feedback(&customer.company),
        customer.company.as_ref().map(said_at),
        customer.notes,
        customer.version,
        customer.feedback_count,
        seen_code(customer.first_seen),
        seen_code(customer.last_seen),
        sort_name(customer),
        company_key,
        primary(ContactKind::Email),
        primary(ContactKind::Phone),
        joined(customer.tags.values().map(|tag| tag.value.spelling())),
        joined(customer.channels.iter().map(Channel::as_str)),
        words,
    ])?;
    Ok(())
}

/// People without a name are shown by their address, so that is what they are sorted by.
fn sort_name(customer: &Customer) -> String {
    let folded = customer
        .name
        .as_ref()
        .map(|name| folding::sort_form(&name.value))
        .filter(|name| !name.is_empty());
    folded
        .or_else(|| {
            customer
                .primary(ContactKind::Email)
                .map(|email| email.address.clone())
        })
        .or_else(|| {
            customer
                .primary(ContactKind::Phone)
                .map(|phone| phone.address.clone())
        })
        .or_else(|| {
            customer
                .primary(ContactKind::UserId)
                .map(|user_id| user_id.address.clone())
        })
        .unwrap_or_default()
}

fn save_channels(
    connection: &Connection,
    changes: &[CustomerChange<'_>],
) -> Result<(), StoreError> {
    let mut insert = connection
        .prepare_cached("INSERT INTO customer_channels (channel, customer_id) VALUES (?1, ?2)")?;
    let mut delete = connection
        .prepare_cached("DELETE FROM customer_channels WHERE channel = ?1 AND customer_id = ?2")?;
    let none = BTreeSet::new();
    for change in changes {
        let (known, kept) = (
            change.before.map_or(&none, |before| &before.channels),
            &change.after.channels,
        );
        for channel in kept.difference(known) {
            insert.execute(params![channel.as_str(), change.after.id.0])?;
        }
        for channel in known.difference(kept) {
            delete.execute(params![channel.as_str(), change.after.id.0])?;
        }
    }
    Ok(())
}
