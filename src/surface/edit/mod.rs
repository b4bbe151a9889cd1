//! Changes as callers write them, read into the edits that they mean.
//!
//! Nothing here is kept silently in another form: what cannot be read as what it is meant to be is
//! refused, with its value and the way out.

mod contact;
mod label;
mod text;

use std::fmt;

use serde_json::{Map, Value};

use super::question::QuestionError;
use crate::domain::contact::{ContactKind, ContactPolicy};
use crate::domain::editing::{Clearable, Edit, NotesEdit};

pub use text::request_name;

/// What a caller wants to be changed on a customer, or a new customer to be.
#[derive(Clone, Default)]
pub struct EditRequest {
    /// Whether it is a new customer, for whom nothing is added: they are made so.
    pub is_new: bool,
    /// The display name.
    pub name: Option<String>,
    /// The organisation.
    pub company: Option<String>,
    /// E-mail addresses to add.
    pub emails: Vec<String>,
    /// E-mail addresses to take away.
    pub remove_emails: Vec<String>,
    /// Phone numbers to add.
    pub phones: Vec<String>,
    /// Phone numbers to take away.
    pub remove_phones: Vec<String>,
    /// Own user ids to add.
    pub user_ids: Vec<String>,
    /// Own user ids to take away.
    pub remove_user_ids: Vec<String>,
    /// The e-mail address that shall be the primary one.
    pub primary_email: Option<String>,
    /// The phone number that shall be the primary one.
    pub primary_phone: Option<String>,
    /// Labels to add.
    pub tags: Vec<String>,
    /// Labels to take away.
    pub remove_tags: Vec<String>,
    /// Custom fields to set.
    pub custom_fields: Map<String, Value>,
    /// Keys of custom fields to take away.
    pub remove_custom_fields: Vec<String>,
    /// Accounts to add: a handle, or several, by network.
    pub social_handles: Map<String, Value>,
    /// Accounts to take away.
    pub remove_social_handles: Map<String, Value>,
    /// Notes that replace those that are there.
    pub notes: Option<String>,
    /// A text with which the notes go on.
    pub append_notes: Option<String>,
    /// Fields to empty.
    pub clear: Vec<Clearable>,
}

impl fmt::Debug for EditRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EditRequest(hidden)")
    }
}

impl EditRequest {
    /// Reads the edit.
    pub fn edit(self, policy: &ContactPolicy) -> Result<Edit, QuestionError> {
        let adding = |new: &'static str, known: &'static str| {
            if self.is_new { new } else { known }
        };
        let contacts = [
            (
                ContactKind::UserId,
                adding("user_ids", "add_user_ids"),
                &self.user_ids,
            ),
            (
                ContactKind::Email,
                adding("emails", "add_emails"),
                &self.emails,
            ),
            (
                ContactKind::Phone,
                adding("phones", "add_phones"),
                &self.phones,
            ),
        ];
        let mut add_contacts = Vec::new();
        for (kind, parameter, texts) in contacts {
            add_contacts.extend(contact::claims(parameter, kind, texts, policy)?);
        }
        let gone = [
            (
                ContactKind::UserId,
                "remove_user_ids",
                &self.remove_user_ids,
            ),
            (ContactKind::Email, "remove_emails", &self.remove_emails),
            (ContactKind::Phone, "remove_phones", &self.remove_phones),
        ];
        let mut remove_contacts = Vec::new();
        for (kind, parameter, texts) in gone {
            for text in texts {
                remove_contacts.push(contact::named(parameter, kind, text, policy)?);
            }
        }
        // Of the addresses that a new customer is given the first is the main one.
        let first = |texts: &[String]| texts.first().filter(|_| self.is_new).cloned();
        let primary = [
            (
                ContactKind::Email,
                "primary_email",
                self.primary_email.clone().or_else(|| first(&self.emails)),
            ),
            (
                ContactKind::Phone,
                "primary_phone",
                self.primary_phone.clone().or_else(|| first(&self.phones)),
            ),
        ];
        let mut primaries = Vec::new();
        for (kind, parameter, text) in primary {
            if let Some(text) = text {
                primaries.push(contact::named(parameter, kind, &text, policy)?);
            }
        }
        Ok(Edit {
            name: text::name("name", self.name.as_deref())?,
            company: text::company("company", self.company.as_deref())?,
            notes: notes(self.notes.as_deref(), self.append_notes.as_deref())?,
            remove_contacts,
            add_contacts,
            primaries,
            remove_tags: label::tags("remove_tags", &self.remove_tags)?,
            add_tags: label::tags(adding("tags", "add_tags"), &self.tags)?,
            remove_fields: label::keys("remove_custom_fields", &self.remove_custom_fields)?,
            set_fields: label::fields(
                adding("custom_fields", "set_custom_fields"),
                &self.custom_fields,
            )?,
            remove_handles: label::handles("remove_social_handles", &self.remove_social_handles)?,
            add_handles: label::handles(
                adding("social_handles", "add_social_handles"),
                &self.social_handles,
            )?,
            clear: self.clear,
        })
    }
}

fn notes(replace: Option<&str>, append: Option<&str>) -> Result<Option<NotesEdit>, QuestionError> {
    match (replace, append) {
        (Some(_), Some(_)) => Err(text::unusable(
            "append_notes",
            "`notes` replaces the notes that are there; send one of the two",
        )),
        (Some(notes), None) => Ok(Some(NotesEdit::Replace(text::notes("notes", notes)?))),
        (None, Some(more)) => Ok(Some(NotesEdit::Append(text::notes("append_notes", more)?))),
        (None, None) => Ok(None),
    }
}
