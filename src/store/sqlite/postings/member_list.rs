//! The members of a key that are changed one by one. Most keys have a few: a list of them is changed, and
//! written again, without the bits of a whole block.

use super::members::{self, Members, is_bits, listed};

/// The members of one key in one block.
pub(super) enum MemberList {
    /// Few, in ascending order.
    Few(Vec<u16>),
    /// As many as are stored as bits.
    Many(Members),
}

impl MemberList {
    pub(super) fn none() -> Self {
        Self::Few(Vec::new())
    }

    /// Adds members as they are stored.
    pub(super) fn add_stored(&mut self, stored: &[u8]) {
        match self {
            Self::Many(members) => members.add_stored(stored),
            Self::Few(few) if is_bits(stored) => {
                let mut members = Members::none();
                members.add_stored(stored);
                for place in few {
                    members.insert(*place);
                }
                *self = Self::Many(members);
            }
            Self::Few(few) => {
                few.extend(listed(stored));
                few.sort_unstable();
                few.dedup();
            }
        }
    }

    pub(super) fn insert(&mut self, place: u16) {
        match self {
            Self::Few(few) => {
                if let Err(index) = few.binary_search(&place) {
                    few.insert(index, place);
                }
            }
            Self::Many(members) => members.insert(place),
        }
    }

    pub(super) fn remove(&mut self, place: u16) {
        match self {
            Self::Few(few) => {
                if let Ok(index) = few.binary_search(&place) {
                    few.remove(index);
                }
            }
            Self::Many(members) => members.remove(place),
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::Few(few) => few.len(),
            Self::Many(members) => members.count(),
        }
    }

    /// The members as they are stored.
    pub(super) fn stored(&self) -> Vec<u8> {
        match self {
            Self::Few(few) => members::stored(few),
            Self::Many(members) => members.stored(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::members::{Members, stored};
    use super::MemberList;

    /// Members as they may be stored: few, about as many as are stored as bits, and many.
    fn places() -> impl Strategy<Value = Vec<u16>> {
        let count = prop_oneof![0..9_u16, 4_085..4_105_u16, 6_000..6_010_u16];
        (any::<u16>(), count).prop_map(|(first, count)| {
            let places = (0..count).map(|number| first.wrapping_add(number.wrapping_mul(7)));
            places.collect::<BTreeSet<_>>().into_iter().collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_list_changes_as_the_bits_of_a_block_do(
            one in places(),
            other in places(),
            changes in proptest::collection::vec((any::<bool>(), any::<u16>()), 0..30),
        ) {
            let (mut list, mut bits) = (MemberList::none(), Members::none());
            for places in [&one, &other] {
                let stored = stored(places);
                list.add_stored(&stored);
                bits.add_stored(&stored);
            }
            let known = one.iter().take(20).map(|place| (false, *place));
            for (comes, place) in changes.into_iter().chain(known) {
                if comes {
                    list.insert(place);
                    bits.insert(place);
                } else {
                    list.remove(place);
                    bits.remove(place);
                }
            }
            prop_assert_eq!(list.count(), bits.count());
            prop_assert_eq!(list.stored(), bits.stored());
        }
    }
}
