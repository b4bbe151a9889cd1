//! The zones of a block's ids, kept so that those of 64 ids are compared at once.
//!
//! A zone is cut in two: a coarse byte, which is all that most comparisons need, and the bits that it
//! leaves over. Of each 64 ids, a word, the lowest and the highest coarse byte are kept beside it: the
//! first few of many thousand rows are in a narrow range, and most words have nothing there.

use std::ops::Range;

use super::members::{BLOCK_SIZE, bits};
use super::zone_words::{between, between_or};
use super::zones::NO_ZONE;

/// Stands where an id has no zone.
const NONE: u8 = u8::MAX;

/// The most bits that the fine bytes have room for. No order has so many zones that they do not do.
const MOST_FINE_BITS: u32 = u8::BITS;

/// How many ids are compared at once, and then how many words.
pub(in super::super) const WORD: usize = 64;

/// How many times so many words a block has.
pub(in super::super) const GROUPS: usize = BLOCK_SIZE / WORD / WORD;

/// The zones of a block.
pub(in super::super) struct BlockZones {
    coarse: Box<[[u8; WORD]]>,
    fine: Box<[[u8; WORD]]>,
    fine_bits: u32,
    /// Of each word of a group the lowest coarse byte and the highest.
    ends: [([u8; WORD], [u8; WORD]); GROUPS],
}

/// A range of zones, as those of one block are cut.
pub(in super::super) struct Bounds {
    /// The first coarse byte that may be within, and the last; [`NONE`] twice where no zone of the
    /// block is.
    coarse: (u8, u8),
    /// Of zones with the first coarse byte, the first fine one that is within.
    first_fine: u8,
    /// Of zones with the last coarse byte, the last fine one that is within.
    last_fine: u8,
}

impl BlockZones {
    /// The zones as they are stored, two bytes each.
    pub(super) fn of(stored: &[[u8; 2]]) -> Self {
        // No step has a branch in it, so that the compiler takes many zones at once: the first
        // question about many millions cuts those of hundreds of blocks.
        let zones = || stored.iter().map(|zone| u16::from_le_bytes(*zone));
        let last = zones().fold(0, |last: u16, zone| {
            last.max(if zone == NO_ZONE { 0 } else { zone })
        });
        let fine_bits = (0..MOST_FINE_BITS)
            .find(|bits| last >> bits < u16::from(NONE))
            .unwrap_or(MOST_FINE_BITS);
        let mut coarse = vec![[NONE; WORD]; BLOCK_SIZE / WORD].into_boxed_slice();
        let mut fine = vec![[0; WORD]; BLOCK_SIZE / WORD].into_boxed_slice();
        for (coarse, zone) in coarse.as_flattened_mut().iter_mut().zip(zones()) {
            *coarse = cut(zone, fine_bits).0;
        }
        for (fine, zone) in fine.as_flattened_mut().iter_mut().zip(zones()) {
            *fine = cut(zone, fine_bits).1;
        }
        let mut ends = [([NONE; WORD], [0; WORD]); GROUPS];
        for ((lowest, highest), group) in ends.iter_mut().zip(coarse.chunks(WORD)) {
            for ((lowest, highest), word) in lowest.iter_mut().zip(highest).zip(group) {
                *lowest = word.iter().fold(NONE, |lowest, byte| lowest.min(*byte));
                *highest = word.iter().fold(0, |highest, byte| highest.max(*byte));
            }
        }
        Self {
            coarse,
            fine,
            fine_bits,
            ends,
        }
    }

    /// A range as the zones of this block are cut.
    pub(in super::super) fn bounds(&self, range: &Range<u16>) -> Bounds {
        let nothing = Bounds {
            coarse: (NONE, NONE),
            first_fine: 0,
            last_fine: u8::MAX,
        };
        if range.is_empty() {
            return nothing;
        }
        let (first, first_fine) = cut(range.start, self.fine_bits);
        let (last, last_fine) = cut(range.end - 1, self.fine_bits);
        match (first, last) {
            (NONE, _) => nothing,
            // Beyond everything that the block has.
            (_, NONE) => Bounds {
                coarse: (first, NONE - 1),
                first_fine,
                last_fine: u8::MAX,
            },
            _ => Bounds {
                coarse: (first, last),
                first_fine,
                last_fine,
            },
        }
    }

    /// Which of some ids of a group have zones in a range: a bit for each, by words.
    pub(super) fn within(&self, group: usize, bounds: &Bounds, asked: &[u64; WORD]) -> [u64; WORD] {
        if bounds.coarse.0 == NONE {
            return [0; WORD];
        }
        let near = self.words_near(group, bounds);
        self.compare(group, bounds, asked, (near, 0))
    }

    /// The same, and those that have no zone at all.
    pub(in super::super) fn within_or_none(
        &self,
        group: usize,
        bounds: &Bounds,
        asked: &[u64; WORD],
    ) -> [u64; WORD] {
        let near = self.words_near(group, bounds);
        let ends = self.ends.get(group);
        let nowhere = ends.map_or(0, |(_, highest)| between(highest, NONE, NONE));
        self.compare(group, bounds, asked, (near, nowhere))
    }

    /// Which words of a group may have zones in a range.
    fn words_near(&self, group: usize, bounds: &Bounds) -> u64 {
        self.ends.get(group).map_or(0, |(lowest, highest)| {
            let (first, last) = bounds.coarse;
            between(lowest, 0, last) & between(highest, first, NONE)
        })
    }

    /// Looks into words that may have zones in a range, and into those that have ids without any.
    ///
    /// What is looked at is far away in memory: only without a branch for each word does the
    /// processor ask for many of them at once.
    fn compare(
        &self,
        group: usize,
        bounds: &Bounds,
        asked: &[u64; WORD],
        (near, nowhere): (u64, u64),
    ) -> [u64; WORD] {
        let mut within = [0; WORD];
        let coarse = self.coarse.get(group * WORD..).unwrap_or_default();
        let fine = self.fine.get(group * WORD..).unwrap_or_default();
        let (first, last) = bounds.coarse;
        for index in bits(with_any(asked) & (near | nowhere)).map(|bit| bit as usize) {
            if let (Some(within), Some(asked), Some(coarse)) =
                (within.get_mut(index), asked.get(index), coarse.get(index))
            {
                *within = asked
                    & if nowhere == 0 {
                        between(coarse, first, last)
                    } else {
                        between_or(coarse, first, last, NONE)
                    };
            }
        }
        for index in bits(with_any(&within)).map(|bit| bit as usize) {
            if let (Some(within), Some(coarse), Some(fine)) =
                (within.get_mut(index), coarse.get(index), fine.get(index))
            {
                *within &= bounds.not_beyond(coarse, fine);
            }
        }
        within
    }

    /// The zone of an id, by its place in the block.
    pub(in super::super) fn zone(&self, place: u16) -> Option<u16> {
        let coarse = *self.coarse.as_flattened().get(usize::from(place))?;
        let fine = *self.fine.as_flattened().get(usize::from(place))?;
        (coarse != NONE).then_some(u16::from(coarse) << self.fine_bits | u16::from(fine))
    }
}

impl Bounds {
    /// Which zones, cut in two, are not at an end of the range and beyond it for all that.
    #[inline]
    fn not_beyond(&self, coarse: &[u8; WORD], fine: &[u8; WORD]) -> u64 {
        let (first, last) = self.coarse;
        let mut within = u64::MAX;
        if self.first_fine > 0 {
            within &= !between(coarse, first, first) | between(fine, self.first_fine, u8::MAX);
        }
        if self.last_fine < u8::MAX {
            within &= !between(coarse, last, last) | between(fine, 0, self.last_fine);
        }
        within
    }
}

/// Which words have any bit, a bit for each.
fn with_any(words: &[u64; WORD]) -> u64 {
    let words = (0..).zip(words);
    words.fold(0, |bits, (index, word)| {
        bits | u64::from(*word != 0) << index
    })
}

/// A zone as its coarse byte and its fine one. A zone too high for that counts as none, as
/// [`NO_ZONE`] does.
#[inline]
fn cut(zone: u16, fine_bits: u32) -> (u8, u8) {
    let [coarse, _] = (zone >> fine_bits).min(u16::from(NONE)).to_le_bytes();
    let [fine, _] = (zone & !(u16::MAX << fine_bits)).to_le_bytes();
    (coarse, fine)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::zones::NO_ZONE;
    use super::{BlockZones, WORD};

    fn block(zones: &[u16]) -> BlockZones {
        let stored: Vec<[u8; 2]> = zones.iter().map(|zone| zone.to_le_bytes()).collect();
        BlockZones::of(&stored)
    }

    /// Zones of an order that has so many.
    fn zones(most: u16) -> impl Strategy<Value = Vec<u16>> {
        proptest::collection::vec(prop_oneof![9 => 0..most, 1 => Just(NO_ZONE)], 2 * WORD)
    }

    proptest! {
        #[test]
        fn a_bit_stands_for_each_zone_within(
            zones in prop_oneof![zones(1), zones(7), zones(300), zones(2_000), zones(60_000)],
            start in prop_oneof![0_u16..300, any::<u16>()],
            length in prop_oneof![0_u16..300, any::<u16>()],
        ) {
            let range = start..start.saturating_add(length);
            let block = block(&zones);
            let bounds = block.bounds(&range);
            let [all, some] = [[u64::MAX; WORD], [0x5555_5555_5555_5555; WORD]];
            let within = block.within(0, &bounds, &all);
            let within_or_none = block.within_or_none(0, &bounds, &all);
            let of_some = block.within_or_none(0, &bounds, &some);
            for place in 0..u16::try_from(WORD * WORD).unwrap() {
                let zone = zones.get(usize::from(place)).copied();
                let zone = zone.filter(|zone| *zone != NO_ZONE);
                let is_within = zone.is_some_and(|zone| range.contains(&zone));
                prop_assert_eq!(block.zone(place), zone);
                let bit = |words: &[u64; WORD]| words[usize::from(place >> 6)] >> (place & 63) & 1 == 1;
                prop_assert_eq!(bit(&within), is_within);
                prop_assert_eq!(bit(&within_or_none), is_within || zone.is_none());
                prop_assert_eq!(bit(&of_some), bit(&within_or_none) && place & 1 == 0);
            }
        }

        #[test]
        fn few_words_are_near_a_range_without_having_anything_within(
            start in 0_u16..1_900,
            length in 1_u16..50,
        ) {
            let block = block(&(0..4_096).collect::<Vec<_>>());
            let bounds = block.bounds(&(start..start + length));
            let near = block.words_near(0, &bounds).count_ones();
            prop_assert!(near as usize <= usize::from(length).div_ceil(WORD) + 2, "{near}");
        }
    }
}
