//! Editing: what a hand changes on a customer.
//!
//! Only what is named changes. What a hand sets is marked as set by hand, and filling leaves it
//! alone; what a hand takes away may come again with later feedback.

mod apply;
mod digest;
#[cfg(test)]
mod tests;

use std::fmt;

use thiserror::Error;

use super::contact::{Claim, ContactKind, NamedContact};
use super::customer::{FieldValue, SocialHandle};
use super::filling::handle_key;
use super::label::Tag;

/// Longest notes of a customer, in characters.
pub const LONGEST_NOTES: usize = 10_000;

/// What a hand changes. A new customer is an edit of a blank one.
#[derive(Clone, Default, PartialEq)]
pub struct Edit {
    /// Fields that are emptied before anything is added.
    pub clear: Vec<Clearable>,
    /// The display name.
    pub name: Option<String>,
    /// The organisation.
    pub company: Option<String>,
    /// Free text for the team.
    pub notes: Option<NotesEdit>,
    /// Contacts that the customer shall have no more.
    pub remove_contacts: Vec<NamedContact>,
    /// Contacts that the customer shall have. Each is somebody's.
    pub add_contacts: Vec<Claim>,
    /// Contacts that shall be the primary ones of their kinds.
    pub primaries: Vec<NamedContact>,
    /// Labels that the customer shall have no more.
    pub remove_tags: Vec<Tag>,
    /// Labels that the customer shall have.
    pub add_tags: Vec<Tag>,
    /// Keys of custom fields that the customer shall have no more.
    pub remove_fields: Vec<String>,
    /// Custom fields that the customer shall have.
    pub set_fields: Vec<(String, FieldValue)>,
    /// Accounts that the customer shall have no more.
    pub remove_handles: Vec<SocialHandle>,
    /// Accounts that the customer shall have.
    pub add_handles: Vec<SocialHandle>,
}

impl fmt::Debug for Edit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Edit(hidden)")
    }
}

/// A field that can be emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearable {
    /// The display name.
    Name,
    /// The organisation.
    Company,
    /// The notes.
    Notes,
    /// Every contact of a kind.
    Contacts(ContactKind),
    /// Every label.
    Tags,
    /// Every custom field.
    CustomFields,
    /// Every account on a social network.
    SocialHandles,
    /// The choice of a primary contact; the earliest known is the primary one again.
    Primary(ContactKind),
}

impl Clearable {
    /// Every field that can be emptied.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Company,
        Self::Notes,
        Self::Contacts(ContactKind::Email),
        Self::Contacts(ContactKind::Phone),
        Self::Contacts(ContactKind::UserId),
        Self::Tags,
        Self::CustomFields,
        Self::SocialHandles,
        Self::Primary(ContactKind::Email),
        Self::Primary(ContactKind::Phone),
    ];

    /// The field's name in JSON and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Company => "company",
            Self::Notes => "notes",
            Self::Contacts(kind) => kind.list(),
            Self::Tags => "tags",
            Self::CustomFields => "custom_fields",
            Self::SocialHandles => "social_handles",
            Self::Primary(kind) => primary_field(kind),
        }
    }

    /// The field with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// What becomes of the notes.
#[derive(Clone, PartialEq, Eq)]
pub enum NotesEdit {
    /// They are this text.
    Replace(String),
    /// They go on with this text, on a line of its own.
    Append(String),
}

/// An edit that cannot be made. Its field is named by [`EditError::field`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// The same value is added and taken away.
    #[error("`{value}` is to be set and to be taken away; ask for one of the two")]
    Contradiction {
        /// The field.
        field: &'static str,
        /// The value.
        value: String,
    },
    /// A primary contact must be one that the customer has.
    #[error(
        "`{text}` is no contact of the customer; name one of theirs, or add it in the same call"
    )]
    NotTheirs {
        /// The kind.
        kind: ContactKind,
        /// The contact as it was written.
        text: String,
    },
    /// The customer has as many contacts of a kind as are allowed.
    #[error("the customer would have more than {most}, which is the most; remove one first")]
    CeilingReached {
        /// The kind.
        kind: ContactKind,
        /// How many are allowed.
        most: usize,
    },
    /// Notes that would be too long.
    #[error(
        "they would have {0} characters; at most {LONGEST_NOTES} are kept, so shorten or replace \
         them"
    )]
    NotesTooLong(usize),
}

impl EditError {
    /// The field that cannot be changed so.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Contradiction { field, .. } => field,
            Self::NotTheirs { kind, .. } => primary_field(*kind),
            Self::CeilingReached { kind, .. } => kind.list(),
            Self::NotesTooLong(_) => "notes",
        }
    }
}

impl Edit {
    /// Whether somebody could be known by what is set here: a name or a contact.
    pub fn names_somebody(&self) -> bool {
        self.name.is_some() || !self.add_contacts.is_empty()
    }

    /// Refuses to set and to take away the same value.
    fn refuse_contradictions(&self) -> Result<(), EditError> {
        let clears = |field| self.clear.contains(&field);
        let text = |text: &Option<String>, field| text.clone().filter(|_| clears(field));
        let notes = self.notes.as_ref().map(|_| Clearable::Notes.as_str());
        let contact = self.add_contacts.iter().find(|claim| {
            let mut removed = self.remove_contacts.iter();
            removed.any(|named| named.is_claimed_by(claim))
        });
        let tag = self.add_tags.iter().find(|tag| {
            let mut removed = self.remove_tags.iter();
            removed.any(|removed| removed.key() == tag.key())
        });
        let mut keys = self.set_fields.iter().map(|(key, _)| key);
        let handle = self.add_handles.iter().find(|handle| {
            let mut removed = self.remove_handles.iter();
            removed.any(|removed| key_of(removed) == key_of(handle))
        });
        let contradictions = [
            ("name", text(&self.name, Clearable::Name)),
            ("company", text(&self.company, Clearable::Company)),
            (
                "notes",
                notes
                    .filter(|_| clears(Clearable::Notes))
                    .map(str::to_owned),
            ),
            (
                contact.map_or("", |claim| claim.kind.list()),
                contact.map(|claim| claim.spelling.clone()),
            ),
            ("tags", tag.map(|tag| tag.spelling().to_owned())),
            (
                "custom_fields",
                keys.find(|key| self.remove_fields.contains(key)).cloned(),
            ),
            ("social_handles", handle.map(|handle| handle.handle.clone())),
        ];
        let mut found = contradictions.into_iter();
        match found.find_map(|(field, value)| Some((field, value?))) {
            Some((field, value)) => Err(EditError::Contradiction { field, value }),
            None => Ok(()),
        }
    }
}

/// What two spellings of an account have in common.
fn key_of(handle: &SocialHandle) -> (String, String) {
    (handle.network.clone(), handle_key(&handle.handle))
}

fn primary_field(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Email => "primary_email",
        ContactKind::Phone => "primary_phone",
        ContactKind::UserId => "primary_user_id",
    }
}
