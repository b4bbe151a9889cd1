//! Dates of an event.

use jiff::Timestamp;
use serde_json::Value;

use super::refusal::Refused;
use crate::domain::instant::{self, TOLERATED_CLOCK_SKEW};

/// Reads the date under a key; what lies too far in the future is refused.
pub(super) fn read(key: &str, value: &Value, now: Timestamp) -> Result<Timestamp, Refused> {
    let written;
    let text = match value {
        Value::String(text) => text,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            written = value.to_string();
            &written
        }
    };
    let Ok(moment) = instant::parse(text) else {
        return Err(Refused::value(
            key,
            text.trim(),
            "which is not a date; write it as `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) \
             or Unix seconds",
        ));
    };
    if moment.duration_since(now) > TOLERATED_CLOCK_SKEW {
        return Err(Refused::value(
            key,
            text.trim(),
            &format!(
                "which lies more than {} hours in the future; check the date and its time zone",
                TOLERATED_CLOCK_SKEW.as_hours()
            ),
        ));
    }
    Ok(moment)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::read;

    fn reading(value: &Value) -> String {
        let now = "2026-11-03T10:15:00Z".parse().unwrap();
        match read("created_at", value, now) {
            Ok(moment) => moment.to_string(),
            Err(refused) => refused.to_string(),
        }
    }

    #[test]
    fn dates_are_read_or_refused_with_key_and_value() {
        for (value, expected) in [
            (json!("2026-11-03T11:15:00+01:00"), "2026-11-03T10:15:00Z"),
            (json!(1_793_700_900), "2026-11-03T10:15:00Z"),
            (json!(1_793_700_900_000_u64), "2026-11-03T10:15:00Z"),
            (json!("2026-11-04T10:15:00Z"), "2026-11-04T10:15:00Z"),
            (
                json!("2026-11-04T10:15:01Z"),
                "`created_at` is `2026-11-04T10:15:01Z`, which lies more than 24 hours in the \
                 future; check the date and its time zone",
            ),
            (
                json!("2026-02-30"),
                "`created_at` is `2026-02-30`, which is not a date; write it as \
                 `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) or Unix seconds",
            ),
            (
                json!(true),
                "`created_at` is `true`, which is not a date; write it as \
                 `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) or Unix seconds",
            ),
        ] {
            assert_eq!(reading(&value), expected);
        }
    }
}
