//! The envelope of outgoing webhooks.

use serde_json::{Map, Value};

use super::refusal::{Refused, excerpt};
use crate::domain::event::EventKind;

/// A record, taken out of its envelope if it had one.
pub(super) struct Envelope {
    pub(super) kind: EventKind,
    /// When the webhook was sent, as written.
    pub(super) timestamp: Option<Value>,
    /// The event's own keys.
    pub(super) data: Map<String, Value>,
    /// What else the envelope holds.
    pub(super) outer: Map<String, Value>,
}

/// Opens `{"event": …, "timestamp": …, "data": {…}}`; anything else is its own data.
pub(super) fn open(mut object: Map<String, Value>) -> Result<Envelope, Refused> {
    let is_webhook =
        object.get("event").is_some_and(Value::is_string) && object.contains_key("data");
    if !is_webhook {
        return Ok(Envelope {
            kind: EventKind::Created,
            timestamp: None,
            data: object,
            outer: Map::new(),
        });
    }
    let kind = kind(object.shift_remove("event").as_ref())?;
    let timestamp = object.shift_remove("timestamp");
    match object.shift_remove("data") {
        Some(Value::Object(data)) => Ok(Envelope {
            kind,
            timestamp,
            data,
            outer: object,
        }),
        _ => Err(Refused::new(
            "`data` is not an object; a webhook holds the feedback there".to_owned(),
        )),
    }
}

fn kind(event: Option<&Value>) -> Result<EventKind, Refused> {
    let event = event.and_then(Value::as_str).unwrap_or_default();
    match event {
        "feedback.created" => Ok(EventKind::Created),
        "feedback.updated" => Ok(EventKind::Updated),
        other => Err(Refused::new(format!(
            "`event` is `{}`; `feedback.created` and `feedback.updated` are taken in",
            excerpt(other)
        ))),
    }
}
