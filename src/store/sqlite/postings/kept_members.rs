//! Members that are kept in memory: those who meet the conditions that were asked about last.

use super::collection::Collection;
use super::condition::Condition;
use super::members::Members;

/// How many bytes of members are kept at the least.
const FEWEST_BYTES: usize = if cfg!(test) { 256 } else { 1 << 19 };

/// And so many for each block: those of six common conditions, more than most questions have.
const BYTES_A_BLOCK: usize = if cfg!(test) { 64 } else { 3 << 14 };

/// The most conditions whose members are kept.
const MOST_CONDITIONS: usize = if cfg!(test) { 4 } else { 64 };

/// The members of each block who meet a condition.
struct Answers {
    postings: &'static str,
    condition: Condition,
    blocks: Vec<Option<Box<[u8]>>>,
}

impl Answers {
    fn are_of(&self, collection: &Collection, condition: &Condition) -> bool {
        self.postings == collection.postings && self.condition == *condition
    }

    fn bytes(&self) -> usize {
        self.blocks
            .iter()
            .flatten()
            .map(|stored| taken(stored))
            .sum()
    }
}

/// How many bytes the members of a block take.
fn taken(stored: &[u8]) -> usize {
    stored.len() + size_of::<Option<Box<[u8]>>>()
}

/// The members who are kept.
#[derive(Default)]
pub(super) struct KeptMembers {
    answers: Vec<Answers>,
    bytes: usize,
    /// How many blocks there are, as far as is known.
    block_count: usize,
    /// Whether something found no room.
    is_full: bool,
}

/// Where the members are who meet a condition. It is good for one question.
#[derive(Clone, Copy)]
pub(super) struct Place(usize);

impl KeptMembers {
    /// Makes room for the members who meet these conditions, and says where they are.
    pub(super) fn places(
        &mut self,
        collection: &Collection,
        conditions: &[Condition],
    ) -> Vec<Place> {
        let is_known = |condition: &Condition| {
            let place = self.find(collection, condition);
            place.is_some_and(|place| self.is_whole(place))
        };
        let is_crowded = self.is_full || self.answers.len() + conditions.len() > MOST_CONDITIONS;
        if is_crowded && !conditions.iter().all(is_known) {
            // Others make room for those who are asked about now.
            self.answers.retain(|known| {
                let mut conditions = conditions.iter();
                conditions.any(|condition| known.are_of(collection, condition))
            });
            self.bytes = self.answers.iter().map(Answers::bytes).sum();
            self.is_full = false;
        }
        let conditions = conditions.iter();
        conditions
            .map(|condition| self.place(collection, condition))
            .collect()
    }

    fn place(&mut self, collection: &Collection, condition: &Condition) -> Place {
        self.find(collection, condition).unwrap_or_else(|| {
            self.answers.push(Answers {
                postings: collection.postings,
                condition: condition.clone(),
                blocks: Vec::new(),
            });
            Place(self.answers.len() - 1)
        })
    }

    fn find(&self, collection: &Collection, condition: &Condition) -> Option<Place> {
        let mut answers = self.answers.iter();
        answers
            .position(|known| known.are_of(collection, condition))
            .map(Place)
    }

    /// Whether the members of every block are kept.
    fn is_whole(&self, place: Place) -> bool {
        self.answers.get(place.0).is_some_and(|answers| {
            answers.blocks.len() == self.block_count && answers.blocks.iter().all(Option::is_some)
        })
    }

    /// The members of a block, as they are stored.
    pub(super) fn get(&self, place: Place, block: i64) -> Option<&[u8]> {
        let block = usize::try_from(block).ok()?;
        self.answers.get(place.0)?.blocks.get(block)?.as_deref()
    }

    /// Keeps the members of a block, also where they are nobody: to find that out takes as long.
    pub(super) fn keep(&mut self, place: Place, block: i64, members: &Members) {
        let Ok(block) = usize::try_from(block) else {
            return;
        };
        if self.is_full {
            return;
        }
        self.block_count = self.block_count.max(block + 1);
        let stored = members.stored().into_boxed_slice();
        let room = FEWEST_BYTES.max(self.block_count * BYTES_A_BLOCK);
        if self.bytes + taken(&stored) > room {
            self.is_full = true;
            return;
        }
        self.bytes += taken(&stored);
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
    use super::super::condition::Condition;
    use super::super::lookup::Test;
    use super::super::members::Members;
    use super::{FEWEST_BYTES, KeptMembers};

    fn key(name: &str) -> Condition {
        Condition::AnyOf(vec![Test::Key(name.to_owned())])
    }

    fn members(count: u16) -> Members {
        let mut members = Members::none();
        (0..count).for_each(|place| members.insert(place));
        members
    }

    #[test]
    fn members_are_kept_by_collection_condition_and_block() {
        let mut kept = KeptMembers::default();
        let week = Condition::Within {
            sort: 0,
            from: Some(7),
            until: None,
        };
        let asked = [key("tag"), week];
        let places = kept.places(&CUSTOMERS, &asked);
        let three = members(3);
        kept.keep(places[0], 2, &three);
        kept.keep(places[1], 2, &members(0));
        assert_eq!(kept.get(places[0], 2), Some(&three.stored()[..]));
        assert_eq!(kept.get(places[0], 1), None);
        assert_eq!(kept.get(places[1], 2), Some(&[][..]));
        let again = kept.places(&CUSTOMERS, &asked);
        assert_eq!(kept.get(again[0], 2), Some(&three.stored()[..]));
        let of_feedback = kept.places(&FEEDBACK, &asked);
        assert_eq!(kept.get(of_feedback[0], 2), None);
    }

    #[test]
    fn when_there_is_no_more_room_others_make_some_for_who_is_asked_about() {
        let mut kept = KeptMembers::default();
        let many = members(u16::try_from(FEWEST_BYTES / 4).unwrap());
        let (one, other) = (key("one"), key("other"));
        let ask = |kept: &mut KeptMembers, condition: &Condition| {
            let place = kept.places(&CUSTOMERS, std::slice::from_ref(condition))[0];
            let was_kept = kept.get(place, 0).is_some();
            kept.keep(place, 0, &many);
            (was_kept, kept.get(place, 0).is_some())
        };
        assert_eq!(ask(&mut kept, &one), (false, true));
        // It finds no room in the middle of a question, and has it when it is asked again.
        assert_eq!(ask(&mut kept, &other), (false, false));
        assert_eq!(ask(&mut kept, &other), (false, true));
        assert_eq!(kept.answers.len(), 1);
        let place = kept.find(&CUSTOMERS, &one);
        assert!(place.is_none());
    }

    #[test]
    fn many_questions_take_no_more_room_than_a_few() {
        let mut kept = KeptMembers::default();
        for number in 0..1_000 {
            let places = kept.places(&CUSTOMERS, &[key(&number.to_string())]);
            kept.keep(places[0], 0, &members(3));
            assert!(kept.answers.len() <= super::MOST_CONDITIONS && kept.bytes <= FEWEST_BYTES);
        }
    }
}
