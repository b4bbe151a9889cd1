//! What tells apart events that have no id of their own.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::domain::customer::FieldValue;
use crate::domain::event::{EventKind, FeedbackEvent};

/// How much of the hash an id shows, in characters of six bits.
const SHOWN: usize = 22;

/// A hash over everything that an event says, and nothing else: not the time at which it is read
/// and not its place in the input, so that the same file gives the same ids again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Takes the fingerprint of an event; its reference's id has no part in it.
    pub fn of(event: &FeedbackEvent) -> Self {
        let mut hash = Canon(Sha256::new());
        hash.text(match event.kind {
            EventKind::Created => "created",
            EventKind::Updated => "updated",
        });
        hash.text(&event.reference.source);
        let created_at = event.created_at.map(|at| at.as_millisecond().to_string());
        hash.optional(created_at.as_deref());
        hash.text(event.channel.as_str());
        let content = &event.content;
        hash.optional(content.message.as_deref());
        hash.optional(content.category.as_deref());
        hash.optional(content.rating.map(|rating| rating.to_string()).as_deref());
        hash.optional(content.status.as_deref());
        hash.count(content.tags.len());
        for tag in &content.tags {
            hash.text(tag.spelling());
        }
        let identity = &event.identity;
        hash.count(identity.claims.len());
        for claim in &identity.claims {
            hash.text(claim.kind.as_str());
            hash.text(&claim.spelling);
        }
        hash.optional(identity.name.as_deref());
        hash.optional(identity.company.as_deref());
        hash.count(identity.custom_fields.len());
        for (key, value) in &identity.custom_fields {
            hash.text(key);
            hash.text(match value {
                FieldValue::Text(_) => "text",
                FieldValue::Number(_) => "number",
                FieldValue::Boolean(_) => "boolean",
            });
            hash.text(value.as_text());
        }
        hash.count(identity.social_handles.len());
        for handle in &identity.social_handles {
            hash.text(&handle.network);
            hash.text(&handle.handle);
        }
        hash.optional(content.context.as_deref());
        hash.optional(content.metadata.as_deref());
        Self(hash.0.finalize().into())
    }

    /// The half of the hash under which occurrences are counted.
    pub(super) fn half(&self) -> u128 {
        let (half, _) = self.0.split_first_chunk().unwrap_or((&[0; 16], &[]));
        u128::from_be_bytes(*half)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = URL_SAFE_NO_PAD.encode(self.0);
        formatter.write_str(text.get(..SHOWN).unwrap_or(&text))
    }
}

/// Feeds values to the hash so that no two lists of values give the same bytes: each with its
/// length before it.
struct Canon(Sha256);

impl Canon {
    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text);
    }

    fn optional(&mut self, text: Option<&str>) {
        self.count(usize::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Fingerprint;
    use crate::domain::contact::ContactPolicy;
    use crate::surface::intake::{IntakeOptions, event_from_json};

    fn id(object: &Value, now: &str) -> String {
        let options = IntakeOptions {
            format: None,
            channel: None,
            policy: ContactPolicy::default(),
            now: now.parse().unwrap(),
        };
        let object = object.as_object().unwrap().clone();
        let count = |_: &Fingerprint| 3;
        event_from_json(object, &options, count)
            .unwrap()
            .reference
            .id
    }

    #[test]
    fn the_id_of_an_event_without_one_is_its_fingerprint_and_its_occurrence() {
        let object = json!({"message": "Nice!", "email": "jane@acme.io", "rating": 5});
        let first = id(&object, "2026-11-24T12:00:00Z");
        assert_eq!(first, id(&object, "2027-11-24T12:00:00Z"));
        assert_eq!(first.len(), "auto_".len() + 22 + "_3".len());
        assert!(first.starts_with("auto_") && first.ends_with("_3"));
        // Ids are kept in directories: this one must never change.
        assert_eq!(first, "auto_IrSh85pIBzCndT1g3EUVP2_3");
    }

    #[test]
    fn whatever_differs_gives_another_id() {
        let mut ids: Vec<String> = [
            json!({"message": "m"}),
            json!({"message": "m", "created_at": "2026-01-01"}),
            json!({"message": "m", "category": "bug"}),
            json!({"message": "m", "status": "bug"}),
            json!({"message": "m", "rating": 1}),
            json!({"message": "m", "tags": "ab"}),
            json!({"message": "m", "tags": "a,b"}),
            json!({"message": "m", "channel": "widget"}),
            json!({"message": "m", "projectId": "p"}),
            json!({"message": "m", "email": "a@b.io"}),
            json!({"message": "m", "email": "A@b.io"}),
            json!({"message": "m", "name": "Jane"}),
            json!({"message": "m", "company": "Jane"}),
            json!({"message": "m", "cf_a": "1"}),
            json!({"message": "m", "cf_a": 1}),
            json!({"message": "m", "twitter": "1"}),
            json!({"message": "m", "context": {"a": 1}}),
            json!({"message": "m", "metadata": {"a": 1}}),
            json!({"event": "feedback.updated", "timestamp": "2026-01-01", "data": {"message": "m"}}),
        ]
        .iter()
        .map(|object| id(object, "2026-11-24T12:00:00Z"))
        .collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
