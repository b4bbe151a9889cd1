//! Zones: how far along a sort order a row stands, roughly, by its id.
//!
//! A sort order is cut into zones of about [`ZONE_SIZE`] rows. The zones of a block's ids are kept
//! side by side, so that the first of many thousand rows are found without reading their sort keys.

use rusqlite::blob::Blob;
use rusqlite::types::Value;
use rusqlite::{Connection, MAIN_DB, OptionalExtension as _, params};

use super::super::super::StoreError;
use super::super::tallies;
use super::collection::Collection;
use super::members::{BLOCK_SIZE, place_of};

/// Rows of a zone when it is drawn.
pub(in super::super) const ZONE_SIZE: i64 = 512;

/// The most zones that an order has.
const MOST_ZONES: i64 = 60_000;

/// Changed rows after which zones are drawn anew, at the least; else one in 32 of all rows.
const FEWEST_MOVES: i64 = 8_192;

/// The tally that grows whenever zones are written.
pub(super) const ZONES_VERSION: &str = "zones_version";

/// Stands where an id has no row.
pub(in super::super) const NO_ZONE: u16 = u16::MAX;

/// Whether the zones of a collection have been drawn.
pub(in super::super) fn are_drawn(
    connection: &Connection,
    collection: &Collection,
) -> Result<bool, StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", collection.zone_starts);
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([], |row| row.get(0))?)
}

/// The zone of a place in a sort order.
pub(in super::super) fn zone_of(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
    key: &Value,
    id: i64,
) -> Result<u16, StoreError> {
    let sql = format!(
        "SELECT zone FROM {} WHERE sort = ?1 AND (sort_key, id) <= (?2, ?3)
         ORDER BY sort_key DESC, id DESC LIMIT 1",
        collection.zone_starts
    );
    let zone = connection
        .prepare_cached(&sql)?
        .query_row(params![sort, key, id], |row| row.get(0))
        .optional()?;
    // What sorts before everything that was there belongs to the first zone.
    Ok(zone.unwrap_or(0))
}

/// Where a zone begins: its lowest sort key and id. None for a zone beyond the last.
pub(in super::super) fn start_of(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
    zone: u16,
) -> Result<Option<(Value, i64)>, StoreError> {
    let sql = format!(
        "SELECT sort_key, id FROM {} WHERE sort = ?1 AND zone = ?2",
        collection.zone_starts
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(params![sort, zone], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Calls with the zones of a block's ids as they are stored; not at all where there are none.
pub(super) fn with_stored<T>(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
    block: i64,
    work: impl FnOnce(&[[u8; 2]]) -> T,
) -> Result<Option<T>, StoreError> {
    let sql = format!(
        "SELECT zones FROM {} WHERE sort = ?1 AND block = ?2",
        collection.zones
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![sort, block])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let stored = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
    let (zones, _rest) = stored.as_chunks::<2>();
    Ok(Some(work(zones)))
}

/// Puts rows of one block into the zones where they stand now.
pub(super) fn move_rows(
    connection: &Connection,
    collection: &Collection,
    block: i64,
    ids: &[i64],
) -> Result<(), StoreError> {
    for (sort, column) in collection.sorts.iter().enumerate() {
        let mut zones = open(connection, collection, sort, block)?;
        let sql = format!("SELECT {column} FROM {} WHERE id = ?1", collection.rows);
        let mut statement = connection.prepare_cached(&sql)?;
        for id in ids {
            let key: Option<Value> = statement.query_row([id], |row| row.get(0)).optional()?;
            let zone = match key {
                Some(key) => zone_of(connection, collection, sort, &key, *id)?,
                None => NO_ZONE,
            };
            let (place, zone) = (2 * usize::from(place_of(*id).1), zone.to_le_bytes());
            let mut known = [0; 2];
            if zones.read_at(&mut known, place)? == known.len() && known != zone {
                zones.write_at(&zone, place)?;
            }
        }
        zones.close()?;
    }
    Ok(())
}

/// The zones of a block's ids as they are stored, to be changed one by one: of the 32 pages that they
/// fill, only those are written anew in which one changes.
fn open<'c>(
    connection: &'c Connection,
    collection: &Collection,
    sort: usize,
    block: i64,
) -> Result<Blob<'c>, StoreError> {
    let sql = format!(
        "SELECT rowid FROM {} WHERE sort = ?1 AND block = ?2",
        collection.zones
    );
    let row: Option<i64> = connection
        .prepare_cached(&sql)?
        .query_row(params![sort, block], |row| row.get(0))
        .optional()?;
    let row = if let Some(row) = row {
        row
    } else {
        let nowhere = vec![0xff; 2 * BLOCK_SIZE];
        keep(connection, collection, sort, block, &nowhere)?;
        connection.last_insert_rowid()
    };
    Ok(connection.blob_open(MAIN_DB, collection.zones, "zones", row, false)?)
}

fn keep(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
    block: i64,
    zones: &[u8],
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT OR REPLACE INTO {} (sort, block, zones) VALUES (?1, ?2, ?3)",
        collection.zones
    );
    connection
        .prepare_cached(&sql)?
        .execute(params![sort, block, zones])?;
    Ok(())
}

/// Counts rows that have changed their zone, and draws the zones anew when these are many.
pub(super) fn count_moves(
    connection: &Connection,
    collection: &Collection,
    moves: usize,
) -> Result<(), StoreError> {
    tallies::add(connection, ZONES_VERSION, 1)?;
    let moves = tallies::add(connection, collection.zone_moves, moves)?;
    let rows: i64 = tallies::rows(connection, collection.rows)?;
    if moves > FEWEST_MOVES.max(rows / 32) {
        draw(connection, collection, ZONE_SIZE)?;
    }
    Ok(())
}

/// Draws the zones of every sort order, with so many rows each.
pub(in super::super) fn draw(
    connection: &Connection,
    collection: &Collection,
    size: i64,
) -> Result<(), StoreError> {
    connection.execute(&format!("DELETE FROM {}", collection.zone_starts), [])?;
    connection.execute(&format!("DELETE FROM {}", collection.zones), [])?;
    let rows: i64 = tallies::rows(connection, collection.rows)?;
    let size = size.max(rows / MOST_ZONES + 1);
    for (sort, column) in collection.sorts.iter().enumerate() {
        draw_sort(connection, collection, sort, column, size)?;
    }
    tallies::add(connection, ZONES_VERSION, 1)?;
    tallies::set(connection, collection.zone_moves, 0)
}

fn draw_sort(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
    column: &str,
    size: i64,
) -> Result<(), StoreError> {
    let mut start = connection.prepare(&format!(
        "INSERT INTO {} (sort, zone, sort_key, id) VALUES (?1, ?2, ?3, ?4)",
        collection.zone_starts
    ))?;
    let mut statement = connection.prepare(&format!(
        "SELECT {column}, id FROM {} ORDER BY {column}, id",
        collection.rows
    ))?;
    let mut sorted = statement.query([])?;
    let mut zones: Vec<Vec<u8>> = Vec::new();
    let mut number: i64 = 0;
    while let Some(row) = sorted.next()? {
        let id: i64 = row.get(1)?;
        let zone = u16::try_from(number / size).unwrap_or(NO_ZONE - 1);
        if number % size == 0 {
            start.execute(params![sort, zone, row.get::<_, Value>(0)?, id])?;
        }
        number += 1;
        let (block, place) = place_of(id);
        let block = usize::try_from(block).unwrap_or_default();
        while zones.len() <= block {
            zones.push(vec![0xff; BLOCK_SIZE * 2]);
        }
        if let Some(kept) = zones
            .get_mut(block)
            .and_then(|zones| zones.as_chunks_mut::<2>().0.get_mut(usize::from(place)))
        {
            *kept = zone.to_le_bytes();
        }
    }
    for (block, zones) in (0..).zip(&zones) {
        keep(connection, collection, sort, block, zones)?;
    }
    Ok(())
}
