//! Zones that are kept in memory.

use super::block_zones::BlockZones;

/// How many blocks' zones are kept: those of a million rows in four orders, 8 MiB.
const MOST_BLOCKS: usize = if cfg!(test) { 3 } else { 64 };

/// Table of zones, sort and block.
pub(super) type Place = (&'static str, usize, i64);

/// The zones of some blocks.
#[derive(Default)]
pub(super) struct KeptZones {
    blocks: Vec<(Place, BlockZones)>,
    /// Grows with each block that gives its room to another.
    replaced: usize,
}

impl KeptZones {
    pub(super) fn get(&self, place: Place) -> Option<&BlockZones> {
        let known = self.blocks.iter().find(|(known, _)| *known == place);
        known.map(|(_, zones)| zones)
    }

    pub(super) fn keep(&mut self, place: Place, zones: BlockZones) {
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
