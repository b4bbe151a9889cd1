//! Short words that people sort by: tags and channels.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

/// Longest tag, channel, name, company or field key, in characters.
pub const LONGEST_LABEL: usize = 200;

/// Text that cannot be a label.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LabelError {
    /// Nothing but white space.
    #[error("it is empty")]
    Empty,
    /// More than [`LONGEST_LABEL`] characters.
    #[error("it has {0} characters; at most {LONGEST_LABEL} are kept")]
    TooLong(usize),
}

/// A label for segmentation. Compared without regard to case, shown as first written.
#[derive(Clone, PartialEq, Eq)]
pub struct Tag {
    key: String,
    spelling: String,
}

impl Tag {
    /// Reads a tag: trimmed, not empty, at most [`LONGEST_LABEL`] characters.
    pub fn parse(text: &str) -> Result<Self, LabelError> {
        let spelling = bounded(&one_line(text))?;
        let key = compare_key(&spelling);
        Ok(Self { key, spelling })
    }

    /// A tag as it was stored: a rule that has become stricter since does not hold for it.
    pub fn stored(spelling: String) -> Self {
        Self {
            key: compare_key(&spelling),
            spelling,
        }
    }

    /// What two spellings of one tag have in common.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The tag as it was written.
    pub fn spelling(&self) -> &str {
        &self.spelling
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Tag({:?})", self.spelling)
    }
}

/// How a customer reached us: `widget`, `email`, `api`, `voice`, … An open set, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Channel(String);

impl Channel {
    /// Reads a channel: trimmed, lower-cased, not empty, at most [`LONGEST_LABEL`] characters.
    pub fn parse(text: &str) -> Result<Self, LabelError> {
        // Lower case may be longer: what is bounded is what is stored.
        Ok(Self(bounded(&compare_key(&one_line(text)))?))
    }

    /// A channel as it was stored: a rule that has become stricter since does not hold for it.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The channel of feedback that names none.
    pub fn api() -> Self {
        Self("api".to_owned())
    }

    /// The channel in its stored spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Trims text and holds it to the length of a label.
pub fn bounded(text: &str) -> Result<String, LabelError> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() {
        Err(LabelError::Empty)
    } else if length > LONGEST_LABEL {
        Err(LabelError::TooLong(length))
    } else {
        Ok(text.to_owned())
    }
}

/// Labels are written on one line: control characters and runs of white space become one space.
fn one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The form in which labels are compared: composed and in lower case.
pub fn compare_key(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        // Composed already.
        return text.to_ascii_lowercase();
    }
    // A letter may have a composed form in lower case only, and `İ` becomes a letter and a mark,
    // which belongs behind some marks that follow: what is lower-cased is composed again.
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Channel, LabelError, Tag, compare_key};
    use crate::domain::folding::samples;

    #[test]
    fn tags_that_differ_in_case_share_a_key_and_keep_their_spelling() {
        let (first, second) = (Tag::parse(" VIP ").unwrap(), Tag::parse("vip").unwrap());
        assert_eq!(first.key(), second.key());
        assert_eq!(first.spelling(), "VIP");
        assert_eq!(
            Tag::parse("needs\n\t follow-up").unwrap().spelling(),
            "needs follow-up"
        );
    }

    #[test]
    fn a_tag_that_is_empty_or_endless_is_refused() {
        assert_eq!(Tag::parse("  "), Err(LabelError::Empty));
        assert_eq!(
            Tag::parse(&"x".repeat(10_000)),
            Err(LabelError::TooLong(10_000))
        );
    }

    #[test]
    fn a_channel_that_grows_in_lower_case_is_bounded_as_it_is_stored() {
        assert!(Channel::parse(&"İ".repeat(150)).is_err());
        let longest = Channel::parse(&"İ".repeat(100)).unwrap();
        assert_eq!(Channel::parse(longest.as_str()), Ok(longest));
    }

    #[test]
    fn spellings_that_only_upper_case_tells_apart_are_compared_alike() {
        for (text, key) in [
            ("VIP", "vip"),
            ("Łódź", "łódź"),
            ("İpek", "i\u{307}pek"),
            // Only the small letter has a composed form with its mark.
            ("J\u{30c}", "ǰ"),
            ("ǰ", "ǰ"),
            ("H\u{331}", "ẖ"),
            // The dot of the letter comes behind a mark that binds more closely.
            ("İ\u{651}", "i\u{651}\u{307}"),
        ] {
            assert_eq!(compare_key(text), key, "{text}");
        }
    }

    #[test]
    fn every_character_alone_and_under_marks_has_one_comparable_form() {
        for letter in samples::every_letter() {
            let text = format!("{letter} {letter}\u{651} {letter}\u{331} {letter}\u{307}\u{323}.");
            let key = compare_key(&text);
            assert_eq!(compare_key(&key), key, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_comparable_form_of_a_comparable_form_is_itself(text in samples::hostile_text()) {
            let key = compare_key(&text);
            prop_assert_eq!(compare_key(&key), key);
        }
    }

    #[test]
    fn channels_are_kept_in_lower_case() {
        assert_eq!(Channel::parse(" Widget").unwrap().as_str(), "widget");
    }
}
