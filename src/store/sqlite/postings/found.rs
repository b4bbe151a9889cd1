//! Finding: the rows that meet every condition.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::super::super::StoreError;
use super::cache::{Kept, PostingCache};
use super::collection::Collection;
use super::kept_members::Place;
use super::keys::Kind;
use super::lookup::{Lookup, Test};
use super::members::{Members, id_at, place_of};
use super::range::Range;
use super::unposted;

/// One thing that a row must meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Condition {
    /// Its keys answer one of these.
    AnyOf(Vec<Test>),
    /// The number that it is sorted by is not under the first and is under the second.
    Within {
        /// The number of the sort.
        sort: usize,
        /// The lowest that is meant.
        from: Option<i64>,
        /// The first that is too high.
        until: Option<i64>,
    },
}

impl Condition {
    /// Has the key of a kind with a text.
    pub(in super::super) fn has(kind: Kind, text: &str) -> Self {
        Self::AnyOf(vec![Test::Key(kind.key(text))])
    }

    /// The tests of which one is enough; none for a range.
    fn tests(&self) -> Option<&[Test]> {
        match self {
            Self::AnyOf(tests) => Some(tests),
            Self::Within { .. } => None,
        }
    }

    /// The time that it is sorted by is at the first or later, and before the second; none where
    /// any time will do.
    pub(in super::super) fn within(
        sort: usize,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Option<Self> {
        let at = |bound: Option<Timestamp>| bound.map(Timestamp::as_millisecond);
        (from.is_some() || until.is_some()).then(|| Self::Within {
            sort,
            from: at(from),
            until: at(until),
        })
    }
}

/// Rows that meet every condition.
pub(in super::super) struct Found {
    /// Of each block, from the first on, those that are posted as they are.
    pub(in super::super) blocks: Vec<Option<Members>>,
    /// Those that wait to be posted.
    pub(in super::super) unposted: Vec<i64>,
    /// How many they are.
    pub(in super::super) count: usize,
}

impl Found {
    /// Whether a row is among those that are posted.
    pub(in super::super) fn contains(&self, id: i64) -> bool {
        let (block, place) = place_of(id);
        usize::try_from(block)
            .ok()
            .and_then(|block| self.blocks.get(block)?.as_ref())
            .is_some_and(|members| members.contains(place))
    }

    /// How many blocks have somebody.
    pub(in super::super) fn blocks_with_any(&self) -> usize {
        self.blocks.iter().flatten().count()
    }

    /// The blocks that have somebody, with their numbers.
    pub(in super::super) fn each_block(&self) -> impl Iterator<Item = (i64, &Members)> {
        (0..)
            .zip(&self.blocks)
            .filter_map(|(block, members)| Some((block, members.as_ref()?)))
    }

    /// The ids of those that are posted, lowest first.
    pub(in super::super) fn ids(&self) -> impl Iterator<Item = i64> {
        self.each_block()
            .flat_map(|(block, members)| members.iter().map(move |place| id_at(block, place)))
    }
}

/// Finds the rows that meet every condition, of which there is at least one.
pub(in super::super) fn find(
    connection: &Connection,
    cache: &PostingCache,
    collection: &'static Collection,
    conditions: &[Condition],
) -> Result<Found, StoreError> {
    let mut kept = cache.seen_by(connection)?;
    let mut lookup = Lookup::new(connection, collection)?;
    let mut ranges: Vec<Option<Range>> = Vec::new();
    for condition in conditions {
        ranges.push(match condition {
            Condition::AnyOf(_) => None,
            Condition::Within { sort, from, until } => {
                Some(Range::new(connection, collection, *sort, *from, *until)?)
            }
        });
    }
    let tests = conditions.iter().map(Condition::tests);
    let places = kept.members().places(collection, tests);
    let mut blocks = Vec::new();
    let mut meeting = Members::none();
    for block in 0..=last_block(connection, collection)? {
        let mut found: Option<Members> = None;
        for (condition, (range, place)) in conditions.iter().zip(ranges.iter().zip(&places)) {
            meeting.clear();
            match (condition, range, place) {
                (Condition::AnyOf(tests), _, Some(place)) => {
                    add_any_of(&mut kept, &mut lookup, (tests, *place), block, &mut meeting)?;
                }
                (Condition::Within { .. }, Some(range), _) => {
                    range.add(&mut kept, block, &mut meeting)?;
                }
                (Condition::AnyOf(_), _, None) | (Condition::Within { .. }, None, _) => {}
            }
            match &mut found {
                None => found = Some(meeting.clone()),
                Some(found) => found.intersect(&meeting),
            }
            if found.as_ref().is_some_and(Members::is_empty) {
                found = None;
                break;
            }
        }
        blocks.push(found);
    }
    let mut found = Found {
        blocks,
        unposted: Vec::new(),
        count: 0,
    };
    judge_unposted(connection, collection, conditions, &mut found)?;
    let posted: usize = found.blocks.iter().flatten().map(Members::count).sum();
    found.count = posted + found.unposted.len();
    Ok(found)
}

/// Adds those of a block who answer any of some tests.
fn add_any_of(
    kept: &mut Kept<'_>,
    lookup: &mut Lookup<'_>,
    (tests, place): (&[Test], Place),
    block: i64,
    members: &mut Members,
) -> Result<(), StoreError> {
    if let Some(stored) = kept.members().get(place, block) {
        members.add_stored(stored);
        return Ok(());
    }
    let before = lookup.bytes_read();
    for test in tests {
        lookup.add(block, test, members)?;
    }
    let read = lookup.bytes_read() - before;
    kept.members().keep(place, block, read, members);
    Ok(())
}

/// Looks at each row that waits to be posted, as it is now.
fn judge_unposted(
    connection: &Connection,
    collection: &Collection,
    conditions: &[Condition],
    found: &mut Found,
) -> Result<(), StoreError> {
    unposted::each(connection, collection, |id, _, keys| {
        let (block, place) = place_of(id);
        let block = usize::try_from(block).unwrap_or(usize::MAX);
        if let Some(Some(members)) = found.blocks.get_mut(block) {
            members.remove(place);
        }
        for condition in conditions {
            let meets = match condition {
                Condition::AnyOf(tests) => tests.iter().any(|test| test.holds_for(keys)),
                Condition::Within { sort, from, until } => {
                    let bounds = (*from, *until);
                    is_within(connection, collection, *sort, bounds, id)?
                }
            };
            if !meets {
                return Ok(());
            }
        }
        found.unposted.push(id);
        Ok(())
    })
}

fn is_within(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
    (from, until): (Option<i64>, Option<i64>),
    id: i64,
) -> Result<bool, StoreError> {
    let column = collection.sorts.get(sort).copied().unwrap_or("NULL");
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {} WHERE id = ?1 AND {column} >= ?2 AND {column} < ?3)",
        collection.rows
    );
    let bounds = params![id, from.unwrap_or(i64::MIN), until.unwrap_or(i64::MAX)];
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(bounds, |row| row.get(0))?)
}

/// The lowest id that has a key.
pub(in super::super) fn first_with(
    connection: &Connection,
    collection: &Collection,
    key: &str,
) -> Result<Option<i64>, StoreError> {
    let test = Test::Key(key.to_owned());
    let (mut waiting, mut lowest_waiting) = (Vec::new(), None::<i64>);
    unposted::each(connection, collection, |id, _, keys| {
        waiting.push(id);
        if test.holds_for(keys) {
            lowest_waiting = Some(lowest_waiting.map_or(id, |lowest| lowest.min(id)));
        }
        Ok(())
    })?;
    let mut lookup = Lookup::new(connection, collection)?;
    let mut members = Members::none();
    for block in 0..=last_block(connection, collection)? {
        members.clear();
        lookup.add(block, &test, &mut members)?;
        let first = members
            .iter()
            .map(|place| id_at(block, place))
            .find(|id| !waiting.contains(id));
        if let Some(first) = first {
            return Ok(Some(
                lowest_waiting.map_or(first, |lowest| lowest.min(first)),
            ));
        }
    }
    Ok(lowest_waiting)
}

/// The last block that has rows; before the first where none has.
pub(super) fn last_block(
    connection: &Connection,
    collection: &Collection,
) -> Result<i64, StoreError> {
    let sql = format!("SELECT ifnull(max(id), -1) FROM {}", collection.rows);
    let last: i64 = connection
        .prepare_cached(&sql)?
        .query_row([], |row| row.get(0))?;
    Ok(place_of(last).0)
}
