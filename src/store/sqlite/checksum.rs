//! Checksums of customers and feedback, by which a check knows what has changed on the disk.
//!
//! What can be told from other rows is no part of them: what is counted of feedback, channels, whose a
//! piece of feedback is, and the forms in which labels are compared. That is written anew where it differs.

use super::codes::{feedback_code, joined, kind_code, outcome_code};
use crate::domain::customer::{Customer, FieldValue, Origin, Taken};
use crate::domain::feedback::Feedback;
use crate::domain::label::Tag;

/// The checksum of everything that is known about a customer.
pub(super) fn of_customer(customer: &Customer) -> u32 {
    let mut said = Said::default();
    said.number(customer.id.0);
    for taken in [&customer.name, &customer.company] {
        said.taken(taken.as_ref());
    }
    said.text(customer.notes.as_deref());
    said.number(customer.version.cast_signed());
    let mut contacts: Vec<_> = customer.contacts.iter().collect();
    contacts.sort_unstable_by_key(|contact| contact.place());
    for contact in contacts {
        said.number(kind_code(contact.kind));
        said.text(Some(&contact.address));
        said.text(Some(&contact.spelling));
        said.number(i64::from(contact.identifies) | i64::from(contact.is_chosen) << 1);
        said.origin(contact.origin);
    }
    let mut tags: Vec<_> = customer.tags.values().collect();
    tags.sort_unstable_by_key(|tag| tag.value.spelling());
    for tag in tags {
        said.text(Some(tag.value.spelling()));
        said.origin(tag.origin);
    }
    for (key, field) in &customer.custom_fields {
        said.text(Some(key));
        said.number(match field.value {
            FieldValue::Text(_) => 1,
            FieldValue::Number(_) => 2,
            FieldValue::Boolean(_) => 3,
        });
        said.text(Some(field.value.as_text()));
        said.origin(field.origin);
    }
    let handles = customer.social_handles.iter();
    let mut handles: Vec<_> = handles
        .map(|((network, _), taken)| (network, &taken.value.handle, taken.origin))
        .collect();
    handles.sort_unstable_by_key(|(network, handle, _)| (*network, *handle));
    for (network, handle, origin) in handles {
        said.text(Some(network));
        said.text(Some(handle));
        said.origin(origin);
    }
    said.checksum()
}

/// The checksum of a piece of feedback.
pub(super) fn of_feedback(feedback: &Feedback) -> u32 {
    let content = &feedback.content;
    let mut said = Said::default();
    said.number(feedback.number.0);
    said.text(Some(&feedback.reference.source));
    said.text(Some(&feedback.reference.id));
    said.text(Some(feedback.channel.as_str()));
    for text in [&content.message, &content.category, &content.status] {
        said.text(text.as_deref());
    }
    // Nought has two spellings, of which one is kept.
    let rating = content.rating.map(|rating| (rating + 0.0).to_bits());
    said.optional(rating.map(u64::cast_signed));
    said.text(Some(&joined(content.tags.iter().map(Tag::spelling))));
    for json in [&content.context, &content.metadata] {
        said.text(json.as_deref());
    }
    said.number(feedback.created_at.as_millisecond());
    let revised_at = feedback.revised_at.map(jiff::Timestamp::as_millisecond);
    said.optional(revised_at);
    said.number(i64::from(feedback.has_original));
    said.number(feedback.ingested_at.as_millisecond());
    said.number(outcome_code(feedback.outcome));
    said.optional(feedback.matched_on.map(kind_code));
    for contact in &feedback.unattached {
        said.text(Some(contact.kind.as_str()));
        said.text(Some(&contact.spelling));
        said.text(Some(contact.refusal.as_str()));
    }
    said.checksum()
}

/// What is said, so that nothing else reads the same: each text comes after its length.
#[derive(Default)]
struct Said(Vec<u8>);

impl Said {
    fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn optional(&mut self, number: Option<i64>) {
        self.0.push(u8::from(number.is_some()));
        self.number(number.unwrap_or_default());
    }

    fn text(&mut self, text: Option<&str>) {
        let length = text.map(|text| i64::try_from(text.len()).unwrap_or(i64::MAX));
        self.optional(length);
        self.0
            .extend_from_slice(text.unwrap_or_default().as_bytes());
    }

    fn origin(&mut self, origin: Origin) {
        self.optional(feedback_code(origin));
        self.number(origin.at().as_millisecond());
    }

    fn taken(&mut self, taken: Option<&Taken<String>>) {
        self.text(taken.map(|taken| taken.value.as_str()));
        if let Some(taken) = taken {
            self.origin(taken.origin);
        }
    }

    fn checksum(self) -> u32 {
        crc32fast::hash(&self.0)
    }
}
