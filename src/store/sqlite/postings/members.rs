//! The members of one block: a set of 16-bit numbers.

/// How many ids a block has.
pub(in super::super) const BLOCK_SIZE: usize = 1 << 16;

const WORDS: usize = BLOCK_SIZE / 64;
const BITMAP_BYTES: usize = BLOCK_SIZE / 8;

/// The block of an id, and the id's place in it.
pub(in super::super) fn place_of(id: i64) -> (i64, u16) {
    (id >> 16, u16::try_from(id & 0xffff).unwrap_or_default())
}

/// The id at a place of a block.
pub(in super::super) fn id_at(block: i64, place: u16) -> i64 {
    (block << 16) | i64::from(place)
}

/// Some of the places of a block.
#[derive(Clone)]
pub(in super::super) struct Members {
    words: Box<[u64; WORDS]>,
}

impl Members {
    pub(in super::super) fn none() -> Self {
        Self {
            words: Box::new([0; WORDS]),
        }
    }

    /// Adds members as they are stored.
    pub(in super::super) fn add_stored(&mut self, stored: &[u8]) {
        if is_bits(stored) {
            let (chunks, _rest) = stored.as_chunks::<8>();
            for (word, bytes) in self.words.iter_mut().zip(chunks) {
                *word |= u64::from_le_bytes(*bytes);
            }
        } else {
            listed(stored).for_each(|place| self.insert(place));
        }
    }

    pub(in super::super) fn insert(&mut self, place: u16) {
        if let Some(word) = self.words.get_mut(usize::from(place >> 6)) {
            *word |= 1 << (place & 63);
        }
    }

    pub(in super::super) fn remove(&mut self, place: u16) {
        if let Some(word) = self.words.get_mut(usize::from(place >> 6)) {
            *word &= !(1 << (place & 63));
        }
    }

    pub(in super::super) fn contains(&self, place: u16) -> bool {
        self.words
            .get(usize::from(place >> 6))
            .is_some_and(|word| word & (1 << (place & 63)) != 0)
    }

    pub(in super::super) fn clear(&mut self) {
        self.words.fill(0);
    }

    /// Adds every place there is.
    pub(super) fn fill(&mut self) {
        self.words.fill(u64::MAX);
    }

    /// Keeps those that are also among stored ones. What was among `spare` is lost.
    pub(super) fn intersect_stored(&mut self, stored: &[u8], spare: &mut Self) {
        if is_bits(stored) {
            let (chunks, _rest) = stored.as_chunks::<8>();
            for (word, bytes) in self.words.iter_mut().zip(chunks) {
                *word &= u64::from_le_bytes(*bytes);
            }
        } else {
            spare.clear();
            spare.add_stored(stored);
            self.intersect(spare);
        }
    }

    /// Keeps those that are also among others.
    pub(in super::super) fn intersect(&mut self, others: &Self) {
        for (word, other) in self.words.iter_mut().zip(others.words.iter()) {
            *word &= other;
        }
    }

    /// Adds some of 64 places that follow one another, a bit for each.
    pub(in super::super) fn add_word(&mut self, index: usize, places: u64) {
        if let Some(word) = self.words.get_mut(index) {
            *word |= places;
        }
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(in super::super) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// How many stored members are among these.
    pub(in super::super) fn count_among(&self, stored: &[u8]) -> usize {
        if is_bits(stored) {
            let (chunks, _rest) = stored.as_chunks::<8>();
            let pairs = self.words.iter().zip(chunks);
            pairs
                .map(|(word, bytes)| (word & u64::from_le_bytes(*bytes)).count_ones() as usize)
                .sum()
        } else {
            listed(stored).filter(|place| self.contains(*place)).count()
        }
    }

    /// The members as words of 64 places, a bit for each, lowest first.
    pub(in super::super) fn words(&self) -> &[u64; WORDS] {
        &self.words
    }

    /// The members, lowest first.
    pub(in super::super) fn iter(&self) -> impl Iterator<Item = u16> {
        (0_u16..).zip(self.words.iter()).flat_map(|(index, word)| {
            bits(*word).map(move |bit| (index << 6) | u16::try_from(bit).unwrap_or_default())
        })
    }

    /// The members as they are stored.
    pub(in super::super) fn stored(&self) -> Vec<u8> {
        if self.count() * 2 < BITMAP_BYTES {
            self.iter().flat_map(u16::to_le_bytes).collect()
        } else {
            self.words
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect()
        }
    }
}

/// The places of the bits that are set, lowest first.
pub(in super::super) fn bits(mut left: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = left.trailing_zeros();
        left &= left.wrapping_sub(1);
        (bit < u64::BITS).then_some(bit)
    })
}

/// Whether stored members are bits, not a list.
pub(super) fn is_bits(stored: &[u8]) -> bool {
    stored.len() == BITMAP_BYTES
}

/// The members of a stored list, in its order.
pub(super) fn listed(stored: &[u8]) -> impl Iterator<Item = u16> {
    let (places, _rest) = stored.as_chunks::<2>();
    places.iter().map(|place| u16::from_le_bytes(*place))
}

/// Members in ascending order, each once, as they are stored.
pub(super) fn stored(places: &[u16]) -> Vec<u8> {
    if places.len() * 2 < BITMAP_BYTES {
        return places.iter().copied().flat_map(u16::to_le_bytes).collect();
    }
    let mut members = Members::none();
    for place in places {
        members.insert(*place);
    }
    members.stored()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Members, id_at, place_of, stored};

    fn members(places: &BTreeSet<u16>) -> Members {
        let mut members = Members::none();
        for place in places {
            members.insert(*place);
        }
        members
    }

    fn some_places() -> impl Strategy<Value = BTreeSet<u16>> {
        prop_oneof![
            proptest::collection::btree_set(any::<u16>(), 0..40),
            proptest::collection::btree_set(any::<u16>(), 4_000..4_200),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_stored_is_read_back(places in some_places()) {
            let list: Vec<u16> = places.iter().copied().collect();
            let whole = members(&places);
            prop_assert_eq!(whole.stored(), stored(&list));
            let mut again = Members::none();
            again.add_stored(&whole.stored());
            prop_assert_eq!(again.iter().collect::<Vec<_>>(), list);
            prop_assert_eq!(again.count(), places.len());
            prop_assert_eq!(again.is_empty(), places.is_empty());
        }

        #[test]
        fn sets_are_cut_and_counted_like_sets(one in some_places(), other in some_places()) {
            let both: Vec<u16> = one.intersection(&other).copied().collect();
            let mut cut = members(&one);
            prop_assert_eq!(cut.count_among(&members(&other).stored()), both.len());
            let mut of_stored = cut.clone();
            of_stored.intersect_stored(&members(&other).stored(), &mut Members::none());
            prop_assert_eq!(of_stored.iter().collect::<Vec<_>>(), &both[..]);
            cut.intersect(&members(&other));
            prop_assert_eq!(cut.iter().collect::<Vec<_>>(), both);
        }

        #[test]
        fn every_id_has_one_place(id in 0_i64..1 << 40) {
            let (block, place) = place_of(id);
            prop_assert_eq!(id_at(block, place), id);
        }
    }

    #[test]
    fn a_list_is_stored_while_it_is_shorter_than_the_bits() {
        let places: Vec<u16> = (0..4_096).collect();
        assert_eq!(stored(&places[..4_095]).len(), 8_190);
        assert_eq!(stored(&places).len(), 8_192);
        let mut few = Members::none();
        few.insert(7);
        few.insert(65_535);
        few.remove(7);
        assert_eq!(few.stored(), [0xff, 0xff]);
    }
}
