//! Contacts of a customer as somebody names them.

use std::fmt;

use super::{Claim, Contact, ContactKind, Email, Phone, Region, UserId};

/// A contact of a customer, by any spelling.
#[derive(Clone, PartialEq, Eq)]
pub struct NamedContact {
    /// What kind of contact it is.
    pub kind: ContactKind,
    /// The text as it was written, trimmed.
    pub text: String,
    /// The stored spelling, where the text can be read.
    address: Option<String>,
}

impl NamedContact {
    /// Reads what somebody wrote to name a contact.
    pub fn read(kind: ContactKind, text: &str, region: Option<Region>) -> Self {
        Self {
            kind,
            text: text.to_owned(),
            address: match kind {
                ContactKind::UserId => UserId::parse(text).map(UserId::into_string),
                ContactKind::Email => Email::parse(text).map(Email::into_string),
                ContactKind::Phone => Phone::parse(text, region).map(Phone::into_string),
            },
        }
    }

    /// Whether it is this contact.
    pub fn is(&self, contact: &Contact) -> bool {
        contact.kind == self.kind
            && (self.address.as_ref() == Some(&contact.address)
                || self.text == contact.address
                || self.text == contact.spelling)
    }

    /// Whether it is what is claimed.
    pub fn is_claimed_by(&self, claim: &Claim) -> bool {
        let address = claim.key().map(|key| key.address);
        claim.kind == self.kind
            && (self.text == claim.spelling || (address.is_some() && address == self.address))
    }
}

impl fmt::Debug for NamedContact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "NamedContact({}, hidden)", self.kind.as_str())
    }
}
