//! Zones that are kept in memory.

use std::collections::HashMap;

use super::block_zones::BlockZones;
use super::collection::Collection;

/// How many blocks' zones are kept at the least: those of a million rows in four orders, 8 MiB. A
/// larger directory has room for all of its own, eight bytes for each customer: reading them from the
/// file takes many times as long as looking at them.
const FEWEST_BLOCKS: usize = if cfg!(test) { 3 } else { 64 };

/// A directory of more than sixteen millions has room for so many: 128 MiB.
const MOST_BLOCKS: usize = if cfg!(test) { 200 } else { 1_024 };

/// Table of zones, sort and block.
type Place = (&'static str, usize, i64);

/// The zones of some blocks.
#[derive(Default)]
pub(super) struct KeptZones {
    blocks: Vec<(Place, BlockZones)>,
    places: HashMap<Place, usize, foldhash::fast::RandomState>,
    /// How many blocks the largest collection has, as far as is known, in all of its orders.
    most: usize,
    /// Grows with each block that gives its room to another.
    replaced: usize,
}

impl KeptZones {
    pub(super) fn get(
        &self,
        collection: &Collection,
        sort: usize,
        block: i64,
    ) -> Option<&BlockZones> {
        let index = self.places.get(&(collection.zones, sort, block))?;
        self.blocks.get(*index).map(|(_, zones)| zones)
    }

    pub(super) fn keep(
        &mut self,
        collection: &Collection,
        sort: usize,
        block: i64,
        zones: BlockZones,
    ) {
        let place = (collection.zones, sort, block);
        let blocks = usize::try_from(block + 1).unwrap_or_default();
        self.most = self.most.max(collection.sorts.len() * blocks);
        let room = self.most.clamp(FEWEST_BLOCKS, MOST_BLOCKS);
        if self.blocks.len() < room {
            self.places.insert(place, self.blocks.len());
            self.blocks.push((place, zones));
            return;
        }
        // Not the one that was used longest ago: whoever reads more blocks in turn than are kept
        // would find none of them.
        self.replaced = self.replaced.wrapping_add(1);
        let victim = (self.replaced.wrapping_mul(0x9e37_79b9) >> 7) % room;
        if let Some(kept) = self.blocks.get_mut(victim) {
            self.places.remove(&kept.0);
            self.places.insert(place, victim);
            *kept = (place, zones);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::collection::{CUSTOMERS, FEEDBACK};
    use super::{BlockZones, FEWEST_BLOCKS, KeptZones, MOST_BLOCKS};

    fn zones(zone: u16) -> BlockZones {
        BlockZones::of(&[zone.to_le_bytes()])
    }

    fn first(kept: &KeptZones, sort: usize, block: i64) -> Option<u16> {
        kept.get(&CUSTOMERS, sort, block)?.zone(0)
    }

    #[test]
    fn a_directory_of_many_blocks_has_room_for_all_of_its_orders() {
        let mut kept = KeptZones::default();
        for block in (0..50).rev() {
            for sort in 0..4 {
                kept.keep(
                    &CUSTOMERS,
                    sort,
                    block,
                    zones(u16::try_from(block).unwrap()),
                );
            }
        }
        for block in 0..50_u16 {
            for sort in 0..4 {
                assert_eq!(first(&kept, sort, block.into()), Some(block));
            }
        }
    }

    #[test]
    fn where_there_is_no_more_room_another_block_goes() {
        let mut kept = KeptZones::default();
        for block in 0..40 {
            kept.keep(&FEEDBACK, 0, block, zones(7));
        }
        let room = kept.blocks.len();
        assert!(room >= FEWEST_BLOCKS);
        for sort in 0..4 {
            for block in 0..400 {
                kept.keep(&CUSTOMERS, sort, block, zones(9));
                assert_eq!(first(&kept, sort, block), Some(9));
            }
        }
        assert_eq!(kept.blocks.len(), MOST_BLOCKS);
        assert_eq!(kept.places.len(), MOST_BLOCKS);
    }
}
