//! Ids that were given once and have no profile any more.

use jiff::Timestamp;

use super::customer::CustomerId;

/// What became of a customer who is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerCustomer {
    /// The id that was given.
    pub id: CustomerId,
    /// The customer into whom this one was merged, as of now; `None` where they were deleted.
    pub became: Option<CustomerId>,
    /// When, UTC.
    pub ended_at: Timestamp,
}
