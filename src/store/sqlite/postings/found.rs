//! Finding: the rows that meet every condition.

use rusqlite::{Connection, params};

use super::super::super::StoreError;
use super::cache::{Kept, PostingCache};
use super::collection::Collection;
use super::condition::Condition;
use super::kept_members::Place;
use super::lookup::{Lookup, Test};
use super::members::{Members, id_at, place_of};
use super::range::Range;
use super::unposted;

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
    let places = kept.members().places(collection, conditions);
    let asked = conditions.iter().zip(places);
    let mut asked: Vec<Asked<'_>> = asked
        .map(|(condition, place)| Asked {
            condition,
            place,
            range: None,
        })
        .collect();
    let mut blocks = Vec::new();
    let (mut found, mut others) = (Members::none(), Members::none());
    for block in 0..=last_block(connection, collection)? {
        // A condition that nobody is known to meet is asked about first: nothing is read for that.
        let nobody = |asked: &Asked<'_>| kept.members().get(asked.place, block) == Some(&[]);
        if asked.iter().any(nobody) {
            blocks.push(None);
            continue;
        }
        found.fill();
        for asked in &mut asked {
            asked.keep_meeting(&mut kept, &mut lookup, block, (&mut found, &mut others))?;
            if found.is_empty() {
                break;
            }
        }
        blocks.push((!found.is_empty()).then(|| found.clone()));
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

/// A condition that is asked about.
struct Asked<'q> {
    condition: &'q Condition,
    place: Place,
    /// Of a condition that is one, once somebody has to be looked for.
    range: Option<Range>,
}

impl Asked<'_> {
    /// Keeps those who were found in a block and meet the condition.
    fn keep_meeting(
        &mut self,
        kept: &mut Kept<'_>,
        lookup: &mut Lookup<'_>,
        block: i64,
        (found, others): (&mut Members, &mut Members),
    ) -> Result<(), StoreError> {
        if let Some(stored) = kept.members().get(self.place, block) {
            found.intersect_stored(stored, others);
            return Ok(());
        }
        others.clear();
        match self.condition {
            Condition::AnyOf(tests) => {
                for test in tests {
                    lookup.add(block, test, others)?;
                }
            }
            Condition::Within { sort, from, until } => {
                let range = match self.range.take() {
                    Some(range) => range,
                    None => lookup.range(*sort, *from, *until)?,
                };
                self.range.insert(range).add(kept, block, others)?;
            }
        }
        kept.members().keep(self.place, block, others);
        found.intersect(others);
        Ok(())
    }
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
    collection: &'static Collection,
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
