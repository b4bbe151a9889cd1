//! Contact details: how they are read, what they are worth, and which of them identify somebody.

mod email;
mod named;
mod phone;
mod placeholder;
mod policy;
mod user_id;

use std::fmt;

use jiff::Timestamp;

pub use email::Email;
pub use named::NamedContact;
pub use phone::{Phone, Region, RegionError};
pub use placeholder::{is_no_name, means_nothing};
pub use policy::ContactPolicy;
pub use user_id::UserId;

/// The three kinds of contact, strongest first: the order in which they decide a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactKind {
    /// The customer's id in the operator's own product.
    UserId,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

impl ContactKind {
    /// Every kind, strongest first.
    pub const ALL: [Self; 3] = [Self::UserId, Self::Email, Self::Phone];

    /// The word for this kind in JSON, columns and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UserId => "user_id",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// The name of the list of all contacts of this kind in JSON and messages.
    pub fn list(self) -> &'static str {
        match self {
            Self::UserId => "user_ids",
            Self::Email => "emails",
            Self::Phone => "phones",
        }
    }
}

/// A contact in its one stored spelling. At most one customer has it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactKey {
    /// What kind of contact it is.
    pub kind: ContactKind,
    /// The stored spelling.
    pub address: String,
}

impl fmt::Debug for ContactKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContactKey({}, hidden)", self.kind.as_str())
    }
}

impl From<Email> for ContactKey {
    fn from(email: Email) -> Self {
        Self {
            kind: ContactKind::Email,
            address: email.into_string(),
        }
    }
}

impl From<Phone> for ContactKey {
    fn from(phone: Phone) -> Self {
        Self {
            kind: ContactKind::Phone,
            address: phone.into_string(),
        }
    }
}

impl From<UserId> for ContactKey {
    fn from(user_id: UserId) -> Self {
        Self {
            kind: ContactKind::UserId,
            address: user_id.into_string(),
        }
    }
}

/// A contact that an event carries, and what it is worth as evidence of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    /// What kind of contact it is meant to be.
    pub kind: ContactKind,
    /// The text as it was written, trimmed.
    pub spelling: String,
    /// What the text proves.
    pub reading: Reading,
}

/// What a claimed contact proves (DESIGN: "Matching", rule 6).
#[derive(Clone, PartialEq, Eq)]
pub enum Reading {
    /// One person's own contact, in its stored spelling.
    Personal(String),
    /// An address that several people use, such as `info@`, in its stored spelling.
    Shared(String),
    /// A phone number that cannot be parsed: shown, never matched on.
    Unreadable,
    /// A placeholder or a malformed address: it stays with the feedback as text.
    Nothing,
}

impl Claim {
    /// Reads what somebody wrote where a contact of this kind was asked for.
    ///
    /// `None` where nothing was written: empty text, `null`, `n/a` and the like.
    pub fn read(kind: ContactKind, text: &str, policy: &ContactPolicy) -> Option<Self> {
        let spelling = text.trim();
        if spelling.is_empty() || means_nothing(spelling) {
            return None;
        }
        let reading = match kind {
            ContactKind::UserId => policy.judge_user_id(UserId::parse(spelling)),
            ContactKind::Email => policy.judge_email(Email::parse(spelling)),
            ContactKind::Phone => policy.judge_phone(spelling),
        };
        Some(Self {
            kind,
            spelling: spelling.to_owned(),
            reading,
        })
    }

    /// The key that this claim would identify somebody by, shared addresses included.
    pub fn key(&self) -> Option<ContactKey> {
        match &self.reading {
            Reading::Personal(address) | Reading::Shared(address) => Some(ContactKey {
                kind: self.kind,
                address: address.clone(),
            }),
            Reading::Unreadable | Reading::Nothing => None,
        }
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let worth = match self.reading {
            Reading::Personal(_) => "personal",
            Reading::Shared(_) => "shared",
            Reading::Unreadable => "unreadable",
            Reading::Nothing => "nothing",
        };
        write!(formatter, "Claim({}, {worth}, hidden)", self.kind.as_str())
    }
}

/// A contact of a customer.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// What kind of contact it is.
    pub kind: ContactKind,
    /// The stored spelling, or the text itself where it identifies nobody.
    pub address: String,
    /// The text as it was first written.
    pub spelling: String,
    /// Whether events with this contact are matched to the customer.
    pub identifies: bool,
    /// Whether a hand has chosen it as the primary of its kind.
    pub is_chosen: bool,
    /// Where it came from.
    pub origin: super::customer::Origin,
}

impl Contact {
    /// The key under which this contact finds its customer, if it does.
    pub fn key(&self) -> Option<ContactKey> {
        self.identifies.then(|| ContactKey {
            kind: self.kind,
            address: self.address.clone(),
        })
    }

    /// Where the contact stands among others, by nothing but what it is.
    pub fn place(&self) -> (ContactKind, &str) {
        (self.kind, &self.address)
    }

    /// Whether events are matched to the customer by this contact, but its address is not in the form
    /// in which theirs would be.
    pub fn is_misspelled(&self, policy: &ContactPolicy) -> bool {
        let again = Claim::read(self.kind, &self.address, policy);
        match again.map(|claim| claim.reading) {
            Some(Reading::Personal(address)) => self.identifies && address != self.address,
            Some(Reading::Shared(_) | Reading::Unreadable | Reading::Nothing) | None => false,
        }
    }

    /// Where the contact stands among those of its kind: the chosen one, those that identify, and
    /// the others, each group by age.
    pub(super) fn rank(&self) -> impl Ord {
        (
            !self.is_chosen,
            !self.identifies,
            self.seen_at(),
            &self.address,
        )
    }

    /// When the contact was first seen.
    pub fn seen_at(&self) -> Timestamp {
        self.origin.at()
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Contact({}, hidden)", self.kind.as_str())
    }
}
