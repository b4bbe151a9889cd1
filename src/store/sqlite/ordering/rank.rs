//! Many rows that may stand anywhere: ask the zones where the first of them are.

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::postings::found::Found;
use super::super::postings::members::id_at;
use super::super::postings::zones::{self, NO_ZONE};
use super::walk::Start;
use super::{Wanted, gather, value_of, walk};
use crate::domain::page::Position;
use crate::domain::search::Order;

/// Candidates that are kept while more are looked at.
const MOST_CANDIDATES: usize = if cfg!(test) { 6 } else { 8_192 };

/// Rows of one zone that are gathered; more are walked through.
const FEW: usize = if cfg!(test) { 2 } else { 192 };

/// A row and how early its zone comes, counted from the end that comes first.
type Candidate = (u16, i64);

/// The next of the posted rows that were found.
pub(in super::super) fn next(
    connection: &Connection,
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
    let candidates = earliest(connection, wanted, found, page_zone)?;
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
            if let Some(next) = walk::next(connection, wanted, start, MOST_CANDIDATES, accepts)? {
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

/// The rows of the earliest zones, by zone: at least as many as are wanted, and zones are whole.
fn earliest(
    connection: &Connection,
    wanted: &Wanted,
    found: &Found,
    page_zone: u16,
) -> Result<Vec<Candidate>, StoreError> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut latest = u16::MAX;
    for (block, members) in found.each_block() {
        zones::with_zones(connection, wanted.collection, wanted.sort, block, |zones| {
            for place in members.iter() {
                let Some(zone) = zones.get(usize::from(place)) else {
                    continue;
                };
                let early = match u16::from_le_bytes(*zone) {
                    // Nobody who was found is left out, wherever they stand.
                    NO_ZONE => page_zone,
                    zone => earliness(wanted, zone),
                };
                if early < page_zone || early > latest {
                    continue;
                }
                candidates.push((early, id_at(block, place)));
                if candidates.len() >= 2 * MOST_CANDIDATES {
                    latest = drop_late(&mut candidates, page_zone, latest);
                }
            }
        })?;
    }
    candidates.sort_unstable();
    Ok(candidates)
}

/// Drops zones that are not needed, and says which is the latest that is. The zone in which the
/// page before ended does not count: its rows may all belong to earlier pages.
fn drop_late(candidates: &mut Vec<Candidate>, page_zone: u16, latest: u16) -> u16 {
    let (page, mut others): (Vec<Candidate>, Vec<Candidate>) = candidates
        .iter()
        .partition(|(early, _)| *early == page_zone);
    if others.len() <= MOST_CANDIDATES {
        return latest;
    }
    let (_, (latest, _), _) = others.select_nth_unstable(MOST_CANDIDATES);
    let latest = *latest;
    others.retain(|(early, _)| *early <= latest);
    *candidates = page;
    candidates.extend(others);
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
