//! Feedback as it is kept, and what became of the event that brought it.

use jiff::Timestamp;

use super::contact::ContactKind;
use super::customer::CustomerId;
use super::event::{EventReference, FeedbackContent};
use super::label::Channel;

/// The number of a piece of feedback in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeedbackNumber(pub i64);

/// What matching made of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It belongs to a customer who was known.
    Linked,
    /// A customer was made for it.
    Created,
    /// Its contacts point at several customers; it went to the one with the strongest key.
    Ambiguous,
    /// Nothing in it identifies anybody.
    Anonymous,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [
        Self::Linked,
        Self::Created,
        Self::Ambiguous,
        Self::Anonymous,
    ];

    /// The word for this outcome in JSON, columns and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Created => "created",
            Self::Ambiguous => "ambiguous",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Why a contact of an event was not given to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is a placeholder, on the block list, or malformed.
    ProvesNothing,
    /// Another customer has it.
    TakenByAnother,
    /// The event's other contacts point at several customers.
    Ambiguous,
    /// The customer already has as many contacts of this kind as are allowed.
    CeilingReached,
    /// Nothing in the event identifies a customer who could have it.
    NobodyToHaveIt,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::ProvesNothing,
        Self::TakenByAnother,
        Self::Ambiguous,
        Self::CeilingReached,
        Self::NobodyToHaveIt,
    ];

    /// The word for this reason in JSON, columns and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProvesNothing => "proves_nothing",
            Self::TakenByAnother => "taken_by_another",
            Self::Ambiguous => "ambiguous",
            Self::CeilingReached => "ceiling_reached",
            Self::NobodyToHaveIt => "nobody_to_have_it",
        }
    }
}

/// A contact that stays with the feedback as text.
#[derive(Clone, PartialEq, Eq)]
pub struct UnattachedContact {
    /// What kind of contact it was meant to be.
    pub kind: ContactKind,
    /// The text as written.
    pub spelling: String,
    /// Why no customer was given it.
    pub refusal: Refusal,
}

impl std::fmt::Debug for UnattachedContact {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "UnattachedContact({}, {}, hidden)",
            self.kind.as_str(),
            self.refusal.as_str()
        )
    }
}

/// A piece of feedback with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// The number in the store.
    pub number: FeedbackNumber,
    /// Where the event came from and the id it has there.
    pub reference: EventReference,
    /// Whose feedback it is; `None` while it is anonymous.
    pub customer: Option<CustomerId>,
    /// How it reached us.
    pub channel: Channel,
    /// What was said.
    pub content: FeedbackContent,
    /// When it was given, UTC.
    pub created_at: Timestamp,
    /// When it was last revised at its source, UTC.
    pub revised_at: Option<Timestamp>,
    /// Whether the event that brought it first at its source has come, or only a revision of it.
    pub has_original: bool,
    /// When we took it in, UTC.
    pub ingested_at: Timestamp,
    /// What matching made of it.
    pub outcome: Outcome,
    /// The kind of key that decided the match.
    pub matched_on: Option<ContactKind>,
    /// Contacts that no customer was given.
    pub unattached: Vec<UnattachedContact>,
}

/// What is answered about one event that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The feedback that the event became.
    pub feedback: FeedbackNumber,
    /// What matching made of it, the first time.
    pub outcome: Outcome,
    /// The kind of key that decided the match.
    pub matched_on: Option<ContactKind>,
    /// Whose feedback it is.
    pub customer: Option<CustomerId>,
    /// Other customers that the event points at.
    pub candidates: Vec<CustomerId>,
    /// What the event did this time.
    pub effect: Effect,
}

/// What an event did when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It was new.
    Recorded,
    /// It revised feedback that was known.
    Updated,
    /// It was known, and nothing changed.
    Repeated,
}

/// Two customers that may be one person, and the event that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PossibleDuplicate {
    /// One of them: the lower id.
    pub one: CustomerId,
    /// The other.
    pub other: CustomerId,
    /// The evidence.
    pub feedback: FeedbackNumber,
    /// The event's own time, UTC.
    pub at: Timestamp,
}

impl PossibleDuplicate {
    /// Notes that two customers may be one person. The order of the two does not matter.
    pub fn between(
        first: CustomerId,
        second: CustomerId,
        feedback: FeedbackNumber,
        at: Timestamp,
    ) -> Self {
        Self {
            one: first.min(second),
            other: first.max(second),
            feedback,
            at,
        }
    }
}
