//! Posting: what rows that wait have changed is written into the postings, in key order.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use super::super::super::StoreError;
use super::build::{self, State};
use super::collection::Collection;
use super::keys::Kind;
use super::lookup::{beginning_key, beginning_of, beginnings, is_common};
use super::member_list::MemberList;
use super::members::place_of;
use super::stored::StoredBlock;
use super::{labels, unposted, zones};

/// Rows whose keys are in memory at once: many may wait after somebody has built.
const AT_ONCE: usize = 4_096;

/// Which places of a block come under a key, and which go.
#[derive(Default)]
struct Changes {
    come: Vec<u16>,
    go: Vec<u16>,
}

/// Changes of a block, by key.
type BlockChanges = BTreeMap<String, Changes>;

/// Posts the rows that wait, if they are too many. While somebody builds the postings they wait on: a
/// block that was read already would be written without them.
pub(in super::super) fn post_if_many(
    connection: &Connection,
    collection: &Collection,
) -> Result<(), StoreError> {
    if unposted::are_too_many(connection, collection)? && build::state(connection)? == State::Built
    {
        post(connection, collection)?;
    }
    Ok(())
}

/// Posts all rows that wait.
pub(in super::super) fn post(
    connection: &Connection,
    collection: &Collection,
) -> Result<(), StoreError> {
    let zones_are_drawn = zones::are_drawn(connection, collection)?;
    let mut moves = 0;
    for (block, ids) in waiting(connection, collection)? {
        for ids in ids.chunks(AT_ONCE) {
            let changes = changes_of(connection, collection, ids)?;
            write(connection, collection, block, changes)?;
            if zones_are_drawn {
                zones::move_rows(connection, collection, block, ids)?;
            }
        }
        moves += ids.len();
    }
    connection.execute(&format!("DELETE FROM {}", collection.unposted), [])?;
    zones::count_moves(connection, collection, moves)
}

/// The ids that wait, by block.
fn waiting(
    connection: &Connection,
    collection: &Collection,
) -> Result<BTreeMap<i64, Vec<i64>>, StoreError> {
    let mut blocks: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let sql = format!("SELECT id FROM {} ORDER BY id", collection.unposted);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        blocks.entry(place_of(id).0).or_default().push(id);
    }
    Ok(blocks)
}

/// What becomes of each key in a block.
fn changes_of(
    connection: &Connection,
    collection: &Collection,
    ids: &[i64],
) -> Result<BlockChanges, StoreError> {
    let sql = format!(
        "SELECT posted, ifnull(keys, posted) FROM {} WHERE id = ?1",
        collection.unposted
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut changes = BlockChanges::new();
    for id in ids {
        let place = place_of(*id).1;
        let (posted, keys): (String, String) =
            statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if posted == keys {
            continue;
        }
        let (posted, keys) = (whole(&posted, collection), whole(&keys, collection));
        for key in keys.difference(&posted) {
            changes.entry(key.clone()).or_default().come.push(place);
        }
        for key in posted.difference(&keys) {
            changes.entry(key.clone()).or_default().go.push(place);
        }
    }
    Ok(changes)
}

/// Keys, a line each, with the beginnings of their words.
fn whole(keys: &str, collection: &Collection) -> HashSet<String> {
    let words = keys
        .lines()
        .filter_map(|key| key.strip_prefix(Kind::Word.letter()));
    words
        .flat_map(|word| beginnings(word, collection.beginnings))
        .chain(keys.lines().map(str::to_owned))
        .collect()
}

fn write(
    connection: &Connection,
    collection: &Collection,
    block: i64,
    changes: BlockChanges,
) -> Result<(), StoreError> {
    let mut stored = StoredBlock::new(connection, collection, block)?;
    let mut uncommon: Vec<String> = Vec::new();
    for (key, changes) in changes {
        let known = stored.members(&key)?;
        let is_known = known.is_some();
        if let Some(beginning) = beginning_of(&key).filter(|_| !is_known) {
            if !changes.come.is_empty() {
                uncommon.push(beginning.to_owned());
            }
            continue;
        }
        let mut members = known.unwrap_or_else(MemberList::none);
        let before = members.count();
        changes.go.iter().for_each(|place| members.remove(*place));
        changes.come.iter().for_each(|place| members.insert(*place));
        stored.write(&key, is_known, &members)?;
        let after = members.count();
        if collection.has_label_counts && labels::is_counted(&key) && before != after {
            let come = after.cast_signed() - before.cast_signed();
            labels::add_members(connection, &key, come)?;
        }
    }
    // Beginnings come before words, so their words are written by now.
    for beginning in uncommon {
        let (members, words) = stored.members_beginning(&beginning)?;
        if is_common(words, members.count()) {
            let key = beginning_key(beginning.chars().count(), &beginning);
            stored.write(&key, false, &members)?;
        }
    }
    Ok(())
}
