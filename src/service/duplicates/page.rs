//! The page that is being filled.

use crate::domain::duplicates::{DuplicatePair, DuplicatesPage, PairPlace};

/// Pairs found so far: as many as are asked for, and one more that tells whether there are others.
#[derive(Debug)]
pub(super) struct Page {
    limit: usize,
    pairs: Vec<DuplicatePair>,
    /// Where the search was broken off.
    stopped_at: Option<PairPlace>,
}

impl Page {
    pub(super) fn of(limit: usize) -> Self {
        Self {
            limit,
            pairs: Vec::new(),
            stopped_at: None,
        }
    }

    /// Adds the next pair.
    pub(super) fn add(&mut self, pair: DuplicatePair) {
        self.pairs.push(pair);
    }

    /// Whether nothing else is to be looked for.
    pub(super) fn is_over(&self) -> bool {
        self.pairs.len() > self.limit || self.stopped_at.is_some()
    }

    /// Breaks the search off after a place, up to which everything was looked at.
    pub(super) fn stop_at(&mut self, place: PairPlace) {
        self.stopped_at = Some(place);
    }

    /// The page as it is answered.
    pub(super) fn end(mut self, is_cut: bool) -> DuplicatesPage {
        let is_full = self.pairs.len() > self.limit;
        self.pairs.truncate(self.limit);
        let next = if is_full {
            self.pairs.last().map(|last| last.place)
        } else {
            self.stopped_at
        };
        DuplicatesPage {
            stopped_early: next.is_some() && self.pairs.len() < self.limit,
            pairs: self.pairs,
            next,
            is_cut,
        }
    }
}
