//! How small sets, lists and times are written in columns.

use jiff::Timestamp;

use super::super::StoreError;
use crate::domain::contact::ContactKind;
use crate::domain::customer::Origin;
use crate::domain::feedback::{FeedbackNumber, Outcome};

/// Separates the parts of a list in one column; labels hold no control characters.
const SEPARATOR: char = '\u{1f}';

/// The number of a kind of contact.
pub(super) fn kind_code(kind: ContactKind) -> i64 {
    match kind {
        ContactKind::UserId => 1,
        ContactKind::Email => 2,
        ContactKind::Phone => 3,
    }
}

/// The kind of contact with a number.
pub(super) fn kind_from(code: i64) -> Option<ContactKind> {
    ContactKind::ALL
        .into_iter()
        .find(|kind| kind_code(*kind) == code)
}

/// The number of an outcome.
pub(super) fn outcome_code(outcome: Outcome) -> i64 {
    match outcome {
        Outcome::Linked => 1,
        Outcome::Created => 2,
        Outcome::Ambiguous => 3,
        Outcome::Anonymous => 4,
    }
}

/// The outcome with a number.
pub(super) fn outcome_from(code: i64) -> Option<Outcome> {
    Outcome::ALL
        .into_iter()
        .find(|outcome| outcome_code(*outcome) == code)
}

/// A list as one text.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for part in parts {
        if !list.is_empty() {
            list.push(SEPARATOR);
        }
        list.push_str(part);
    }
    list
}

/// The parts of a list.
pub(super) fn split(list: &str) -> Vec<String> {
    list.split(SEPARATOR)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A time as stored; 0 stands for never.
pub(super) fn seen_code(seen: Option<Timestamp>) -> i64 {
    seen.map_or(0, Timestamp::as_millisecond)
}

/// A time as read; `None` where the number is no time that can be written.
pub(super) fn seen_from(code: i64) -> Option<Timestamp> {
    if code == 0 {
        None
    } else {
        Timestamp::from_millisecond(code).ok()
    }
}

/// A time that must be there.
pub(super) fn time_from(code: i64, table: &'static str, row: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(code).map_err(|_out_of_range| StoreError::Corrupt { table, row })
}

/// Where a value came from: feedback, or a hand where no feedback is named.
pub(super) fn origin_from(feedback: Option<i64>, at: Timestamp) -> Origin {
    match feedback {
        Some(number) => Origin::Feedback {
            feedback: FeedbackNumber(number),
            at,
        },
        None => Origin::Hand { at },
    }
}

/// The feedback column of an origin.
pub(super) fn feedback_code(origin: Origin) -> Option<i64> {
    origin.feedback().map(|number| number.0)
}
