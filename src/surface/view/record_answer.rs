//! The answer to one event that was recorded.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::fitting::Bounds;
use super::{CustomerMention, clean};
use crate::domain::contact::ContactKind;
use crate::domain::feedback::UnattachedContact;
use crate::service::Recorded;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordAnswer {
    /// `linked`, `created`, `ambiguous` or `anonymous`.
    pub outcome: &'static str,
    /// The kind of contact that decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched_on: Option<&'static str>,
    /// Whose feedback it is; absent where it is nobody's.
    #[schemars(with = "Map<String, Value>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerMention>,
    /// Other customers that the contacts of the event point at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// The event's id.
    pub feedback_id: String,
    /// Contacts that the customer was not given. They explain themselves, and a schema is read by
    /// every assistant in every conversation.
    #[schemars(skip)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unattached: Vec<UnattachedView>,
    /// It was recorded before, and nothing changed now.
    pub repeated: bool,
}

/// A contact that stays with the feedback as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnattachedView {
    /// What kind of contact it was meant to be.
    pub kind: &'static str,
    /// The text as written.
    pub contact: String,
    /// Why no customer was given it.
    pub why: &'static str,
}

impl RecordAnswer {
    /// The answer about an event.
    pub fn of(recorded: &Recorded) -> Self {
        let feedback = &recorded.feedback;
        let line = |text: &str| clean::excerpt(text, Bounds::ROW.value_length);
        let unattached = |contact: &UnattachedContact| UnattachedView {
            kind: contact.kind.as_str(),
            contact: line(&contact.spelling),
            why: contact.refusal.as_str(),
        };
        let candidates = recorded.candidates.iter();
        Self {
            outcome: feedback.outcome.as_str(),
            matched_on: feedback.matched_on.map(ContactKind::as_str),
            customer: recorded.customer.as_ref().map(CustomerMention::of),
            candidates: candidates.map(ToString::to_string).collect(),
            feedback_id: line(&feedback.reference.id),
            unattached: feedback.unattached.iter().map(unattached).collect(),
            repeated: recorded.repeated,
        }
    }
}
