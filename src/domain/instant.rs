//! Points in time: UTC, kept to the millisecond.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

/// How far ahead of our clock an event may claim to be, for machines whose clocks disagree.
pub const TOLERATED_CLOCK_SKEW: SignedDuration = SignedDuration::from_hours(24);

/// Text that is not a point in time.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is not a date; write it as `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) or Unix seconds"
)]
pub struct NotAnInstant(pub String);

/// Reads RFC 3339 text, a date and time without an offset (taken as UTC), a date alone (midnight
/// UTC), or a Unix time in seconds (10 digits) or milliseconds (13 digits).
///
/// The answer is cut to the millisecond, so that what is stored equals what was compared.
pub fn parse(text: &str) -> Result<Timestamp, NotAnInstant> {
    let text = text.trim();
    from_unix_digits(text)
        .or_else(|| text.parse::<Timestamp>().ok())
        .or_else(|| in_utc(text.parse::<DateTime>().ok()?))
        .or_else(|| in_utc(text.parse::<Date>().ok()?.at(0, 0, 0, 0)))
        .and_then(to_millisecond)
        // A zone or calendar in brackets would have been passed over.
        .filter(|_| !text.contains('['))
        // The epoch itself is how exports write that there is no date.
        .filter(|instant| *instant > Timestamp::UNIX_EPOCH)
        .ok_or_else(|| NotAnInstant(text.chars().take(40).collect()))
}

/// Cuts a time to the millisecond; `None` outside the years that can be written.
pub fn to_millisecond(instant: Timestamp) -> Option<Timestamp> {
    Timestamp::from_millisecond(instant.as_millisecond()).ok()
}

/// The month of a time, UTC, as `2026-11`.
pub fn month(instant: Timestamp) -> String {
    let date = TimeZone::UTC.to_datetime(instant).date();
    format!("{:04}-{:02}", date.year(), date.month())
}

fn in_utc(local: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(local).ok()
}

fn from_unix_digits(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = text.parse::<i64>().ok()?;
    match text.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{month, parse};

    #[test]
    fn the_usual_spellings_of_one_moment_are_read_alike() {
        for text in [
            "2026-11-03T10:15:00Z",
            "2026-11-03T11:15:00+01:00",
            "2026-11-03 10:15:00",
            "2026-11-03T10:15:00.000999Z",
            "1793700900",
            "1793700900000",
        ] {
            assert_eq!(
                parse(text).unwrap().to_string(),
                "2026-11-03T10:15:00Z",
                "{text}"
            );
        }
        assert_eq!(
            parse("2026-11-03").unwrap().to_string(),
            "2026-11-03T00:00:00Z"
        );
    }

    #[test]
    fn a_month_begins_and_ends_in_utc() {
        for (text, expected) in [
            ("2026-10-31T23:59:59.999Z", "2026-10"),
            ("2026-11-01T00:00:00Z", "2026-11"),
            ("2026-11-01T00:30:00+01:00", "2026-10"),
        ] {
            assert_eq!(month(parse(text).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "2026-02-30",
            "2026-13-01T00:00:00Z",
            "yesterday",
            "2026-11-03T10:15:00[Europe/Berlin]",
            "",
            "12",
            "1969-12-31",
            "1970-01-01",
            "20261",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
