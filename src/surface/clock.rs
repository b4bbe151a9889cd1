//! The clock: surfaces ask for the time, everything below is told.

use jiff::Timestamp;

/// This moment, UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks for the time"
)]
pub fn now() -> Timestamp {
    Timestamp::now()
}
