//! The customer: one profile for everybody who is one person.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use thiserror::Error;

use super::contact::{Contact, ContactKey, ContactKind};
use super::feedback::FeedbackNumber;
use super::label::{Channel, Tag};

/// A customer's id: `cus_` and a number. Never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerId(pub i64);

/// Text that is not a customer's id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a customer id; ids look like `cus_1042`")]
pub struct NotACustomerId(String);

impl fmt::Display for CustomerId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cus_{}", self.0)
    }
}

impl FromStr for CustomerId {
    type Err = NotACustomerId;

    fn from_str(text: &str) -> Result<Self, NotACustomerId> {
        text.strip_prefix("cus_")
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| NotACustomerId(text.to_owned()))
    }
}

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A feedback event, and the time of that event.
    Feedback {
        /// The event's number in the store.
        feedback: FeedbackNumber,
        /// The event's own time, UTC.
        at: Timestamp,
    },
    /// A person or a tool, who are never overruled by ingestion.
    Hand {
        /// When it was set, UTC.
        at: Timestamp,
    },
}

impl Origin {
    /// When the value was said, UTC.
    pub fn at(self) -> Timestamp {
        match self {
            Self::Feedback { at, .. } | Self::Hand { at } => at,
        }
    }

    /// The feedback that brought the value, if feedback did.
    pub fn feedback(self) -> Option<FeedbackNumber> {
        match self {
            Self::Feedback { feedback, .. } => Some(feedback),
            Self::Hand { .. } => None,
        }
    }
}

/// A value together with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// Text.
    Text(String),
    /// A number, in its JSON spelling.
    Number(String),
    /// Yes or no.
    Boolean(bool),
}

impl FieldValue {
    /// The value as plain text, which is how filters compare it.
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            Self::Boolean(true) => "true",
            Self::Boolean(false) => "false",
        }
    }
}

/// An account on a social network. Combined by merging, never matched on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialHandle {
    /// The network, in lower case: `twitter`, `github`, …
    pub network: String,
    /// The handle or address as written.
    pub handle: String,
}

/// Everything that is known about one person.
#[derive(Clone, PartialEq)]
pub struct Customer {
    /// The id, never reused.
    pub id: CustomerId,
    /// Display name.
    pub name: Option<Taken<String>>,
    /// Organisation.
    pub company: Option<Taken<String>>,
    /// Every known contact of every kind.
    pub contacts: Vec<Contact>,
    /// Labels, by the form in which they are compared.
    pub tags: BTreeMap<String, Taken<Tag>>,
    /// Custom fields by key; keys keep the product's `cf_` prefix.
    pub custom_fields: BTreeMap<String, Taken<FieldValue>>,
    /// Accounts on social networks, by network and comparable handle.
    pub social_handles: BTreeMap<(String, String), Taken<SocialHandle>>,
    /// How the customer reached us.
    pub channels: BTreeSet<Channel>,
    /// How much feedback is linked to the customer.
    pub feedback_count: u64,
    /// The earliest interaction, UTC.
    pub first_seen: Option<Timestamp>,
    /// The latest interaction, UTC.
    pub last_seen: Option<Timestamp>,
    /// Free text for the team.
    pub notes: Option<String>,
    /// Grows with each change.
    pub version: u64,
}

impl fmt::Debug for Customer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Customer({}, version {}, hidden)",
            self.id, self.version
        )
    }
}

impl Customer {
    /// A customer of whom nothing is known yet.
    pub fn blank(id: CustomerId) -> Self {
        Self {
            id,
            name: None,
            company: None,
            contacts: Vec::new(),
            tags: BTreeMap::new(),
            custom_fields: BTreeMap::new(),
            social_handles: BTreeMap::new(),
            channels: BTreeSet::new(),
            feedback_count: 0,
            first_seen: None,
            last_seen: None,
            notes: None,
            version: 0,
        }
    }

    /// The contacts of one kind: the chosen one, those that identify, and the others, each group by
    /// age.
    pub fn contacts_of(&self, kind: ContactKind) -> Vec<&Contact> {
        let mut contacts: Vec<&Contact> = self
            .contacts
            .iter()
            .filter(|contact| contact.kind == kind)
            .collect();
        contacts.sort_by_key(|contact| contact.rank());
        contacts
    }

    /// Puts the contacts into an order that depends on nothing but what they are.
    pub fn sort_contacts(&mut self) {
        self.contacts
            .sort_unstable_by(|one, other| one.place().cmp(&other.place()));
    }

    /// Where everything that is known came from, value by value.
    pub fn origins(&self) -> impl Iterator<Item = Origin> {
        let texts = [&self.name, &self.company].into_iter().flatten();
        texts
            .map(|taken| taken.origin)
            .chain(self.contacts.iter().map(|contact| contact.origin))
            .chain(self.tags.values().map(|taken| taken.origin))
            .chain(self.custom_fields.values().map(|taken| taken.origin))
            .chain(self.social_handles.values().map(|taken| taken.origin))
    }

    /// The main contact of one kind: the chosen one, else the earliest known that identifies, else
    /// the earliest.
    pub fn primary(&self, kind: ContactKind) -> Option<&Contact> {
        self.contacts
            .iter()
            .filter(|contact| contact.kind == kind)
            .min_by_key(|contact| contact.rank())
    }

    /// Whether a key identifies this customer.
    pub fn has(&self, key: &ContactKey) -> bool {
        self.contacts.iter().any(|contact| {
            contact.identifies && contact.kind == key.kind && contact.address == key.address
        })
    }

    /// Whether the operator's own product knows this customer by an id.
    pub fn has_user_id(&self) -> bool {
        self.contacts
            .iter()
            .any(|contact| contact.kind == ContactKind::UserId)
    }
}

/// What one row of a list shows of a customer.
#[derive(Clone, PartialEq)]
pub struct CustomerSummary {
    /// The id.
    pub id: CustomerId,
    /// Display name.
    pub name: Option<String>,
    /// Main e-mail address, as written.
    pub primary_email: Option<String>,
    /// Main phone number, as stored or written.
    pub primary_phone: Option<String>,
    /// Organisation.
    pub company: Option<String>,
    /// Labels as first written.
    pub tags: Vec<String>,
    /// How the customer reached us.
    pub channels: Vec<String>,
    /// How much feedback is linked to the customer.
    pub feedback_count: u64,
    /// The earliest interaction, UTC.
    pub first_seen: Option<Timestamp>,
    /// The latest interaction, UTC.
    pub last_seen: Option<Timestamp>,
}

impl fmt::Debug for CustomerSummary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CustomerSummary({}, hidden)", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::CustomerId;

    #[test]
    fn ids_are_read_as_they_are_shown() {
        assert_eq!("cus_1042".parse(), Ok(CustomerId(1042)));
        assert_eq!(CustomerId(1042).to_string(), "cus_1042");
        for text in [
            "1042",
            "cus_",
            "cus_-1",
            "cus_1 ",
            "CUS_1",
            "cus_99999999999999999999",
            "cus_NffrFeUfNV2Hib",
        ] {
            assert!(text.parse::<CustomerId>().is_err(), "{text}");
        }
    }
}
