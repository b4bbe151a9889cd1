//! Customers and feedback of the directory and of the model, in one form in which they are compared.

use std::collections::BTreeSet;
use std::fmt::Debug;

use customer_directory::domain::customer::{Customer, Origin, Taken};
use customer_directory::domain::feedback::Feedback;
use customer_directory::domain::label::Tag;

use super::directory::{Model, Said, milliseconds};
use super::person::{From, Valued};

/// Everything that is known of one, a line each.
pub(super) type Shown = BTreeSet<String>;

fn from(origin: Origin) -> From {
    match origin {
        Origin::Feedback { feedback, at } => From::Said(feedback.0, at.as_millisecond()),
        Origin::Hand { at } => From::Hand(at.as_millisecond()),
    }
}

fn line(what: &str, value: impl Debug) -> String {
    format!("{what} {value:?}")
}

fn taken<T>(value: &Taken<T>) -> (&T, From) {
    (&value.value, from(value.origin))
}

fn valued<T>(value: &Valued<T>) -> (&T, From) {
    (&value.value, value.from)
}

pub(super) fn customer(customer: &Customer) -> Shown {
    let mut lines = Shown::from([
        line("id", customer.id.0),
        line("version", customer.version),
        line("name", customer.name.as_ref().map(taken)),
        line("company", customer.company.as_ref().map(taken)),
        line("notes", &customer.notes),
        line("feedback", customer.feedback_count),
        line("first seen", milliseconds(customer.first_seen)),
        line("last seen", milliseconds(customer.last_seen)),
    ]);
    lines.extend(
        customer
            .channels
            .iter()
            .map(|it| line("channel", it.as_str())),
    );
    lines.extend(
        customer
            .tags
            .iter()
            .map(|(key, tag)| line("tag", (key, tag.value.spelling(), from(tag.origin)))),
    );
    let fields = customer.custom_fields.iter();
    lines.extend(fields.map(|(key, value)| line("field", (key, taken(value)))));
    let handles = customer.social_handles.iter();
    lines.extend(
        handles
            .map(|(key, handle)| line("handle", (key, &handle.value.handle, from(handle.origin)))),
    );
    // A contact that is there twice is told twice.
    lines.extend((0..).zip(&customer.contacts).map(|(place, contact)| {
        let same = |it: &&customer_directory::domain::contact::Contact| {
            it.kind == contact.kind && it.address == contact.address
        };
        let twice = customer.contacts.iter().filter(same).count() > 1;
        let place: Option<u32> = twice.then_some(place);
        let marks = (contact.identifies, contact.is_chosen, place);
        let text = (&contact.address, &contact.spelling);
        line("contact", (contact.kind, text, marks, from(contact.origin)))
    }));
    lines
}

pub(super) fn person(model: &Model, id: i64) -> Shown {
    let Some(person) = model.people.get(&id) else {
        return Shown::from([line("nobody", id)]);
    };
    let said = || model.said.values().filter(|said| said.customer == Some(id));
    let times = || said().map(|said| said.created_at);
    let mut lines = Shown::from([
        line("id", id),
        line("version", person.version),
        line("name", person.name.as_ref().map(valued)),
        line("company", person.company.as_ref().map(valued)),
        line("notes", &person.notes),
        line("feedback", said().count()),
        line("first seen", times().min()),
        line("last seen", times().max()),
    ]);
    lines.extend(said().map(|said| line("channel", &said.channel)));
    let tags = person.tags.iter();
    lines.extend(tags.map(|(key, tag)| line("tag", (key, &tag.value, tag.from))));
    let fields = person.fields.iter();
    lines.extend(fields.map(|(key, value)| line("field", (key, valued(value)))));
    let handles = person.handles.iter();
    lines.extend(handles.map(|(key, handle)| line("handle", (key, &handle.value, handle.from))));
    lines.extend(person.addresses.iter().map(|it| {
        let marks = (it.identifies, it.chosen, None::<u32>);
        line(
            "contact",
            (it.kind, (&it.address, &it.spelling), marks, it.from),
        )
    }));
    lines
}

pub(super) fn feedback(feedback: &Feedback) -> Vec<String> {
    let content = &feedback.content;
    let reference = (!feedback.reference.is_erased()).then(|| {
        (
            feedback.reference.source.clone(),
            feedback.reference.id.clone(),
        )
    });
    let tags: Vec<&str> = content.tags.iter().map(Tag::spelling).collect();
    let unattached = feedback.unattached.iter();
    let unattached: Vec<_> = unattached
        .map(|it| (it.kind, it.spelling.clone(), it.refusal))
        .collect();
    vec![
        line("number", feedback.number.0),
        line("reference", reference),
        line("customer", feedback.customer.map(|id| id.0)),
        line("channel", feedback.channel.as_str()),
        line(
            "said",
            (
                &content.message,
                &content.category,
                content.rating,
                &content.status,
            ),
        ),
        line("beside", (tags, &content.context, &content.metadata)),
        line("created", feedback.created_at.as_millisecond()),
        line("revised", milliseconds(feedback.revised_at)),
        line("original", feedback.has_original),
        line("ingested", feedback.ingested_at.as_millisecond()),
        line("outcome", (feedback.outcome, feedback.matched_on)),
        line("unattached", unattached),
    ]
}

pub(super) fn said(said: &Said, number: i64) -> Vec<String> {
    let content = &said.content;
    let reference = (!said.erased).then(|| said.reference.clone());
    let tags: Vec<&str> = content.tags.iter().map(Tag::spelling).collect();
    vec![
        line("number", number),
        line("reference", reference),
        line("customer", said.customer),
        line("channel", &said.channel),
        line(
            "said",
            (
                &content.message,
                &content.category,
                content.rating,
                &content.status,
            ),
        ),
        line("beside", (tags, &content.context, &content.metadata)),
        line("created", said.created_at),
        line("revised", said.revised_at),
        line("original", said.has_original),
        line("ingested", said.ingested_at),
        line("outcome", (said.outcome, said.matched_on)),
        line("unattached", &said.unattached),
    ]
}
