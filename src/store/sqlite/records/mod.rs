//! The services' questions and orders, each passed on to the file that knows its tables.

mod read;
mod write;

use std::cell::RefCell;

use rusqlite::Connection;

use super::super::StoreError;
use super::owner_map::OwnerMap;
use super::postings::ZoneCache;

/// The records of one transaction.
pub(super) struct Records<'a> {
    connection: &'a Connection,
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
        let sql = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0) + 1";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([table], |row| row.get(0))?)
    }
}
