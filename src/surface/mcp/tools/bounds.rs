//! How long the values of parameters may be. The schemas publish it and the check of arguments
//! holds it; what the rules of a value hold beyond that, they say themselves.

pub(super) use crate::domain::editing::LONGEST_NOTES;
pub(super) use crate::domain::label::LONGEST_LABEL;

/// Longest text to search for, in characters.
pub(super) const LONGEST_SEARCH: usize = 500;

/// Longest contact or id of a customer, in characters: no contact is longer.
pub(super) const LONGEST_CONTACT: usize = 500;

/// Longest id of feedback or of a request, in characters.
pub(super) const LONGEST_ID: usize = 256;

/// Longest time or date, in characters.
pub(super) const LONGEST_TIME: usize = 64;

/// Longest value of a custom field, in characters.
pub(super) const LONGEST_FIELD_VALUE: usize = 2_000;

/// Longest message, in characters: what one record of a file may have.
pub(super) const LONGEST_MESSAGE: usize = 1 << 20;

/// Longest cursor, in characters. The longest that is given out holds a name in its folded form.
pub(super) const LONGEST_CURSOR: usize = 10_000;

/// Longest code of a plan, in characters.
pub(super) const LONGEST_CODE: usize = 16;

/// Most values of one parameter.
pub(super) const MOST_VALUES: usize = 100;

/// Most entries of metadata.
pub(super) const MOST_METADATA: usize = 1_000;
