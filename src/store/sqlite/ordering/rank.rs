//! Many rows that may stand anywhere: ask the zones where the first of them are.

use std::ops::Range;

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::postings::found::Found;
use super::super::postings::zone_words::those_within_or_none;
use super::super::postings::zones::{self, NO_ZONE};
use super::super::postings::{ZoneCache, Zones};
use super::walk::Start;
use super::{Wanted, gather, value_of, walk};
use crate::domain::page::Position;
use crate::domain::search::Order;

/// Candidates that are kept while more are looked at.
const MOST_CANDIDATES: usize = if cfg!(test) { 6 } else { 1_024 };

/// Rows that are walked past in the zone in which the page before ended.
const PATIENCE: usize = if cfg!(test) { 6 } else { 8_192 };

/// Rows of one zone that are gathered; more are walked through.
const FEW: usize = if cfg!(test) { 2 } else { 48 };

/// A row and how early its zone comes, counted from the end that comes first.
type Candidate = (u16, i64);

/// The next of the posted rows that were found.
pub(in super::super) fn next(
    connection: &Connection,
    cache: &ZoneCache,
    wanted: &Wanted,
    found: &Found,
) -> Result<Vec<Position>, StoreError> {
    let page_zone = match &wanted.after {
        None => 0,
        Some(after) => {
            let key = value_of(&after.key);
            let zone = zones::zone_of(connection, wanted.collection, wanted.sort, &key, after.id)?;
            earliness(wanted, zone)
        }
    };
    let candidates = earliest(&mut cache.seen_by(connection)?, wanted, found, page_zone)?;
    let mut ids: Vec<i64> = Vec::new();
    for zone in candidates.chunk_by(|one, other| one.0 == other.0) {
        let Some((early, _)) = zone.first() else {
            continue;
        };
        // Of the zone in which the page before ended, any number may lie before its end.
        let is_certain = *early > page_zone || wanted.after.is_none();
        if ids.is_empty() && zone.len() > FEW {
            if is_certain {
                return walk_from(connection, wanted, found, *early);
            }
            let accepts = |id| Ok(found.contains(id));
            let start = Start::AfterPage;
            if let Some(next) = walk::next(connection, wanted, start, PATIENCE, accepts)? {
                return Ok(next);
            }
        }
        ids.extend(zone.iter().map(|(_, id)| *id));
        if is_certain && ids.len() >= wanted.count {
            let next = gather::next(connection, wanted, ids.iter().copied())?;
            if next.len() == wanted.count {
                return Ok(next);
            }
        }
    }
    gather::next(connection, wanted, ids.into_iter())
}

/// How early a zone comes; the other way round where the highest comes first.
fn earliness(wanted: &Wanted, zone: u16) -> u16 {
    match wanted.order {
        Order::Ascending => zone,
        Order::Descending => NO_ZONE - 1 - zone,
    }
}

/// The zones from one to another, both counted from the end that comes first.
fn zones_between(wanted: &Wanted, first: u16, last: u16) -> Range<u16> {
    match wanted.order {
        Order::Ascending => first..last + 1,
        Order::Descending => earliness(wanted, last)..earliness(wanted, first) + 1,
    }
}

/// The rows of the earliest zones, by zone: at least as many as are wanted, and zones are whole.
///
/// The zone in which the page before ended does not count: its rows may all belong to earlier pages.
fn earliest(
    zones: &mut Zones<'_>,
    wanted: &Wanted,
    found: &Found,
    page_zone: u16,
) -> Result<Vec<Candidate>, StoreError> {
    let most = wanted.count.max(MOST_CANDIDATES);
    let mut in_page_zone: Vec<Candidate> = Vec::new();
    let mut others: Vec<Candidate> = Vec::new();
    let mut range = zones_between(wanted, page_zone, NO_ZONE - 1);
    let mut blocks: Vec<_> = found.each_block().collect();
    if wanted.order == Order::Descending {
        blocks.reverse();
    }
    for (block, members) in blocks {
        zones.of_block(wanted.collection, wanted.sort, block, |zones| {
            let words = members.words().iter().zip(zones.as_chunks::<64>().0);
            let mut words = (0_u16..1_024).zip(words);
            // Ids grow with time: begun at the other end, each row would come before all so far.
            let next = || match wanted.order {
                Order::Ascending => words.next(),
                Order::Descending => words.next_back(),
            };
            for (index, (word, zones)) in std::iter::from_fn(next) {
                if *word == 0 {
                    continue;
                }
                // Nobody who was found is left out, even if they stand nowhere.
                let mut left = word & those_within_or_none(zones, &range);
                while left != 0 {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    let zone = zones
                        .get(bit as usize)
                        .map(|zone| u16::from_le_bytes(*zone));
                    let early = match zone {
                        Some(NO_ZONE) | None => page_zone,
                        Some(zone) => earliness(wanted, zone),
                    };
                    let candidate = (
                        early,
                        (block << 16) | i64::from(index << 6) | i64::from(bit),
                    );
                    if early == page_zone {
                        in_page_zone.push(candidate);
                    } else {
                        others.push(candidate);
                    }
                }
                if others.len() >= 2 * most {
                    let latest = drop_late(&mut others, most);
                    range = zones_between(wanted, page_zone, latest);
                }
            }
        })?;
    }
    in_page_zone.extend(others);
    in_page_zone.sort_unstable();
    Ok(in_page_zone)
}

/// Drops zones that are not needed for so many rows, and says which is the latest that is.
fn drop_late(candidates: &mut Vec<Candidate>, most: usize) -> u16 {
    let (_, (latest, _), _) = candidates.select_nth_unstable(most);
    let latest = *latest;
    candidates.retain(|(early, _)| *early <= latest);
    latest
}

/// Walks from the beginning of a zone, in which many were found.
fn walk_from(
    connection: &Connection,
    wanted: &Wanted,
    found: &Found,
    early: u16,
) -> Result<Vec<Position>, StoreError> {
    let (collection, sort) = (wanted.collection, wanted.sort);
    // Counted from the other end, a zone begins where the next one does.
    let zone = match wanted.order {
        Order::Ascending => early,
        Order::Descending => NO_ZONE - early,
    };
    let start = match zones::start_of(connection, collection, sort, zone)? {
        Some(_) if zone == 0 => Start::AfterPage,
        Some((key, id)) => Start::With(key, id),
        None => Start::AfterPage,
    };
    let accepts = |id| Ok(found.contains(id));
    let next = walk::next(connection, wanted, start, usize::MAX, accepts)?;
    Ok(next.unwrap_or_default())
}
