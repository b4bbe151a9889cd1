//! Writing customers.

use rusqlite::Connection;

use super::super::super::{CustomerChange, StoreError};
use super::super::checksum;
use super::super::codes::{feedback_code, joined, seen_code};
use super::super::group::{self, Cells};
use super::super::postings::unposted::{self, Changed};
use super::super::postings::{CUSTOMERS, keys};
use super::details;
use crate::domain::contact::ContactKind;
use crate::domain::customer::Customer;
use crate::domain::folding;
use crate::domain::label::Channel;

/// Keeps customers with everything that hangs on them.
pub(in super::super) fn save(
    connection: &Connection,
    changes: &[CustomerChange<'_>],
) -> Result<(), StoreError> {
    for change in changes {
        if let Some(before) = change.before {
            update(connection, before, change.after)?;
        }
    }
    let new: Vec<&Customer> = changes
        .iter()
        .filter(|change| change.before.is_none())
        .map(|change| change.after)
        .collect();
    group::insert(connection, INSERT, 19, &new, |cells, customer| {
        add_row(cells, customer)
    })?;
    details::save(connection, changes)?;
    let rows = changes.iter().map(|change| Changed {
        id: change.after.id.0,
        posted: change.before.map(keys::of_customer).unwrap_or_default(),
        keys: match change.before {
            Some(before) => keys::changed_keys(before, change.after),
            None => Some(keys::of_customer(change.after)),
        },
    });
    unposted::note(connection, &CUSTOMERS, rows)
}

const INSERT: &str = "
    INSERT INTO customers (
        id, name, name_feedback_id, name_at, company, company_feedback_id, company_at, notes, version,
        feedback_count, first_seen, last_seen, sort_name, company_key, primary_email, primary_phone, tags,
        channels, checksum)";

const UPDATE: &str = "
    UPDATE customers SET
        name = ?2, name_feedback_id = ?3, name_at = ?4, company = ?5, company_feedback_id = ?6,
        company_at = ?7, notes = ?8, version = ?9, company_key = ?14, primary_email = ?15,
        primary_phone = ?16, tags = ?17, channels = ?18, checksum = ?19";

/// Replaces a customer's row.
///
/// An index is written wherever a statement names its column, whether or not the value changes: a
/// column that lists are sorted by is named only if it does.
fn update(connection: &Connection, before: &Customer, after: &Customer) -> Result<(), StoreError> {
    let mut sql = UPDATE.to_owned();
    for (column, changes) in [
        (
            ", feedback_count = ?10",
            before.feedback_count != after.feedback_count,
        ),
        (", first_seen = ?11", before.first_seen != after.first_seen),
        (", last_seen = ?12", before.last_seen != after.last_seen),
        (", sort_name = ?13", sort_name(before) != sort_name(after)),
    ] {
        if changes {
            sql.push_str(column);
        }
    }
    sql.push_str(" WHERE id = ?1");
    group::execute(&mut *connection.prepare_cached(&sql)?, |cells| {
        add_row(cells, after)
    })
}

/// What a customer's row repeats of everything that is known.
pub(in super::super) struct Derived<'c> {
    pub(in super::super) sort_name: String,
    pub(in super::super) company_key: Option<String>,
    pub(in super::super) primary_email: Option<&'c str>,
    pub(in super::super) primary_phone: Option<&'c str>,
    pub(in super::super) tags: String,
}

impl<'c> Derived<'c> {
    pub(in super::super) fn of(customer: &'c Customer) -> Self {
        let primary = |kind| {
            customer
                .primary(kind)
                .map(|contact| contact.address.as_str())
        };
        let company = customer.company.as_ref();
        Self {
            sort_name: sort_name(customer),
            company_key: company.map(|company| folding::sort_form(&company.value)),
            primary_email: primary(ContactKind::Email),
            primary_phone: primary(ContactKind::Phone),
            tags: joined(customer.tags.values().map(|tag| tag.value.spelling())),
        }
    }
}

fn add_row(cells: &mut Cells<'_, '_>, customer: &Customer) -> rusqlite::Result<()> {
    let derived = Derived::of(customer);
    cells.add(customer.id.0)?;
    for taken in [&customer.name, &customer.company] {
        let taken = taken.as_ref();
        cells.add(taken.map(|taken| &taken.value))?;
        cells.add(taken.and_then(|taken| feedback_code(taken.origin)))?;
        cells.add(taken.map(|taken| taken.origin.at().as_millisecond()))?;
    }
    cells.add(&customer.notes)?;
    cells.add(customer.version)?;
    cells.add(customer.feedback_count)?;
    cells.add(seen_code(customer.first_seen))?;
    cells.add(seen_code(customer.last_seen))?;
    cells.add(derived.sort_name)?;
    cells.add(derived.company_key)?;
    cells.add(derived.primary_email)?;
    cells.add(derived.primary_phone)?;
    cells.add(derived.tags)?;
    cells.add(joined(customer.channels.iter().map(Channel::as_str)))?;
    cells.add(checksum::of_customer(customer))
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
