//! Whether every row stands in the zone of each sort order that it belongs to.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::super::super::{Finding, Part, StoreError};
use super::collection::Collection;
use super::members::{BLOCK_SIZE, id_at};
use super::zones::{self, NO_ZONE};
use super::{found, unposted};

/// Compares the zones of all rows, but for those that wait, with their sort keys.
pub(in super::super) fn rows_and_zones(
    connection: &Connection,
    collection: &Collection,
) -> Result<Vec<Finding>, StoreError> {
    if !zones::are_drawn(connection, collection)? {
        return Ok(Vec::new());
    }
    let mut waiting = BTreeSet::new();
    unposted::each(connection, collection, |id, _, _| {
        waiting.insert(id);
        Ok(())
    })?;
    let mut findings = Vec::new();
    for (sort, column) in collection.sorts.iter().enumerate() {
        let problem = format!(
            "rows of {} stand elsewhere in the order of {column}",
            collection.rows
        );
        let mut finding = Finding::new(Part::Orders, problem).repairable();
        let starts = starts_of(connection, collection, sort)?;
        let is_numbered = (0..).zip(&starts).all(|(number, start)| number == start.2);
        if !is_numbered {
            finding.rows += 1;
        }
        for block in 0..=found::last_block(connection, collection)? {
            let place = Place {
                connection,
                collection,
                sort,
                column,
                block,
            };
            place.compare(&starts, &waiting, &mut finding)?;
        }
        findings.extend(finding.if_any());
    }
    Ok(findings)
}

/// Sort key, id and number of the zones of an order.
type Starts = Vec<(Value, i64, i64)>;

fn starts_of(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
) -> Result<Starts, StoreError> {
    let sql = format!(
        "SELECT sort_key, id, zone FROM {} WHERE sort = ?1 ORDER BY sort_key, id",
        collection.zone_starts
    );
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map([sort], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A block of an order.
struct Place<'a> {
    connection: &'a Connection,
    collection: &'a Collection,
    sort: usize,
    column: &'a str,
    block: i64,
}

impl Place<'_> {
    fn compare(
        &self,
        starts: &Starts,
        waiting: &BTreeSet<i64>,
        finding: &mut Finding,
    ) -> Result<(), StoreError> {
        let (connection, block) = (self.connection, self.block);
        let stored = zones::with_stored(
            connection,
            self.collection,
            self.sort,
            block,
            <[[u8; 2]]>::to_vec,
        )?;
        let stored = stored.unwrap_or_default();
        let mut expected = vec![NO_ZONE; BLOCK_SIZE];
        let sql = format!(
            "SELECT id, {} FROM {} WHERE id BETWEEN ?1 AND ?2",
            self.column, self.collection.rows
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([id_at(block, 0), id_at(block, u16::MAX)])?;
        while let Some(row) = rows.next()? {
            let (id, key): (i64, Value) = (row.get(0)?, row.get(1)?);
            let after = starts.partition_point(|(start, first, _)| {
                order(start, &key).then(first.cmp(&id)) != Ordering::Greater
            });
            let zone = u16::try_from(after.saturating_sub(1)).unwrap_or(NO_ZONE);
            if let Some(place) = expected.get_mut(usize::try_from(id & 0xffff).unwrap_or_default())
            {
                *place = zone;
            }
        }
        for (place, expected) in (0..=u16::MAX).zip(expected) {
            let zone = stored.get(usize::from(place));
            let zone = zone.map_or(NO_ZONE, |zone| u16::from_le_bytes(*zone));
            let id = id_at(block, place);
            if zone != expected && !waiting.contains(&id) {
                finding.add(id);
            }
        }
        Ok(())
    }
}

/// The order of sort keys as the database has it: numbers, then texts by their bytes.
fn order(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Integer(_), _) => Ordering::Less,
        (_, Value::Integer(_)) => Ordering::Greater,
        _ => Ordering::Equal,
    }
}
