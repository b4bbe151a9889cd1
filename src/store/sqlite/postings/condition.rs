//! What a row must meet to be found.

use jiff::Timestamp;

use super::keys::Kind;
use super::lookup::Test;

/// One thing that a row must meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Condition {
    /// Its keys answer one of these.
    AnyOf(Vec<Test>),
    /// The number that it is sorted by is not under the first and is under the second.
    Within {
        /// The number of the sort.
        sort: usize,
        /// The lowest that is meant.
        from: Option<i64>,
        /// The first that is too high.
        until: Option<i64>,
    },
}

impl Condition {
    /// Has the key of a kind with a text.
    pub(in super::super) fn has(kind: Kind, text: &str) -> Self {
        Self::AnyOf(vec![Test::Key(kind.key(text))])
    }

    /// The time that it is sorted by is at the first or later, and before the second; none where
    /// any time will do.
    pub(in super::super) fn within(
        sort: usize,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Option<Self> {
        let at = |bound: Option<Timestamp>| bound.map(Timestamp::as_millisecond);
        (from.is_some() || until.is_some()).then(|| Self::Within {
            sort,
            from: at(from),
            until: at(until),
        })
    }
}
