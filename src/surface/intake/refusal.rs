//! What is said of a record that is refused.

use serde_json::{Map, Value};
use thiserror::Error;

use crate::domain::label::{LONGEST_LABEL, LabelError, bounded};
use crate::surface::view::clean;

/// How much of a value a reason shows, in characters.
const SHOWN: usize = 40;

/// Why a record is no event: a sentence with the key, the value where it is nobody's contact or
/// name, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Refused(String);

impl Refused {
    pub(super) fn new(reason: String) -> Self {
        Self(reason)
    }

    /// The refusal of a value, by its key.
    pub(super) fn value(key: &str, value: &str, problem: &str) -> Self {
        Self(format!(
            "`{}` is `{}`, {problem}",
            excerpt(key),
            excerpt(value)
        ))
    }
}

/// A value as a reason shows it: cut, and without characters that move a cursor.
pub(super) fn excerpt(text: &str) -> String {
    let mut letters = text.chars();
    let mut shown: String = letters
        .by_ref()
        .take(SHOWN)
        .map(|letter| {
            if is_unshown(letter) {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Joiners and selectors of variants mean something beside the letters that they shape, not here.
fn is_unshown(letter: char) -> bool {
    clean::is_hidden(letter) || matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}

/// Reads a label; `None` where nothing is written.
pub(super) fn label(key: &str, text: &str) -> Result<Option<String>, Refused> {
    match bounded(text) {
        Ok(label) => Ok(Some(label)),
        Err(LabelError::Empty) => Ok(None),
        Err(LabelError::TooLong(length)) => Err(Refused::value(
            key,
            text,
            &format!("which has {length} characters; shorten it to at most {LONGEST_LABEL}"),
        )),
    }
}

/// Reads a name, whose refusal does not show it.
pub(super) fn name(key: &str, text: &str) -> Result<Option<String>, Refused> {
    match bounded(text) {
        Ok(name) => Ok(Some(name)),
        Err(LabelError::Empty) => Ok(None),
        Err(LabelError::TooLong(length)) => Err(Refused(format!(
            "`{key}` has {length} characters; shorten it to at most {LONGEST_LABEL}"
        ))),
    }
}

/// Refuses U+0000, which ends a text too early in too many places further on.
pub(super) fn refuse_nul(object: &Map<String, Value>) -> Result<(), Refused> {
    match key_with_nul(object) {
        None => Ok(()),
        Some(key) => Err(Refused(format!(
            "`{}` holds the character U+0000; remove it",
            excerpt(key)
        ))),
    }
}

/// The first key of an object that holds U+0000, or whose value does.
pub(in crate::surface) fn key_with_nul(object: &Map<String, Value>) -> Option<&str> {
    let mut entries = object.iter();
    let found = entries.find(|(key, value)| key.contains('\0') || holds_nul(value));
    found.map(|(key, _)| key.as_str())
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(holds_nul),
        Value::Object(object) => key_with_nul(object).is_some(),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn a_value_is_shown_in_part_and_tamely() {
        assert_eq!(excerpt("bug"), "bug");
        assert_eq!(excerpt(&"ü".repeat(41)), "ü".repeat(40) + "…");
        assert_eq!(excerpt("a\u{1b}[2J\u{202e}b"), "a\u{fffd}[2J\u{fffd}b");
        assert_eq!(
            excerpt("a\u{e0041}\u{61c}\u{fe0f}b"),
            "a\u{fffd}\u{fffd}\u{fffd}b"
        );
    }
}
