//! Pages of a question about pairs that may be one person.

use super::{CursorError, Parts, Question, decode, encode};
use crate::domain::customer::CustomerId;
use crate::domain::duplicates::{DuplicatesQuery, PairPlace};
use crate::domain::page::{Position, SortKey};

impl Question for DuplicatesQuery {
    fn describe(&self, parts: &mut Parts) {
        parts.add(Some("duplicates"));
        parts.add(self.customer.map(|customer| customer.to_string()));
        parts.add(Some(self.min_score.to_string()));
    }

    fn sort_key(&self, bytes: &[u8]) -> Option<SortKey> {
        let text = str::from_utf8(bytes).ok()?;
        Some(SortKey::Text(text.to_owned()))
    }
}

/// The cursor for the page of pairs after a place.
pub fn encode_pair(query: &DuplicatesQuery, place: PairPlace) -> String {
    let (key, id) = match place {
        PairPlace::Noted {
            feedback,
            one,
            other,
        } => (format!("n {feedback} {}", one.0), other.0),
        PairPlace::Found {
            feedback,
            at,
            partner: None,
        } => (format!("f {feedback}"), at.0),
        PairPlace::Found {
            feedback,
            at,
            partner: Some((theirs, partner)),
        } => (format!("f {feedback} {theirs} {}", partner.0), at.0),
    };
    let key = SortKey::Text(key);
    encode(query, &Position { key, id })
}

/// The place that a cursor stands for, if it belongs to the question.
pub fn decode_pair(query: &DuplicatesQuery, cursor: &str) -> Result<PairPlace, CursorError> {
    let position = decode(query, cursor)?;
    place(&position).ok_or(CursorError::Malformed)
}

fn place(position: &Position) -> Option<PairPlace> {
    let SortKey::Text(text) = &position.key else {
        return None;
    };
    let (phase, numbers) = text.split_once(' ')?;
    let numbers: Vec<u64> = numbers
        .split(' ')
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    let id = |number: u64| i64::try_from(number).ok().map(CustomerId);
    match (phase, numbers.as_slice()) {
        ("n", &[feedback, one]) => Some(PairPlace::Noted {
            feedback,
            one: id(one)?,
            other: CustomerId(position.id),
        }),
        ("f", &[feedback, ref partner @ ..]) => Some(PairPlace::Found {
            feedback,
            at: CustomerId(position.id),
            partner: match *partner {
                [] => None,
                [theirs, partner] => Some((theirs, id(partner)?)),
                _ => return None,
            },
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples;
    use super::super::{CursorError, encode};
    use super::{decode_pair, encode_pair};
    use crate::domain::customer::CustomerId;
    use crate::domain::duplicates::{DuplicatesQuery, PairPlace};

    fn query() -> DuplicatesQuery {
        DuplicatesQuery {
            customer: None,
            min_score: 0,
            limit: 10,
            after: None,
        }
    }

    #[test]
    fn a_cursor_leads_back_to_its_place() {
        let (one, other) = (CustomerId(7), CustomerId(i64::MAX));
        for place in [
            PairPlace::Noted {
                feedback: 12,
                one,
                other,
            },
            PairPlace::Found {
                feedback: u64::MAX,
                at: one,
                partner: None,
            },
            PairPlace::Found {
                feedback: 3,
                at: one,
                partner: Some((2, other)),
            },
        ] {
            let cursor = encode_pair(&query(), place);
            let mut larger = query();
            larger.limit = 50;
            assert_eq!(decode_pair(&larger, &cursor), Ok(place));
        }
    }

    #[test]
    fn a_cursor_of_another_question_is_refused() {
        let place = PairPlace::Found {
            feedback: 3,
            at: CustomerId(7),
            partner: None,
        };
        let cursor = encode_pair(&query(), place);
        let changes: [fn(&mut DuplicatesQuery); 2] = [
            |query| query.customer = Some(CustomerId(7)),
            |query| query.min_score = 50,
        ];
        for change in changes {
            let mut query = query();
            change(&mut query);
            let decoded = decode_pair(&query, &cursor);
            assert_eq!(decoded, Err(CursorError::OtherQuestion));
        }
        let of_customers = encode(&samples::query(), &samples::listed(1).position);
        let decoded = decode_pair(&query(), &of_customers);
        assert_eq!(decoded, Err(CursorError::OtherQuestion));
    }
}
