//! Pairs of customers that a person has marked as two people.

use jiff::Timestamp;

use super::customer::CustomerId;

/// A mark that two customers are two people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// One of them: the lower id.
    pub one: CustomerId,
    /// The other.
    pub other: CustomerId,
    /// When it was marked, UTC.
    pub marked_at: Timestamp,
    /// Who marked it: a key's name, or `operator`.
    pub marked_by: String,
}
