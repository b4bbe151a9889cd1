//! What hangs on customers: contacts, tags, custom fields and social handles, all in one table.

mod read;
mod save;

use std::borrow::Cow;

use serde_json::Value;

use super::super::codes::kind_code;
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, FieldValue, Origin, SocialHandle, Taken};
use crate::domain::label::{Tag, compare_key};

pub(super) use read::load;
pub(in super::super) use read::load_contacts;
pub(super) use save::save;

/// The kinds of rows that follow those of contacts.
const TAG: i64 = 4;
const CUSTOM_FIELD: i64 = 5;
const SOCIAL_HANDLE: i64 = 6;

/// One of the things of which a customer may have several.
#[derive(Clone, Copy, PartialEq)]
enum Detail<'c> {
    Contact(&'c Contact),
    Tag(&'c str, &'c Taken<Tag>),
    CustomField(&'c str, &'c Taken<FieldValue>),
    SocialHandle(&'c str, &'c str, &'c Taken<SocialHandle>),
}

/// What names a row among those of a customer: its kind, its key and its network.
type Place<'c> = (i64, &'c str, &'c str);

impl<'c> Detail<'c> {
    /// All of a customer's, in the order of the table.
    fn all(customer: &'c Customer) -> Vec<Self> {
        let contacts = customer.contacts.iter().map(Self::Contact);
        let tags = customer
            .tags
            .iter()
            .map(|(tag, taken)| Self::Tag(tag, taken));
        let fields = customer.custom_fields.iter();
        let fields = fields.map(|(key, taken)| Self::CustomField(key, taken));
        let handles = customer.social_handles.iter();
        let handles =
            handles.map(|((network, handle), taken)| Self::SocialHandle(network, handle, taken));
        let mut all: Vec<Self> = contacts.chain(tags).chain(fields).chain(handles).collect();
        all.sort_by_key(Self::place);
        all
    }

    fn place(&self) -> Place<'c> {
        match *self {
            Self::Contact(contact) => (kind_code(contact.kind), &contact.address, ""),
            Self::Tag(tag, _) => (TAG, tag, ""),
            Self::CustomField(key, _) => (CUSTOM_FIELD, key, ""),
            Self::SocialHandle(network, handle, _) => (SOCIAL_HANDLE, handle, network),
        }
    }

    fn origin(&self) -> Origin {
        match self {
            Self::Contact(contact) => contact.origin,
            Self::Tag(_, taken) => taken.origin,
            Self::CustomField(_, taken) => taken.origin,
            Self::SocialHandle(_, _, taken) => taken.origin,
        }
    }

    /// As it was written; nothing for a contact that was written as its address.
    fn spelling(&self) -> Option<Cow<'c, str>> {
        match self {
            Self::Contact(contact) => (contact.spelling != contact.address)
                .then_some(Cow::Borrowed(contact.spelling.as_str())),
            Self::Tag(_, taken) => Some(Cow::Borrowed(taken.value.spelling())),
            Self::CustomField(_, taken) => Some(Cow::Owned(value_code(&taken.value))),
            Self::SocialHandle(_, _, taken) => Some(Cow::Borrowed(&taken.value.handle)),
        }
    }

    /// The form in which a custom field's value is compared.
    fn value_key(&self) -> Option<String> {
        match self {
            Self::CustomField(_, taken) => Some(compare_key(taken.value.as_text())),
            Self::Contact(_) | Self::Tag(..) | Self::SocialHandle(..) => None,
        }
    }

    /// Whether it identifies the customer, and whether it was chosen as the primary of its kind.
    fn marks(&self) -> [bool; 2] {
        match self {
            Self::Contact(contact) => [contact.identifies, contact.is_chosen],
            Self::Tag(..) | Self::CustomField(..) | Self::SocialHandle(..) => [false, false],
        }
    }
}

fn value_code(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => Value::from(text.as_str()).to_string(),
        FieldValue::Number(number) => number.clone(),
        FieldValue::Boolean(yes) => yes.to_string(),
    }
}

/// A custom field's value as it is kept; none where it is no value.
pub(in super::super) fn value_from(code: &str) -> Option<FieldValue> {
    match serde_json::from_str(code).ok()? {
        Value::String(text) => Some(FieldValue::Text(text)),
        Value::Number(_) => Some(FieldValue::Number(code.to_owned())),
        Value::Bool(yes) => Some(FieldValue::Boolean(yes)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
