//! What was read of postings and zones, for the questions that follow: assistants ask for the same tag
//! or channel again, and for page after page.
//!
//! The zones of a block fill 32 pages: collecting them from there costs several times what it costs to
//! look at all of them. The members of a common key fill two, at the end of a search of their own.

use std::cell::{RefCell, RefMut};

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::tallies;
use super::block_zones::BlockZones;
use super::collection::Collection;
use super::kept_members::KeptMembers;
use super::kept_zones::KeptZones;
use super::zones::{ZONES_VERSION, with_stored};

/// What is kept between the questions of a connection.
#[derive(Default)]
pub(in super::super) struct PostingCache(RefCell<Stock>);

#[derive(Default)]
struct Stock {
    /// When what is kept was written. Whoever writes postings writes zones too.
    version: i64,
    zones: KeptZones,
    members: KeptMembers,
}

/// What is kept, as it is in one transaction.
pub(in super::super) struct Kept<'a> {
    connection: &'a Connection,
    stock: RefMut<'a, Stock>,
}

impl PostingCache {
    /// What is kept and is as a transaction sees it.
    ///
    /// Only one that reads may share a cache: what another takes back would stay in it.
    pub(in super::super) fn seen_by<'a>(
        &'a self,
        connection: &'a Connection,
    ) -> Result<Kept<'a>, StoreError> {
        let version = tallies::count(connection, ZONES_VERSION)?;
        let mut stock = self.0.borrow_mut();
        if stock.version != version {
            *stock = Stock {
                version,
                ..Stock::default()
            };
        }
        Ok(Kept { connection, stock })
    }
}

impl std::fmt::Debug for PostingCache {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PostingCache")
    }
}

impl Kept<'_> {
    /// Calls with the zones of a block's ids; not at all where there are none.
    pub(in super::super) fn of_block<T>(
        &mut self,
        collection: &'static Collection,
        sort: usize,
        block: i64,
        work: impl FnOnce(&BlockZones) -> T,
    ) -> Result<Option<T>, StoreError> {
        if let Some(zones) = self.stock.zones.get(collection, sort, block) {
            return Ok(Some(work(zones)));
        }
        let stored = with_stored(self.connection, collection, sort, block, BlockZones::of)?;
        Ok(stored.map(|zones| {
            let answer = work(&zones);
            self.stock.zones.keep(collection, sort, block, zones);
            answer
        }))
    }

    /// The members of common keys.
    pub(super) fn members(&mut self) -> &mut KeptMembers {
        &mut self.stock.members
    }
}
