//! A feedback event as it comes in, before anybody decides whose it is.

use std::fmt;

use jiff::Timestamp;

use super::contact::{Claim, Reading};
use super::customer::{FieldValue, SocialHandle};
use super::label::{Channel, Tag};

/// Where an event came from, and the id that it has there. The same reference is the same event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventReference {
    /// The project at the source, or nothing where the event names none.
    pub source: String,
    /// The event's own id; for events without one, a fingerprint of what they say.
    pub id: String,
}

/// Whether an event brings feedback or revises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// `feedback.created`, and every form that does not say.
    Created,
    /// `feedback.updated`.
    Updated,
}

/// What was said.
#[derive(Clone, Default, PartialEq)]
pub struct FeedbackContent {
    /// The text.
    pub message: Option<String>,
    /// The kind of feedback at its source: `bug`, `idea`, …
    pub category: Option<String>,
    /// The rating, on whatever scale the source uses.
    pub rating: Option<f64>,
    /// The state at the source: `open`, `closed`, …
    pub status: Option<String>,
    /// Labels on the feedback; they are added to the customer's.
    pub tags: Vec<Tag>,
    /// Where the person was, as a JSON object: page, browser, …
    pub context: Option<String>,
    /// What else the source sent, as a JSON object.
    pub metadata: Option<String>,
}

impl fmt::Debug for FeedbackContent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FeedbackContent(hidden)")
    }
}

/// What an event says about the person.
#[derive(Clone, Default, PartialEq)]
pub struct Identity {
    /// Contacts: the user id, then e-mail addresses, then phone numbers, each in the order found.
    pub claims: Vec<Claim>,
    /// Display name.
    pub name: Option<String>,
    /// Organisation.
    pub company: Option<String>,
    /// Custom fields, keys with their `cf_` prefix.
    pub custom_fields: Vec<(String, FieldValue)>,
    /// Accounts on social networks.
    pub social_handles: Vec<SocialHandle>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Identity({} contacts, hidden)",
            self.claims.len()
        )
    }
}

impl Identity {
    /// Whether anything here could identify somebody.
    pub fn identifies(&self) -> bool {
        self.claims.iter().any(|claim| match claim.reading {
            Reading::Personal(_) | Reading::Shared(_) => true,
            Reading::Unreadable | Reading::Nothing => false,
        })
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedbackEvent {
    /// Which event it is.
    pub reference: EventReference,
    /// Whether it brings feedback or revises it.
    pub kind: EventKind,
    /// When the feedback was given, UTC; `None` stands for the moment of ingestion.
    pub created_at: Option<Timestamp>,
    /// When the source sent this revision, UTC.
    pub revised_at: Option<Timestamp>,
    /// How it reached us.
    pub channel: Channel,
    /// What was said.
    pub content: FeedbackContent,
    /// Who said it, as far as the event tells.
    pub identity: Identity,
}
