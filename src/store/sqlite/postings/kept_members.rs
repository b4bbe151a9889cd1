//! Members that are kept in memory: those of conditions that many rows meet.

use super::collection::Collection;
use super::lookup::Test;
use super::members::Members;

/// The most bytes of members that are kept: three common keys of a million rows.
const MOST_BYTES: usize = if cfg!(test) { 256 } else { 1 << 19 };

/// What is shorter is read as quickly.
const FEWEST_BYTES: usize = if cfg!(test) { 4 } else { 1_024 };

/// The most conditions whose members are kept.
const MOST_TESTS: usize = if cfg!(test) { 4 } else { 64 };

/// The members of each block who answer any of some tests.
struct Answers {
    postings: &'static str,
    tests: Vec<Test>,
    blocks: Vec<Option<Box<[u8]>>>,
}

/// The members who are kept.
#[derive(Default)]
pub(super) struct KeptMembers {
    answers: Vec<Answers>,
    bytes: usize,
    /// Whether something found no room.
    is_full: bool,
}

/// Where the members are who answer some tests. It is good for one question.
#[derive(Clone, Copy)]
pub(super) struct Place(usize);

impl KeptMembers {
    /// Makes room for the members who answer these tests, each any of some, and says where they are.
    pub(super) fn places<'t>(
        &mut self,
        collection: &Collection,
        tests: impl Iterator<Item = Option<&'t [Test]>>,
    ) -> Vec<Option<Place>> {
        let tests: Vec<Option<&[Test]>> = tests.collect();
        let is_known = |tests: &&[Test]| self.find(collection, tests).is_some();
        if !tests.iter().flatten().all(is_known) {
            self.answers.retain(|answers| !answers.blocks.is_empty());
            if self.is_full || self.answers.len() + tests.len() > MOST_TESTS {
                *self = Self::default();
            }
        }
        let tests = tests.into_iter();
        tests
            .map(|tests| tests.map(|tests| self.place(collection, tests)))
            .collect()
    }

    fn place(&mut self, collection: &Collection, tests: &[Test]) -> Place {
        self.find(collection, tests).unwrap_or_else(|| {
            self.answers.push(Answers {
                postings: collection.postings,
                tests: tests.to_vec(),
                blocks: Vec::new(),
            });
            Place(self.answers.len() - 1)
        })
    }

    fn find(&self, collection: &Collection, tests: &[Test]) -> Option<Place> {
        let mut answers = self.answers.iter();
        let is_theirs =
            |known: &Answers| known.postings == collection.postings && known.tests == tests;
        answers.position(is_theirs).map(Place)
    }

    /// The members of a block, as they are stored.
    pub(super) fn get(&self, place: Place, block: i64) -> Option<&[u8]> {
        let block = usize::try_from(block).ok()?;
        self.answers.get(place.0)?.blocks.get(block)?.as_deref()
    }

    /// Keeps the members of a block, for which so many bytes were read.
    pub(super) fn keep(&mut self, place: Place, block: i64, read: usize, members: &Members) {
        let Ok(block) = usize::try_from(block) else {
            return;
        };
        if read < FEWEST_BYTES || self.is_full {
            return;
        }
        let stored = members.stored().into_boxed_slice();
        if self.bytes + stored.len() > MOST_BYTES {
            self.is_full = true;
            return;
        }
        self.bytes += stored.len();
        if let Some(answers) = self.answers.get_mut(place.0) {
            if answers.blocks.len() <= block {
                answers.blocks.resize(block + 1, None);
            }
            if let Some(kept) = answers.blocks.get_mut(block) {
                *kept = Some(stored);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::collection::{CUSTOMERS, FEEDBACK};
    use super::super::lookup::Test;
    use super::super::members::Members;
    use super::{KeptMembers, MOST_BYTES};

    fn key(name: &str) -> [Test; 1] {
        [Test::Key(name.to_owned())]
    }

    fn members(count: u16) -> Members {
        let mut members = Members::none();
        (0..count).for_each(|place| members.insert(place));
        members
    }

    #[test]
    fn members_are_kept_by_collection_tests_and_block() {
        let mut kept = KeptMembers::default();
        let (tag, word) = (key("tag"), key("word"));
        let asked = || [Some(&tag[..]), None, Some(&word[..])].into_iter();
        let places = kept.places(&CUSTOMERS, asked());
        let (tag_place, word_place) = (places[0].unwrap(), places[2].unwrap());
        assert!(places[1].is_none());
        let three = members(3);
        kept.keep(tag_place, 2, 6, &three);
        assert_eq!(kept.get(tag_place, 2), Some(&three.stored()[..]));
        assert_eq!(kept.get(tag_place, 1), None);
        assert_eq!(kept.get(word_place, 2), None);
        let again = kept.places(&CUSTOMERS, asked());
        assert_eq!(kept.get(again[0].unwrap(), 2), Some(&three.stored()[..]));
        let of_feedback = kept.places(&FEEDBACK, asked());
        assert_eq!(kept.get(of_feedback[0].unwrap(), 2), None);
    }

    #[test]
    fn when_there_is_no_more_room_only_other_questions_begin_anew() {
        let mut kept = KeptMembers::default();
        let many = members(u16::try_from(MOST_BYTES / 2).unwrap());
        let asked = key("one");
        let place = |kept: &mut KeptMembers, tests: &[Test]| {
            kept.places(&CUSTOMERS, [Some(tests)].into_iter())[0].unwrap()
        };
        let one = place(&mut kept, &asked);
        for block in 0..2 {
            kept.keep(one, block, MOST_BYTES, &many);
        }
        assert!(kept.get(one, 0).is_some() && kept.get(one, 1).is_none());
        let one = place(&mut kept, &asked);
        assert!(kept.get(one, 0).is_some());
        let other = place(&mut kept, &key("other"));
        kept.keep(other, 0, MOST_BYTES, &many);
        assert!(kept.get(other, 0).is_some());
        let one = place(&mut kept, &asked);
        assert!(kept.get(one, 0).is_none());
    }

    #[test]
    fn many_questions_take_no_more_room_than_a_few() {
        let mut kept = KeptMembers::default();
        for number in 0..1_000 {
            let tests = key(&number.to_string());
            let places = kept.places(&CUSTOMERS, [Some(&tests[..])].into_iter());
            kept.keep(places[0].unwrap(), 0, 6, &members(3));
            assert!(kept.answers.len() <= super::MOST_TESTS && kept.bytes <= MOST_BYTES);
        }
    }
}
