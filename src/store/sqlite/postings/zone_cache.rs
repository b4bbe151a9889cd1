//! Zones that have been read, for the questions that follow.
//!
//! The zones of a block fill 32 pages: collecting them from there costs several times what it
//! costs to look at all of them.

use std::cell::{RefCell, RefMut};

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::tallies;
use super::block_zones::BlockZones;
use super::collection::Collection;
use super::zones::{ZONES_VERSION, with_stored};

/// How many blocks' zones are kept: those of a million rows in four orders, 8 MiB.
const MOST_BLOCKS: usize = if cfg!(test) { 3 } else { 64 };

/// The zones of some blocks, kept between the questions of a connection.
#[derive(Default)]
pub(in super::super) struct ZoneCache(RefCell<Kept>);

#[derive(Default)]
struct Kept {
    /// When these zones were written.
    version: i64,
    blocks: Vec<(Place, BlockZones)>,
    /// Grows with each block that gives its room to another.
    replaced: usize,
}

/// Collection, sort and block.
type Place = (&'static str, usize, i64);

/// The zones as they are in one transaction.
pub(in super::super) struct Zones<'a> {
    connection: &'a Connection,
    kept: RefMut<'a, Kept>,
}

impl ZoneCache {
    /// The zones as a transaction sees them.
    ///
    /// Only one that reads may share a cache: what another takes back would stay in it.
    pub(in super::super) fn seen_by<'a>(
        &'a self,
        connection: &'a Connection,
    ) -> Result<Zones<'a>, StoreError> {
        let version = tallies::count(connection, ZONES_VERSION)?;
        let mut kept = self.0.borrow_mut();
        if kept.version != version {
            kept.blocks.clear();
            kept.version = version;
        }
        Ok(Zones { connection, kept })
    }
}

impl std::fmt::Debug for ZoneCache {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ZoneCache")
    }
}

impl Zones<'_> {
    /// Calls with the zones of a block's ids; not at all where none are kept.
    pub(in super::super) fn of_block<T>(
        &mut self,
        collection: &'static Collection,
        sort: usize,
        block: i64,
        work: impl FnOnce(&BlockZones) -> T,
    ) -> Result<Option<T>, StoreError> {
        let place = (collection.zones, sort, block);
        let known = self.kept.blocks.iter().find(|(known, _)| *known == place);
        if let Some((_, zones)) = known {
            return Ok(Some(work(zones)));
        }
        let stored = with_stored(self.connection, collection, sort, block, BlockZones::of)?;
        Ok(stored.map(|zones| {
            let answer = work(&zones);
            self.kept.keep(place, zones);
            answer
        }))
    }
}

impl Kept {
    fn keep(&mut self, place: Place, zones: BlockZones) {
        if self.blocks.len() < MOST_BLOCKS {
            self.blocks.push((place, zones));
            return;
        }
        // Not the one that was used longest ago: whoever reads more blocks in turn than are kept
        // would find none of them.
        self.replaced = self.replaced.wrapping_add(1);
        let victim = self.replaced.wrapping_mul(0x9e37_79b9) >> 7;
        if let Some(kept) = self.blocks.get_mut(victim % MOST_BLOCKS) {
            *kept = (place, zones);
        }
    }
}
