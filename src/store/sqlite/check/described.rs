//! What a customer's row repeats of other tables, and the spelling of addresses.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ToSql, params};

use super::super::super::{Finding, Part, StoreError};
use super::super::codes::joined;
use super::super::customers::{self, Derived};
use super::{checksums, compared};
use crate::domain::contact::ContactPolicy;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::label::Channel;

/// Compares each customer's row with what follows from everything that is known.
pub(super) fn check(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let policy = ContactPolicy::default();
    let problem = "customers' rows repeat names, addresses or tags other than those they have";
    let mut repeated = Finding::new(Part::Customers, problem).repairable();
    let problem = "customers have addresses that are not in the form in which they are matched";
    let mut spelled = Finding::new(Part::Customers, problem);
    let problem = "customers have other channels than their feedback came through";
    let mut reached = Finding::new(Part::Customers, problem).repairable();
    let problem = "customers are not as they were written";
    let mut changed = Finding::new(Part::Customers, problem);
    let problem =
        "customers have tags, values or handles that are compared in another form than theirs";
    let mut compared_otherwise = Finding::new(Part::Customers, problem).repairable();
    each(connection, |customer, channels| {
        if !checksums::is_as_written(connection, customer)? {
            changed.add(customer.id.0);
        }
        if customer.channels != *channels {
            reached.add(customer.id.0);
        }
        if !is_as_derived(connection, customer)? {
            repeated.add(customer.id.0);
        }
        if compared::is_otherwise(connection, customer)? {
            compared_otherwise.add(customer.id.0);
        }
        let mut contacts = customer.contacts.iter();
        if contacts.any(|contact| contact.is_misspelled(&policy)) {
            spelled.add(customer.id.0);
        }
        Ok(())
    })?;
    Ok([changed, repeated, reached, compared_otherwise, spelled]
        .into_iter()
        .filter_map(Finding::if_any)
        .collect())
}

/// Writes anew what follows.
pub(super) fn write(connection: &Connection) -> Result<(), StoreError> {
    let sql = "UPDATE customers SET (sort_name, company_key, primary_email, primary_phone, tags) = (?2, ?3, ?4, ?5, ?6)
               WHERE id = ?1";
    each(connection, |customer, channels| {
        checksums::give(connection, customer)?;
        if customer.channels != *channels {
            connection
                .prepare_cached("UPDATE customers SET channels = ?2 WHERE id = ?1")?
                .execute(params![
                    customer.id.0,
                    joined(channels.iter().map(Channel::as_str))
                ])?;
        }
        if !is_as_derived(connection, customer)? {
            let mut statement = connection.prepare_cached(sql)?;
            with_derived(customer, |values| statement.execute(values))?;
        }
        Ok(())
    })
}

fn is_as_derived(connection: &Connection, customer: &Customer) -> Result<bool, StoreError> {
    let sql = "SELECT (sort_name, company_key, primary_email, primary_phone, tags) IS (?2, ?3, ?4, ?5, ?6)
               FROM customers WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    with_derived(customer, |values| {
        statement.query_row(values, |row| row.get(0))
    })
}

/// Calls with a customer's id, and what follows, in the order of its columns.
fn with_derived<T>(
    customer: &Customer,
    work: impl FnOnce(&[&dyn ToSql]) -> rusqlite::Result<T>,
) -> Result<T, StoreError> {
    let derived = Derived::of(customer);
    Ok(work(params![
        customer.id.0,
        derived.sort_name,
        derived.company_key,
        derived.primary_email,
        derived.primary_phone,
        derived.tags
    ])?)
}

/// Calls with each customer and the channels of their feedback, in the order of their ids.
pub(super) fn each(
    connection: &Connection,
    mut work: impl FnMut(&Customer, &BTreeSet<Channel>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let none = BTreeSet::new();
    customers::each_batch(connection, |customers| {
        let (Some(first), Some(last)) = (customers.first(), customers.last()) else {
            return Ok(true);
        };
        let channels = channels(connection, first.id, last.id)?;
        for customer in &customers {
            work(customer, channels.get(&customer.id).unwrap_or(&none))?;
        }
        Ok(true)
    })
    .map(|_all| ())
}

/// The channels through which feedback of these customers came: a merge moves it, and a revision
/// changes none.
fn channels(
    connection: &Connection,
    first: CustomerId,
    last: CustomerId,
) -> Result<BTreeMap<CustomerId, BTreeSet<Channel>>, StoreError> {
    let sql = "SELECT customer_id, channel FROM feedback WHERE customer_id BETWEEN ?1 AND ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![first.0, last.0])?;
    let mut channels: BTreeMap<_, BTreeSet<Channel>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let channel = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let known = channels.entry(CustomerId(row.get(0)?)).or_default();
        if !known.iter().any(|known| known.as_str() == channel) {
            known.insert(Channel::stored(channel.to_owned()));
        }
    }
    Ok(channels)
}
