//! Many rows that may stand anywhere: ask the zones where the first of them are.

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::postings::PostingCache;
use super::super::postings::found::Found;
use super::super::postings::zones::{self, NO_ZONE};
use super::earliest::{self, earliness};
use super::walk::Start;
use super::{Wanted, gather, value_of, walk};
use crate::domain::page::Position;
use crate::domain::search::Order;

/// Rows that are walked past in the zone in which the page before ended.
const PATIENCE: usize = if cfg!(test) { 6 } else { 8_192 };

/// Rows of one zone that are gathered; more are walked through.
const FEW: usize = if cfg!(test) { 2 } else { 48 };

/// The next of the posted rows that were found.
pub(in super::super) fn next(
    connection: &Connection,
    cache: &PostingCache,
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
    let candidates = earliest::of_zones(&mut cache.seen_by(connection)?, wanted, found, page_zone)?;
    let mut ids: Vec<i64> = Vec::new();
    for zone in candidates.chunk_by(|one, other| one.0 == other.0) {
        let Some((early, _)) = zone.first() else {
            continue;
        };
        // Of the zone in which the page before ended, any number may lie before its end.
        let is_certain = *early > page_zone || wanted.after.is_none();
        if zone.len() > FEW && is_certain {
            // The walk may begin with the last row of the zone before.
            let mut next = gather::next(connection, wanted, ids.into_iter())?;
            next.extend(walk_from(connection, wanted, found, *early)?);
            return Ok(wanted.first_of(next));
        }
        if zone.len() > FEW && ids.is_empty() {
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
