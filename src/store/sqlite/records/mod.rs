//! The services' questions and orders, each passed on to the file that knows its tables.

mod read;
mod write;

use std::cell::RefCell;

use rusqlite::Connection;

use super::super::StoreError;
use super::owner_map::OwnerMap;
use super::postings::ZoneCache;
use super::tallies;

/// The records of one transaction.
pub(super) struct Records<'a> {
    pub(super) connection: &'a Connection,
    /// What earlier transactions that read have left; none for one that writes.
    zones: Option<&'a ZoneCache>,
    /// Who has which address, while the index does not say so.
    owners: Option<&'a RefCell<OwnerMap>>,
}

impl<'a> Records<'a> {
    /// Those of a transaction that only reads.
    pub(super) fn reading(connection: &'a Connection, zones: &'a ZoneCache) -> Self {
        Self {
            connection,
            zones: Some(zones),
            owners: None,
        }
    }

    /// Those of a transaction that writes.
    pub(super) fn writing(
        connection: &'a Connection,
        owners: Option<&'a RefCell<OwnerMap>>,
    ) -> Self {
        Self {
            connection,
            zones: None,
            owners,
        }
    }

    fn with_zones<T>(&self, ask: impl FnOnce(&ZoneCache) -> T) -> T {
        match self.zones {
            Some(zones) => ask(zones),
            None => ask(&ZoneCache::default()),
        }
    }

    /// The number that follows the highest that was ever given in a table.
    fn next(&self, table: &str) -> Result<i64, StoreError> {
        Ok(tallies::last_given(self.connection, table)? + 1)
    }
}
