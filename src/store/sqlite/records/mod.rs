//! The services' questions and orders, each passed on to the file that knows its tables.

mod read;
mod write;

use std::cell::RefCell;

use rusqlite::Connection;

use super::super::StoreError;
use super::owner_map::OwnerMap;
use super::postings::PostingCache;
use super::tallies;

/// The records of one transaction.
pub(super) struct Records<'a> {
    pub(super) connection: &'a Connection,
    /// What earlier transactions that read have left; none for one that writes.
    cache: Option<&'a PostingCache>,
    /// Who has which address, while the index does not say so.
    owners: Option<&'a RefCell<OwnerMap>>,
}

impl<'a> Records<'a> {
    /// Those of a transaction that only reads.
    pub(super) fn reading(connection: &'a Connection, cache: &'a PostingCache) -> Self {
        Self {
            connection,
            cache: Some(cache),
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
            cache: None,
            owners,
        }
    }

    fn with_cache<T>(&self, ask: impl FnOnce(&PostingCache) -> T) -> T {
        match self.cache {
            Some(cache) => ask(cache),
            None => ask(&PostingCache::default()),
        }
    }

    /// The number that follows the highest that was ever given in a table.
    fn next(&self, table: &str) -> Result<i64, StoreError> {
        Ok(tallies::last_given(self.connection, table)? + 1)
    }
}
