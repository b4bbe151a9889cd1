//! A range of a sort order, as whole zones and the single rows at its ends.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::super::super::StoreError;
use super::block_zones::{GROUPS, WORD};
use super::cache::Kept;
use super::collection::Collection;
use super::members::{Members, place_of};
use super::zones::{self, NO_ZONE};

/// A place in a sort order.
type Place = (i64, i64);

/// Rows whose sort key, a number, is in a range.
pub(super) struct Range {
    collection: &'static Collection,
    sort: usize,
    /// The first whole zone, and the first that is none any more.
    whole: std::ops::Range<u16>,
    /// Places in their blocks of the rows at the ends.
    ends: BTreeMap<i64, Vec<u16>>,
}

impl Range {
    /// The range from a number on and up to another, which is out of it.
    pub(super) fn new(
        connection: &Connection,
        collection: &'static Collection,
        sort: usize,
        from: Option<i64>,
        until: Option<i64>,
    ) -> Result<Self, StoreError> {
        let first: Place = (from.unwrap_or(i64::MIN), i64::MIN);
        let end: Place = (until.unwrap_or(i64::MAX), i64::MIN);
        let mut range = Self {
            collection,
            sort,
            whole: 0..0,
            ends: BTreeMap::new(),
        };
        if first >= end {
            return Ok(range);
        }
        if !zones::are_drawn(connection, collection)? {
            range.add_end(connection, first, end)?;
            return Ok(range);
        }
        let zone_of =
            |place: Place| zones::zone_of(connection, collection, sort, &place.0.into(), place.1);
        let (first_zone, end_zone) = (zone_of(first)?, zone_of(end)?);
        if first_zone >= end_zone && until.is_some() {
            range.add_end(connection, first, end)?;
            return Ok(range);
        }
        if from.is_none() {
            range.whole.start = 0;
        } else {
            range.whole.start = first_zone + 1;
            let until_whole = start_of(connection, collection, sort, first_zone + 1)?;
            range.add_end(connection, first, until_whole)?;
        }
        if until.is_none() {
            range.whole.end = NO_ZONE;
        } else {
            range.whole.end = end_zone;
            let from_whole = start_of(connection, collection, sort, end_zone)?;
            range.add_end(connection, from_whole, end)?;
        }
        Ok(range)
    }

    /// Adds the rows from one place up to another, one by one.
    fn add_end(
        &mut self,
        connection: &Connection,
        first: Place,
        end: Place,
    ) -> Result<(), StoreError> {
        let column = self
            .collection
            .sorts
            .get(self.sort)
            .copied()
            .unwrap_or("NULL");
        // The rows that share the sort key of an end are told apart by their ids.
        let parts = if first.0 == end.0 {
            vec![(
                "= ?1 AND id >= ?2 AND id < ?3",
                vec![first.0, first.1, end.1],
            )]
        } else {
            vec![
                ("= ?1 AND id >= ?2", vec![first.0, first.1]),
                ("> ?1 AND {column} < ?2", vec![first.0, end.0]),
                ("= ?1 AND id < ?2", vec![end.0, end.1]),
            ]
        };
        for (test, values) in parts {
            let test = test.replace("{column}", column);
            let sql = format!(
                "SELECT id FROM {} WHERE {column} {test}",
                self.collection.rows
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut found = statement.query(params_from_iter(values))?;
            while let Some(row) = found.next()? {
                let (block, place) = place_of(row.get(0)?);
                self.ends.entry(block).or_default().push(place);
            }
        }
        Ok(())
    }

    /// Adds the rows of a block that are in the range.
    pub(super) fn add(
        &self,
        kept: &mut Kept<'_>,
        block: i64,
        members: &mut Members,
    ) -> Result<(), StoreError> {
        let ends = self.ends.get(&block).into_iter().flatten();
        ends.for_each(|place| members.insert(*place));
        if !self.whole.is_empty() {
            kept.of_block(self.collection, self.sort, block, |zones| {
                let bounds = zones.bounds(&self.whole);
                for group in 0..GROUPS {
                    let within = zones.within(group, &bounds, &[u64::MAX; WORD]);
                    for (index, within) in (group * WORD..).zip(within) {
                        members.add_word(index, within);
                    }
                }
            })?;
        }
        Ok(())
    }
}

/// Where a zone begins; a zone beyond the last begins after everything.
fn start_of(
    connection: &Connection,
    collection: &Collection,
    sort: usize,
    zone: u16,
) -> Result<Place, StoreError> {
    Ok(match zones::start_of(connection, collection, sort, zone)? {
        Some((Value::Integer(key), id)) => (key, id),
        Some(_) | None => (i64::MAX, i64::MAX),
    })
}
