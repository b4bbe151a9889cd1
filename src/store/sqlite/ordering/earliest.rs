//! Those who were found in the earliest zones.

use std::ops::Range;

use super::super::super::StoreError;
use super::super::postings::found::Found;
use super::super::postings::members::{Members, bits, id_at};
use super::super::postings::zones::NO_ZONE;
use super::super::postings::{BlockZones, GROUPS, Kept, WORD};
use super::Wanted;
use crate::domain::search::Order;

/// Candidates that are kept while more are looked at.
const MOST_CANDIDATES: usize = if cfg!(test) { 6 } else { 64 };

/// A row and how early its zone comes, counted from the end that comes first.
pub(super) type Candidate = (u16, i64);

/// The rows of the earliest zones, by zone: at least as many as are wanted, and zones are whole.
///
/// The zone in which the page before ended does not count: its rows may all belong to earlier pages.
pub(super) fn of_zones(
    kept: &mut Kept<'_>,
    wanted: &Wanted,
    found: &Found,
    page_zone: u16,
) -> Result<Vec<Candidate>, StoreError> {
    let mut earliest = Earliest::new(wanted, page_zone);
    let mut blocks: Vec<_> = found.each_block().collect();
    // Ids grow with time: begun at the other end, each row would come before all so far.
    if wanted.order == Order::Descending {
        blocks.reverse();
    }
    for (block, members) in blocks {
        kept.of_block(wanted.collection, wanted.sort, block, |zones| {
            earliest.look_at(block, members, zones);
        })?;
    }
    let mut candidates = earliest.in_page_zone;
    candidates.append(&mut earliest.others);
    candidates.sort_unstable();
    Ok(candidates)
}

/// How early a zone comes; the other way round where the highest comes first.
pub(super) fn earliness(wanted: &Wanted, zone: u16) -> u16 {
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

/// The earliest so far.
struct Earliest<'a> {
    wanted: &'a Wanted,
    page_zone: u16,
    /// The zones that may still have one of the earliest.
    range: Range<u16>,
    in_page_zone: Vec<Candidate>,
    others: Vec<Candidate>,
    /// How many others there may be before those that are too late are dropped.
    room: usize,
}

impl<'a> Earliest<'a> {
    fn new(wanted: &'a Wanted, page_zone: u16) -> Self {
        Self {
            wanted,
            page_zone,
            range: zones_between(wanted, page_zone, NO_ZONE - 1),
            in_page_zone: Vec::new(),
            others: Vec::new(),
            room: 2 * wanted.count.max(MOST_CANDIDATES),
        }
    }

    fn look_at(&mut self, block: i64, members: &Members, zones: &BlockZones) {
        let is_descending = self.wanted.order == Order::Descending;
        let mut bounds = zones.bounds(&self.range);
        for group in 0..GROUPS {
            let group = if is_descending {
                GROUPS - 1 - group
            } else {
                group
            };
            let Some(asked) = members.words().as_chunks().0.get(group) else {
                continue;
            };
            // Nobody who was found is left out, even if they stand nowhere.
            let within = zones.within_or_none(group, &bounds, asked);
            for (index, within) in (0..).zip(within) {
                for bit in bits(within) {
                    let place = (group * WORD + index) * WORD + bit as usize;
                    let place = u16::try_from(place).unwrap_or_default();
                    self.take(zones.zone(place), id_at(block, place));
                }
                if self.others.len() >= self.room {
                    self.drop_late();
                    bounds = zones.bounds(&self.range);
                }
            }
        }
    }

    fn take(&mut self, zone: Option<u16>, id: i64) {
        let early = match zone {
            None => self.page_zone,
            Some(zone) if self.range.contains(&zone) => earliness(self.wanted, zone),
            Some(_) => return,
        };
        if early == self.page_zone {
            self.in_page_zone.push((early, id));
        } else {
            self.others.push((early, id));
        }
    }

    /// Drops zones that are not needed for as many rows as are kept.
    fn drop_late(&mut self) {
        let most = self.wanted.count.max(MOST_CANDIDATES);
        let (_, (latest, _), _) = self.others.select_nth_unstable(most);
        let latest = *latest;
        self.others.retain(|(early, _)| *early <= latest);
        self.range = zones_between(self.wanted, self.page_zone, latest);
        // The latest zone is kept whole, however many that are.
        self.room = 2 * self.others.len().max(most);
    }
}
