//! What a customer's row repeats of other tables, and the spelling of addresses.

use rusqlite::{Connection, ToSql, params};

use super::super::super::{Finding, Part, StoreError};
use super::super::customers::{self, Derived};
use super::compared;
use crate::domain::contact::{Claim, ContactPolicy, Reading};
use crate::domain::customer::{Customer, CustomerId};

/// Customers that are in memory at once.
const BATCH: usize = 512;

/// Compares each customer's row with what follows from everything that is known.
pub(super) fn check(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let policy = ContactPolicy::default();
    let problem = "customers' rows repeat names, addresses or tags other than those they have";
    let mut repeated = Finding::new(Part::Customers, problem).repairable();
    let problem = "customers have addresses that are not in the form in which they are matched";
    let mut spelled = Finding::new(Part::Customers, problem);
    let problem =
        "customers have tags, values or handles that are compared in another form than theirs";
    let mut compared_otherwise = Finding::new(Part::Customers, problem).repairable();
    each(connection, |customer| {
        if !is_as_derived(connection, customer)? {
            repeated.add(customer.id.0);
        }
        if compared::is_otherwise(connection, customer)? {
            compared_otherwise.add(customer.id.0);
        }
        let is_misspelled = customer.contacts.iter().any(|contact| {
            let again = Claim::read(contact.kind, &contact.address, &policy);
            match again.map(|claim| claim.reading) {
                Some(Reading::Personal(address)) => {
                    contact.identifies && address != contact.address
                }
                _ => false,
            }
        });
        if is_misspelled {
            spelled.add(customer.id.0);
        }
        Ok(())
    })?;
    Ok([repeated, compared_otherwise, spelled]
        .into_iter()
        .filter_map(Finding::if_any)
        .collect())
}

/// Writes anew what follows.
pub(super) fn write(connection: &Connection) -> Result<(), StoreError> {
    let sql = "UPDATE customers SET (sort_name, company_key, primary_email, primary_phone, tags) = (?2, ?3, ?4, ?5, ?6)
               WHERE id = ?1";
    each(connection, |customer| {
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

/// Calls with each customer, in the order of their ids.
pub(super) fn each(
    connection: &Connection,
    mut work: impl FnMut(&Customer) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut last = i64::MIN;
    loop {
        let ids: Vec<CustomerId> = connection
            .prepare_cached("SELECT id FROM customers WHERE id > ?1 ORDER BY id LIMIT ?2")?
            .query_map(params![last, BATCH], |row| row.get(0).map(CustomerId))?
            .collect::<Result<_, _>>()?;
        let Some(end) = ids.last() else {
            return Ok(());
        };
        last = end.0;
        for customer in customers::customers(connection, &ids)? {
            work(&customer)?;
        }
    }
}
