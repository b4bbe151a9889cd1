//! Arranging a block's keys as its postings, in the order of their keys.

use super::collection::Collection;
use super::keys::Kind;
use super::lookup::{beginning, beginning_key, is_common};
use super::members::stored;
use super::rows::PlacesByKey;

/// A key of a block, and who has it.
pub(super) struct Posting {
    pub(super) key: String,
    pub(super) member_count: usize,
    pub(super) members: Vec<u8>,
}

impl Posting {
    fn of(key: String, places: &[u16]) -> Self {
        Self {
            key,
            member_count: places.len(),
            members: stored(places),
        }
    }
}

/// The postings of a block: those of its keys, and of the beginnings of its words.
pub(super) fn arrange(keys: PlacesByKey, collection: &Collection) -> Vec<Posting> {
    let mut keys: Vec<(String, Vec<u16>)> = keys.into_iter().collect();
    keys.sort_unstable();
    let words: Vec<(&str, &[u16])> = keys
        .iter()
        .filter_map(|(key, places)| {
            Some((key.strip_prefix(Kind::Word.letter())?, places.as_slice()))
        })
        .collect();
    // Digits come before letters: each posting is put after the one before.
    let mut postings = Vec::with_capacity(2 * keys.len());
    for length in collection.beginnings {
        add_beginnings(&words, *length, &mut postings);
    }
    postings.extend(
        keys.into_iter()
            .map(|(key, places)| Posting::of(key, &places)),
    );
    postings
}

/// Adds the beginnings of one length that many words have; those stand side by side.
fn add_beginnings(words: &[(&str, &[u16])], length: usize, postings: &mut Vec<Posting>) {
    let cut: Vec<(&str, &[u16])> = words
        .iter()
        .filter_map(|(word, places)| Some((beginning(word, length)?, *places)))
        .collect();
    let mut members: Vec<u16> = Vec::new();
    for alike in cut.chunk_by(|(one, _), (other, _)| one == other) {
        let most: usize = alike.iter().map(|(_, places)| places.len()).sum();
        let Some((beginning, _)) = alike.first().filter(|_| is_common(alike.len(), most)) else {
            continue;
        };
        members.clear();
        members.extend(alike.iter().flat_map(|(_, places)| *places));
        members.sort_unstable();
        members.dedup();
        if is_common(alike.len(), members.len()) {
            postings.push(Posting::of(beginning_key(length, beginning), &members));
        }
    }
}
