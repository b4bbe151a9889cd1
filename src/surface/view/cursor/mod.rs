//! Cursors: where the next page of an answer starts, as opaque text.
//!
//! A cursor holds the last row's sort value and number, and a fingerprint of the question, so
//! that it cannot be taken to another question, where it would silently skip rows. How many rows
//! a page has, and in how much detail, may change from page to page.

mod customers;
mod duplicates;
mod feedback;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::domain::page::{Position, SortKey};

pub use duplicates::{decode_pair, encode_pair};

/// The layout of a cursor; another layout gets another number.
const VERSION: u8 = 1;

const FINGERPRINT_LENGTH: usize = 8;
type Fingerprint = [u8; FINGERPRINT_LENGTH];

/// Text that is no cursor for a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CursorError {
    /// It was not made here, or not passed on whole.
    #[error(
        "it is not a cursor; pass `next_cursor` of the page before, unchanged, or leave it out"
    )]
    Malformed,
    /// It goes on another question.
    #[error(
        "it belongs to another question; keep all else as it was, or leave it out to start again"
    )]
    OtherQuestion,
}

/// A question whose answer comes in pages.
pub trait Question {
    /// Adds all that two questions have in common whose pages follow each other.
    fn describe(&self, parts: &mut Parts);

    /// Reads what the last row is sorted by.
    fn sort_key(&self, bytes: &[u8]) -> Option<SortKey>;
}

/// The cursor for the page of a question after a position.
pub fn encode(query: &impl Question, position: &Position) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend(fingerprint(query));
    bytes.extend(position.id.to_be_bytes());
    match &position.key {
        SortKey::Number(number) => bytes.extend(number.to_be_bytes()),
        SortKey::Text(text) => bytes.extend(text.as_bytes()),
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The position that a cursor stands for, if it belongs to the question.
pub fn decode(query: &impl Question, cursor: &str) -> Result<Position, CursorError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(cursor.trim())
        .map_err(|_not_base64| CursorError::Malformed)?;
    let (version, rest) = bytes.split_first().ok_or(CursorError::Malformed)?;
    let (print, rest) = rest
        .split_first_chunk::<FINGERPRINT_LENGTH>()
        .ok_or(CursorError::Malformed)?;
    let (id, key) = rest
        .split_first_chunk::<8>()
        .ok_or(CursorError::Malformed)?;
    if *version != VERSION {
        return Err(CursorError::Malformed);
    }
    if *print != fingerprint(query) {
        return Err(CursorError::OtherQuestion);
    }
    Ok(Position {
        key: query.sort_key(key).ok_or(CursorError::Malformed)?,
        id: i64::from_be_bytes(*id),
    })
}

fn fingerprint(query: &impl Question) -> Fingerprint {
    let mut parts = Parts(Sha256::new());
    query.describe(&mut parts);
    let digest: [u8; 32] = parts.0.finalize().into();
    let (print, _) = digest
        .split_first_chunk()
        .unwrap_or((&[0; FINGERPRINT_LENGTH], &[]));
    *print
}

/// A time or a count as a sort value.
fn number(bytes: &[u8]) -> Option<SortKey> {
    let number = bytes.try_into().ok()?;
    Some(SortKey::Number(i64::from_be_bytes(number)))
}

/// Parts of a question, each with its length, so that no two questions run into one text.
pub struct Parts(Sha256);

impl Parts {
    fn add(&mut self, part: Option<impl AsRef<str>>) {
        match part {
            None => self.0.update(u64::MAX.to_be_bytes()),
            Some(text) => {
                let text = text.as_ref();
                self.0.update((text.len() as u64).to_be_bytes());
                self.0.update(text.as_bytes());
            }
        }
    }

    fn add_time(&mut self, at: Option<Timestamp>) {
        self.add(at.map(|at| at.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::samples;
    use super::{CursorError, decode, encode};
    use crate::domain::page::{Position, SortKey};
    use crate::domain::search::{CustomerQuery, Detail, FieldFilter, Order, SearchText, Sort};

    fn position() -> Position {
        Position {
            key: SortKey::Number(-7),
            id: 42,
        }
    }

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let mut query = samples::query();
        let cursor = encode(&query, &position());
        assert_eq!(decode(&query, &cursor), Ok(position()));
        query.sort = Sort::Name;
        let position = Position {
            key: SortKey::Text("李 雷".to_owned()),
            id: i64::MAX,
        };
        assert_eq!(decode(&query, &encode(&query, &position)), Ok(position));
    }

    #[test]
    fn pages_of_one_question_may_differ_in_size_and_detail() {
        let mut query = samples::query();
        let cursor = encode(&query, &position());
        query.limit = 3;
        query.detail = Detail::Full;
        query.after = Some(position());
        assert_eq!(decode(&query, &cursor), Ok(position()));
    }

    #[test]
    fn a_cursor_of_another_question_is_refused() {
        let cursor = encode(&samples::query(), &position());
        let changes: [fn(&mut CustomerQuery); 8] = [
            |query| query.sort = Sort::FeedbackCount,
            |query| query.order = Order::Ascending,
            |query| query.search = Some(SearchText::parse("jane")),
            |query| query.search = Some(SearchText::parse("")),
            |query| query.filter.tag = Some("vip".to_owned()),
            |query| query.filter.company = Some("vip".to_owned()),
            |query| query.filter.seen_before = Some(samples::at("2026-01-01")),
            |query| {
                query.filter.custom_field = Some(FieldFilter {
                    key: "cf_plan".to_owned(),
                    value: None,
                });
            },
        ];
        for change in changes {
            let mut query = samples::query();
            change(&mut query);
            assert_eq!(
                decode(&query, &cursor),
                Err(CursorError::OtherQuestion),
                "{query:?}"
            );
        }
    }

    #[test]
    fn text_that_is_no_cursor_is_refused() {
        let whole = encode(&samples::query(), &position());
        for text in [
            "",
            "cursor",
            "%%%",
            &whole[1..],
            &whole[..whole.len() - 4],
            "AAAA",
        ] {
            assert!(decode(&samples::query(), text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "[A-Za-z0-9_-]{0,80}") {
            prop_assert!(decode(&samples::query(), &text).is_err());
        }
    }
}
