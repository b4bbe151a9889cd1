//! Whom each address identifies, in memory, for a first import.
//!
//! Addresses come in no order: put into their index one by one, they touch every page of it again in
//! each transaction. A first import keeps a fingerprint of each instead, and builds the index when
//! all are there. What the map says is looked up in the contacts before it is believed, and as soon
//! as somebody else has written, or the map has grown too large, the index takes over.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::BuildHasher as _;

use rusqlite::{Connection, params};

use super::super::{CustomerChange, StoreError};
use super::codes::kind_code;
use super::contacts;
use crate::domain::contact::{ContactKey, ContactKind};
use crate::domain::customer::CustomerId;

/// The most addresses in memory: as many as a table of 2^21 places holds, 36 MB.
const MOST_ADDRESSES: usize = if cfg!(test) { 40 } else { 1_800_000 };

/// Stands where addresses share a fingerprint.
const SEVERAL: i64 = 0;

/// Who has which address.
pub(super) struct OwnerMap {
    /// Its keys are chosen at random: nobody can write addresses that share a fingerprint.
    fingerprints: RandomState,
    owners: HashMap<u64, i64>,
    /// Which commits of others the map has seen.
    data_version: i64,
    has_failed: bool,
}

impl OwnerMap {
    /// The map of a directory without customers.
    pub(super) fn of_empty(connection: &Connection) -> Result<Self, StoreError> {
        Ok(Self {
            fingerprints: RandomState::new(),
            owners: HashMap::new(),
            data_version: data_version(connection)?,
            has_failed: false,
        })
    }

    /// Whether the map knows every address, and may go on.
    pub(super) fn is_whole(&self, connection: &Connection) -> Result<bool, StoreError> {
        Ok(!self.has_failed
            && self.owners.len() < MOST_ADDRESSES
            && self.data_version == data_version(connection)?)
    }

    /// Says that a transaction was taken back.
    pub(super) fn fail(&mut self) {
        self.has_failed = true;
    }

    /// For each of some addresses the customer whom it identifies.
    pub(super) fn owners(
        &self,
        connection: &Connection,
        keys: &[&ContactKey],
    ) -> Result<Vec<Option<CustomerId>>, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM customer_details
                   WHERE customer_id = ?1 AND kind = ?2 AND key = ?3 AND network = '' AND identifies = 1)";
        let mut statement = connection.prepare_cached(sql)?;
        keys.iter()
            .map(|key| {
                let known = self.owners.get(&self.fingerprint(key.kind, &key.address));
                let Some(&customer) = known else {
                    return Ok(None);
                };
                if customer == SEVERAL {
                    let found = contacts::owners(connection, &[key])?;
                    return Ok(found.into_iter().next().flatten());
                }
                let values = params![customer, kind_code(key.kind), key.address];
                let has_it: bool = statement.query_row(values, |row| row.get(0))?;
                Ok(has_it.then_some(CustomerId(customer)))
            })
            .collect()
    }

    /// Notes the addresses of customers who have been kept.
    pub(super) fn note(&mut self, changes: &[CustomerChange<'_>]) {
        for change in changes {
            let customer = change.after.id.0;
            for contact in change.after.contacts.iter().filter(|it| it.identifies) {
                let fingerprint = self.fingerprint(contact.kind, &contact.address);
                match self.owners.entry(fingerprint) {
                    Entry::Vacant(place) => {
                        place.insert(customer);
                    }
                    Entry::Occupied(mut known) if *known.get() != customer => {
                        known.insert(SEVERAL);
                    }
                    Entry::Occupied(_) => {}
                }
            }
        }
    }

    fn fingerprint(&self, kind: ContactKind, address: &str) -> u64 {
        self.fingerprints.hash_one((kind_code(kind), address))
    }
}

impl std::fmt::Debug for OwnerMap {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OwnerMap")
    }
}

/// Changes with each commit of another connection.
fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))?)
}
