//! Keys: under what a row is found, as text that sorts by kind.
//!
//! A key is the letter of its kind and then its text. Where keys of a row are listed, each has a
//! line; so a line break inside a key becomes a space.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::domain::contact::ContactKind;
use crate::domain::customer::{Customer, Taken};
use crate::domain::feedback::Feedback;
use crate::domain::folding;
use crate::domain::label::{Channel, compare_key};
use crate::domain::search::words_of;

/// Counts up whenever the same row would get other keys than before: postings that were written
/// by other rules are written anew.
pub(in super::super) const POSTING_RULES: i64 = 3;

/// What a key says of a row. Digits are kinds too: `3` holds the first three letters of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// Has the channel.
    Channel,
    /// Has the custom field.
    Field,
    /// Has the custom field with the value.
    FieldValue,
    /// Was first seen in the month, `2026-03`.
    FirstSeenMonth,
    /// Belongs to the company.
    Company,
    /// Has the tag.
    Tag,
    /// Has some value of the kind that is named by its letter.
    Some,
    /// Feedback: has the category.
    Category,
    /// Feedback: has the rating.
    Rating,
    /// Feedback: belongs to no customer.
    Unlinked,
    /// Has the word.
    Word,
}

impl Kind {
    /// The letter that keys of this kind begin with.
    pub(in super::super) fn letter(self) -> char {
        match self {
            Self::Channel => 'c',
            Self::Field => 'f',
            Self::Category => 'g',
            Self::FirstSeenMonth => 'm',
            Self::Company => 'o',
            Self::Rating => 'r',
            Self::Some => 's',
            Self::Tag => 't',
            Self::Unlinked => 'u',
            Self::FieldValue => 'v',
            Self::Word => 'w',
        }
    }

    /// The key of this kind with a text.
    pub(in super::super) fn key(self, text: &str) -> String {
        let mut key = String::with_capacity(1 + text.len());
        self.write_key(text, &mut key);
        key
    }

    /// Writes the key of this kind with a text in the place of another one.
    fn write_key(self, text: &str, key: &mut String) {
        key.clear();
        key.push(self.letter());
        key.push_str(text);
        if key.contains(['\n', '\r']) {
            *key = key.replace(['\n', '\r'], " ");
        }
    }
}

/// The text of a custom field with a value: both in the form in which they are compared.
pub(in super::super) fn field_value(key: &str, value: &str) -> String {
    format!("{key}\u{1f}{value}")
}

/// A rating as text that sorts as the number does.
pub(in super::super) fn rating(rating: f64) -> String {
    // Nought has two spellings.
    let bits = (rating + 0.0).to_bits();
    let sortable = if rating.is_sign_negative() {
        !bits
    } else {
        bits | (1 << 63)
    };
    format!("{sortable:016x}")
}

/// What the keys of a customer are made of.
#[derive(PartialEq)]
pub(super) struct Described<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) company: Option<&'a str>,
    pub(super) first_seen: Option<Timestamp>,
    pub(super) channels: Vec<&'a str>,
    /// Tags in the form in which they are compared.
    pub(super) tags: Vec<&'a str>,
    /// Custom fields, with their values as text.
    pub(super) fields: Vec<(&'a str, &'a str)>,
    /// Kind, address and spelling.
    pub(super) contacts: Vec<(ContactKind, &'a str, &'a str)>,
}

/// The keys of a customer.
pub(in super::super) fn of_customer(customer: &Customer) -> BTreeSet<String> {
    Described::of(customer).keys()
}

/// The keys of a customer, unless they are those of before.
pub(in super::super) fn changed_keys(
    before: &Customer,
    after: &Customer,
) -> Option<BTreeSet<String>> {
    let after = Described::of(after);
    (Described::of(before) != after).then(|| after.keys())
}

impl<'a> Described<'a> {
    fn of(customer: &'a Customer) -> Self {
        let text =
            |taken: &'a Option<Taken<String>>| taken.as_ref().map(|taken| taken.value.as_str());
        Self {
            name: text(&customer.name),
            company: text(&customer.company),
            first_seen: customer.first_seen,
            channels: customer.channels.iter().map(Channel::as_str).collect(),
            tags: customer.tags.keys().map(String::as_str).collect(),
            fields: customer
                .custom_fields
                .iter()
                .map(|(key, taken)| (key.as_str(), taken.value.as_text()))
                .collect(),
            contacts: customer
                .contacts
                .iter()
                .map(|contact| {
                    (
                        contact.kind,
                        contact.address.as_str(),
                        contact.spelling.as_str(),
                    )
                })
                .collect(),
        }
    }
}

impl Described<'_> {
    fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        self.each_key(|key| add_to(&mut keys, key));
        keys
    }

    /// Calls with each key, with some of them more than once.
    pub(super) fn each_key(&self, mut add: impl FnMut(&str)) {
        let mut key = String::new();
        let mut add_kind = |kind: Kind, text: &str| {
            kind.write_key(text, &mut key);
            add(&key);
        };
        let mut add_label = |kind: Kind, text: &str| {
            add_kind(kind, text);
            add_kind(Kind::Some, kind.letter().encode_utf8(&mut [0; 4]));
        };
        for channel in &self.channels {
            add_label(Kind::Channel, channel);
        }
        for tag in &self.tags {
            add_label(Kind::Tag, tag);
        }
        for (key, value) in &self.fields {
            add_label(Kind::Field, key);
            add_label(Kind::FieldValue, &field_value(key, &compare_key(value)));
        }
        if let Some(company) = self.company {
            add_label(Kind::Company, &folding::sort_form(company));
        }
        if let Some(first_seen) = self.first_seen {
            add_label(Kind::FirstSeenMonth, &month(first_seen));
        }
        let texts = [self.name, self.company].into_iter().flatten();
        for word in words_of(texts, self.contacts.iter().copied()) {
            add_kind(Kind::Word, &word);
        }
    }
}

fn add_to(keys: &mut BTreeSet<String>, key: &str) {
    if !keys.contains(key) {
        keys.insert(key.to_owned());
    }
}

/// The keys of a piece of feedback.
pub(in super::super) fn of_feedback(feedback: &Feedback) -> BTreeSet<String> {
    let content = &feedback.content;
    let mut keys = BTreeSet::new();
    each_feedback_key(
        feedback.customer.is_some(),
        feedback.channel.as_str(),
        content.message.as_deref(),
        content.category.as_deref(),
        content.rating,
        |key| add_to(&mut keys, key),
    );
    keys
}

/// Calls with each key of a piece of feedback, from its columns, with some of them more than once.
pub(super) fn each_feedback_key(
    is_linked: bool,
    channel: &str,
    message: Option<&str>,
    category: Option<&str>,
    rated: Option<f64>,
    mut add: impl FnMut(&str),
) {
    let mut key = String::new();
    let mut add_kind = |kind: Kind, text: &str| {
        kind.write_key(text, &mut key);
        add(&key);
    };
    for word in message.map(folding::words).unwrap_or_default() {
        add_kind(Kind::Word, &word);
    }
    add_kind(Kind::Channel, channel);
    if let Some(category) = category {
        add_kind(Kind::Category, &folding::sort_form(category));
    }
    if let Some(rated) = rated {
        add_kind(Kind::Rating, &rating(rated));
    }
    if !is_linked {
        add_kind(Kind::Unlinked, "");
    }
}

/// Keys as they are listed in one column.
pub(in super::super) fn lines(keys: &BTreeSet<String>) -> String {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    keys.join("\n")
}

fn month(at: Timestamp) -> String {
    at.strftime("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::rating;

    #[test]
    fn ratings_sort_as_numbers_do() {
        let ratings = [-10.5, -1.0, 0.0, 0.5, 1.0, 4.5, 5.0, 10.0, 100.0];
        assert!(ratings.map(rating).is_sorted());
    }
}
