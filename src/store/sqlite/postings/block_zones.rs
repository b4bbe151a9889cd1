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

/// The zones of 64 ids that follow one another.
#[derive(Clone, Copy)]
pub(in super::super) struct ZoneWord<'a> {
    coarse: &'a [u8; WORD],
    fine: &'a [u8; WORD],
    fine_bits: u32,
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
        // No step has a branch in it, so that the compiler takes many zones at once: a directory of
        // many millions has more blocks than are kept.
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
            last_fine: 0,
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

    /// Shows the words that have zones in a range: the number of each, and a bit for each such zone.
    pub(super) fn each_within(&self, range: &Range<u16>, mut show: impl FnMut(usize, u64)) {
        let bounds = self.bounds(range);
        for (group, ends) in self.ends.iter().enumerate() {
            for index in bits(bounds.words_near(ends)) {
                let index = group * WORD + index as usize;
                if let Some(word) = self.word(index) {
                    show(index, word.within(&bounds));
                }
            }
        }
    }

    /// Which words of a group may have zones in a range or none at all, a bit for each.
    pub(in super::super) fn words_near_or_none(&self, group: usize, bounds: &Bounds) -> u64 {
        let ends = self.ends.get(group);
        ends.map_or(0, |ends| {
            bounds.words_near(ends) | between(&ends.1, NONE, NONE)
        })
    }

    /// The zones of one word.
    pub(in super::super) fn word(&self, index: usize) -> Option<ZoneWord<'_>> {
        Some(ZoneWord {
            coarse: self.coarse.get(index)?,
            fine: self.fine.get(index)?,
            fine_bits: self.fine_bits,
        })
    }
}

impl Bounds {
    /// Which of the words with these lowest and highest coarse bytes may have something within.
    fn words_near(&self, (lowest, highest): &([u8; WORD], [u8; WORD])) -> u64 {
        let (first, last) = self.coarse;
        between(lowest, 0, last) & between(highest, first, NONE)
    }
}

impl ZoneWord<'_> {
    /// Which of the zones are in a range, a bit for each.
    fn within(self, bounds: &Bounds) -> u64 {
        let (first, last) = bounds.coarse;
        if first == NONE {
            return 0;
        }
        let [at_first, at_last] = [first, last].map(|end| between(self.coarse, end, end));
        let mut within = between(self.coarse, first, last);
        if at_first != 0 {
            within &= !at_first | between(self.fine, bounds.first_fine, u8::MAX);
        }
        if at_last != 0 {
            within &= !at_last | between(self.fine, 0, bounds.last_fine);
        }
        within
    }

    /// Which of the zones may be in a range, or are none at all: a bit for each.
    pub(in super::super) fn near_or_none(self, bounds: &Bounds) -> u64 {
        let (first, last) = bounds.coarse;
        between_or(self.coarse, first, last, NONE)
    }

    /// The zone of one of the ids.
    pub(in super::super) fn zone(self, index: u32) -> Option<u16> {
        let coarse = *self.coarse.get(index as usize)?;
        let fine = *self.fine.get(index as usize)?;
        (coarse != NONE).then_some(u16::from(coarse) << self.fine_bits | u16::from(fine))
    }
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
    use super::{BlockZones, GROUPS, WORD};

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
            let mut within = vec![0; GROUPS * WORD];
            block.each_within(&range, |index, bits| within[index] = bits);
            let near_or_none = block.words_near_or_none(0, &bounds);
            for (index, within) in within.into_iter().enumerate() {
                let known = zones.chunks(WORD).nth(index).unwrap_or_default();
                let word = block.word(index).unwrap();
                let near = word.near_or_none(&bounds);
                for place in 0..WORD {
                    let zone = known.get(place).copied().filter(|zone| *zone != NO_ZONE);
                    let is_within = zone.is_some_and(|zone| range.contains(&zone));
                    prop_assert_eq!(word.zone(u32::try_from(place).unwrap()), zone);
                    prop_assert_eq!(within >> place & 1 == 1, is_within);
                    prop_assert!(near >> place & 1 == 1 || !is_within && zone.is_some());
                }
                if index < WORD && near != 0 {
                    prop_assert_eq!(near_or_none >> index & 1, 1);
                }
            }
        }

        #[test]
        fn few_are_near_a_range_without_being_within(start in 0_u16..1_900, length in 1_u16..50) {
            let block = block(&(0..2_000).collect::<Vec<_>>());
            let bounds = block.bounds(&(start..start + length));
            let near = |index| block.word(index).unwrap().near_or_none(&bounds).count_ones();
            let known: u32 = (0..2_000 / WORD).map(near).sum();
            prop_assert!(known <= u32::from(length) + 14, "{known}");
            let mut words = 0;
            block.each_within(&(start..start + length), |_, _| words += 1);
            prop_assert!(words <= usize::from(length).div_ceil(WORD) + 2, "{words}");
        }
    }
}
