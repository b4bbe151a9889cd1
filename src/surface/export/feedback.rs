//! Feedback, with what became of it.

use serde_json::{Number, Value};

use super::Problem;
use super::customer::{channel, tag};
use super::fields::{Fields, missing};
use crate::domain::contact::ContactKind;
use crate::domain::event::{EventReference, FeedbackContent};
use crate::domain::export::ExportedFeedback;
use crate::domain::feedback::{Feedback, FeedbackNumber, Outcome, Refusal, UnattachedContact};
use crate::domain::label::Tag;

/// How deep an object may be and still stand as an object inside a record; what is deeper stands as
/// its text.
const DEEPEST: usize = 100;

pub(super) fn written(exported: &ExportedFeedback, fields: Fields) -> Fields {
    let feedback = &exported.feedback;
    let content = &feedback.content;
    let tags = content.tags.iter().map(Tag::spelling);
    let source = &feedback.reference.source;
    let contacts = feedback.unattached.iter().map(|contact| {
        let fields = Fields::default().with("kind", contact.kind.as_str());
        let fields = fields.with("text", contact.spelling.as_str());
        Value::from(fields.with("refusal", contact.refusal.as_str()).0)
    });
    fields
        .with("number", feedback.number.0)
        .with("id", feedback.reference.id.as_str())
        .with_some("source", (!source.is_empty()).then_some(source.as_str()))
        .with_some("customer", feedback.customer.map(|id| id.to_string()))
        .with("channel", feedback.channel.as_str())
        .with_some("message", content.message.as_deref())
        .with_some("category", content.category.as_deref())
        .with_some("rating", content.rating.map(number))
        .with_some("status", content.status.as_deref())
        .with_list("tags", tags.map(Value::from).collect())
        .with_some("context", content.context.as_deref().map(object))
        .with_some("metadata", content.metadata.as_deref().map(object))
        .with_time("created_at", feedback.created_at)
        .with_some("revised_at", feedback.revised_at.map(|at| at.to_string()))
        .with("has_original", feedback.has_original)
        .with_time("ingested_at", feedback.ingested_at)
        .with("outcome", feedback.outcome.as_str())
        .with_some("matched_on", feedback.matched_on.map(ContactKind::as_str))
        .with_list("other_contacts", contacts.collect())
        .with_some("recording", exported.recording.as_deref())
}

pub(super) fn read(fields: &mut Fields) -> Result<ExportedFeedback, Problem> {
    let mut tags = Vec::new();
    for value in fields.list("tags")? {
        let text = value
            .as_str()
            .ok_or("`tags` holds something that is no text")?;
        tags.push(tag(text.to_owned(), "tags")?);
    }
    let mut unattached = Vec::new();
    for value in fields.list("other_contacts")? {
        let mut inside = Fields::inside(value, "other_contacts")?;
        unattached.push(UnattachedContact {
            kind: inside.word("kind", &ContactKind::ALL, ContactKind::as_str)?,
            spelling: inside.text("text")?,
            refusal: inside.word("refusal", &Refusal::ALL, Refusal::as_str)?,
        });
    }
    let channel_text = fields.some("channel").ok_or_else(|| missing("channel"))?;
    let feedback = Feedback {
        number: FeedbackNumber(fields.whole("number")?),
        reference: EventReference {
            id: fields.text("id")?,
            source: fields.some_text("source")?.unwrap_or_default(),
        },
        customer: fields.some_id("customer")?,
        channel: channel(channel_text, "channel")?,
        content: FeedbackContent {
            message: fields.some_text("message")?,
            category: fields.some_text("category")?,
            rating: fields.some("rating").map(read_number).transpose()?,
            status: fields.some_text("status")?,
            tags,
            context: read_object(fields, "context")?,
            metadata: read_object(fields, "metadata")?,
        },
        created_at: fields.time("created_at")?,
        revised_at: fields.some_time("revised_at")?,
        has_original: fields.flag("has_original")?,
        ingested_at: fields.time("ingested_at")?,
        outcome: fields.word("outcome", &Outcome::ALL, Outcome::as_str)?,
        matched_on: fields.some_word("matched_on", &ContactKind::ALL, ContactKind::as_str)?,
        unattached,
    };
    if feedback.customer.is_none() != (feedback.outcome == Outcome::Anonymous) {
        return Err("`outcome` and `customer` contradict each other".to_owned());
    }
    Ok(ExportedFeedback {
        feedback,
        recording: fields.some_text("recording")?,
    })
}

/// A number as JSON has it; one that would be read back as another one is a text.
pub(super) fn number(number: f64) -> Value {
    let written = Number::from_f64(number).filter(|written| {
        let again = serde_json::from_str::<f64>(&written.to_string());
        again.is_ok_and(|again| again.to_bits() == number.to_bits())
    });
    written.map_or_else(|| number.to_string().into(), Value::from)
}

/// Reads a number that was written so.
pub(super) fn read_number(value: Value) -> Result<f64, Problem> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let number = number.filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| "`rating` is no number".to_owned())
}

/// A stored object as an object, where it is read back as the same text.
fn object(text: &str) -> Value {
    let read = serde_json::from_str(text).ok();
    let read = read.filter(|value: &Value| value.is_object() && depth(value) < DEEPEST);
    let written = read.map(|value| (value.to_string(), value));
    match written {
        Some((again, value)) if again == text => value,
        Some(_) | None => text.into(),
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(values) => 1 + values.values().map(depth).max().unwrap_or(0),
    }
}

fn read_object(fields: &mut Fields, name: &str) -> Result<Option<String>, Problem> {
    match fields.some(name) {
        None => Ok(None),
        Some(object @ Value::Object(_)) => Ok(Some(object.to_string())),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` is no object")),
    }
}
