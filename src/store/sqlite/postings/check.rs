//! Whether every row is found by each of its keys, and by no others.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::super::super::{Finding, Part, StoreError};
use super::collection::{CUSTOMERS, Collection};
use super::found;
use super::keys::Kind;
use super::lookup::beginning_of;
use super::members::{Members, id_at, place_of};
use super::rows::{BlockRows, PlacesByKey};
use super::unposted;

/// Keys of a block in their order, each with its places.
type Sorted = Vec<(String, Vec<u16>)>;

/// Compares the postings of each block with its rows; rows that wait are found as they were posted.
pub(in super::super) fn rows_and_postings(
    connection: &Connection,
    collection: &Collection,
) -> Result<Vec<Finding>, StoreError> {
    let about = |problem: &str| {
        let problem = format!("rows of {} {problem}", collection.rows);
        Finding::new(Part::Search, problem).repairable()
    };
    let mut wrong = about("are not found by all of their words and labels, or by others");
    let mut waiting = about("wait to be found by words and labels that they do not have");
    let last = found::last_block(connection, collection)?;
    for block in 0..=last {
        let (posted, now) = waiting_in(connection, collection, block)?;
        let ids: BTreeSet<i64> = posted.keys().copied().collect();
        let mut expected = BlockRows::read(connection, collection, block)?
            .only(|id| !ids.contains(&id))
            .into_keys();
        for (id, keys) in &posted {
            for key in keys.lines() {
                expected
                    .entry(key.to_owned())
                    .or_default()
                    .push(place_of(*id).1);
            }
        }
        if !ids.is_empty() {
            let rows = BlockRows::read(connection, collection, block)?;
            differing_now(
                &rows.only(|id| ids.contains(&id)).into_keys(),
                &now,
                &mut waiting,
                block,
            );
        }
        let mut expected: Sorted = expected.into_iter().collect();
        for (_, places) in &mut expected {
            places.sort_unstable();
            places.dedup();
        }
        expected.sort_unstable();
        let places = differing(connection, collection, block, &expected)?;
        for place in places.iter() {
            wrong.add(id_at(block, place));
        }
    }
    let sql = format!(
        "SELECT count(*) FROM {} WHERE block > ?1 OR block < 0",
        collection.postings
    );
    wrong.rows += connection.query_row(&sql, [last], |row| row.get::<_, u64>(0))?;
    Ok([wrong, waiting]
        .into_iter()
        .filter_map(Finding::if_any)
        .collect())
}

/// Keys of rows, by id, a line each.
type Lines = BTreeMap<i64, String>;

/// The rows of a block that wait: their keys as posted, and as they are.
fn waiting_in(
    connection: &Connection,
    collection: &Collection,
    block: i64,
) -> Result<(Lines, Lines), StoreError> {
    let (mut posted, mut now) = (Lines::new(), Lines::new());
    unposted::each(connection, collection, |id, was, is| {
        if place_of(id).0 == block {
            posted.insert(id, was.to_owned());
            now.insert(id, is.to_owned());
        }
        Ok(())
    })?;
    Ok((posted, now))
}

/// Adds the waiting rows that are noted with other keys than they have.
fn differing_now(rows: &PlacesByKey, noted: &Lines, finding: &mut Finding, block: i64) {
    let mut had: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    for (key, places) in rows {
        for place in places {
            had.entry(id_at(block, *place)).or_default().insert(key);
        }
    }
    for (id, keys) in noted {
        let keys: BTreeSet<&str> = keys.lines().collect();
        if had.remove(id).unwrap_or_default() != keys {
            finding.add(*id);
        }
    }
}

/// The places of a block that some key has and should not have, or should have and has not.
fn differing(
    connection: &Connection,
    collection: &Collection,
    block: i64,
    expected: &Sorted,
) -> Result<Members, StoreError> {
    let sql = format!(
        "SELECT key, member_count, members FROM {} WHERE block = ?1 ORDER BY key",
        collection.postings
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([block])?;
    let mut wrong = Members::none();
    let mut left = expected.iter().peekable();
    while let Some(row) = rows.next()? {
        let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let stored = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        let count: i64 = row.get(1)?;
        if let Some(beginning) = beginning_of(key) {
            compare(
                &places_beginning(expected, beginning),
                stored,
                count,
                &mut wrong,
            );
            continue;
        }
        while let Some((_, places)) = left.next_if(|(other, _)| other.as_str() < key) {
            for place in places {
                wrong.insert(*place);
            }
        }
        let places = left.next_if(|(other, _)| other == key);
        let places = places
            .map(|(_, places)| places.as_slice())
            .unwrap_or_default();
        compare(places, stored, count, &mut wrong);
    }
    for (_, places) in left {
        for place in places {
            wrong.insert(*place);
        }
    }
    Ok(wrong)
}

/// The places of all words with a beginning.
fn places_beginning(expected: &Sorted, beginning: &str) -> Vec<u16> {
    let first = Kind::Word.key(beginning);
    let from = expected.partition_point(|(key, _)| *key < first);
    let words = expected.iter().skip(from);
    let mut places: Vec<u16> = words
        .take_while(|(key, _)| key.starts_with(&first))
        .flat_map(|(_, places)| places.iter().copied())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn compare(places: &[u16], stored: &[u8], count: i64, wrong: &mut Members) {
    if super::members::stored(places) == stored && usize::try_from(count) == Ok(places.len()) {
        return;
    }
    let (mut is, mut should) = (Members::none(), Members::none());
    is.add_stored(stored);
    for place in places {
        should.insert(*place);
    }
    let before = wrong.count();
    for place in is.iter().chain(should.iter()) {
        if is.contains(place) != should.contains(place) {
            wrong.insert(place);
        }
    }
    // The right members under a wrong count are wrong too.
    if wrong.count() == before {
        for place in is.iter() {
            wrong.insert(place);
        }
    }
}

/// Compares how many customers are kept to have each label with the postings.
pub(in super::super) fn label_counts(
    connection: &Connection,
) -> Result<Option<Finding>, StoreError> {
    let last = found::last_block(connection, &CUSTOMERS)?;
    let mut of_block = connection.prepare(
        "SELECT ifnull((SELECT member_count FROM customer_postings WHERE block = ?1 AND key = ?2), 0)",
    )?;
    let mut statement = connection.prepare("SELECT key, member_count FROM label_counts")?;
    let mut rows = statement.query([])?;
    let (mut wrong, mut labels) = (0_u64, 0_i64);
    while let Some(row) = rows.next()? {
        let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let kept: i64 = row.get(1)?;
        let mut counted = 0;
        for block in 0..=last {
            counted +=
                of_block.query_row(rusqlite::params![block, key], |row| row.get::<_, i64>(0))?;
        }
        labels += counted;
        wrong += u64::from(kept != counted);
    }
    let all = "SELECT ifnull(sum(member_count), 0) FROM customer_postings
               WHERE block = ?1 AND key >= 'a' AND key < 'w'";
    let mut all = connection.prepare(all)?;
    let mut members = 0;
    for block in 0..=last {
        members += all.query_row([block], |row| row.get::<_, i64>(0))?;
    }
    // A label that some have and that is not counted at all.
    wrong += u64::from(wrong == 0 && members != labels);
    let mut finding = Finding::new(
        Part::Search,
        "labels are counted otherwise than customers have them",
    );
    finding.rows = wrong;
    Ok(finding.repairable().if_any())
}
