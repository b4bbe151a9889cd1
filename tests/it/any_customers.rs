//! People with labels of every kind, made up for tests.

use customer_directory::domain::customer::FieldValue;
use customer_directory::domain::event::FeedbackEvent;
use customer_directory::domain::label::{Channel, Tag};
use proptest::prelude::*;
use proptest::sample::select;

use crate::kept::{event, moment, said_by};

pub(crate) const TAGS: &[&str] = &[
    "VIP",
    "vip",
    "Vip",
    "beta",
    "BETA",
    "Éclair",
    "e\u{301}clair",
    "李",
];
pub(crate) const COMPANIES: &[&str] = &[
    "Acme",
    "ACME",
    "acme",
    "Acme Inc",
    "Straßenbau",
    "STRASSENBAU",
    "…",
];
pub(crate) const CHANNELS: &[&str] = &["widget", "email", "voice"];
pub(crate) const KEYS: &[&str] = &["cf_plan", "cf_seats"];
/// The last millisecond of a month, the first of the next, and others.
const MILLISECONDS: &[i64] = &[
    0,
    2_678_399_999,
    2_678_400_000,
    2_678_400_001,
    5_097_600_000,
    -1,
];
const NAMES: &[&str] = &["Jane Holloway", "jane hall", "José García", "李雷", "Bo"];

/// What a custom field may hold; some are compared as one.
pub(crate) fn values() -> Vec<FieldValue> {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let number = |digits: &str| FieldValue::Number(digits.to_owned());
    vec![
        text("Pro"),
        text("pro"),
        text("1"),
        number("1"),
        number("2.50"),
        text("TRUE"),
        FieldValue::Boolean(true),
    ]
}

/// Events of a few people, each with some labels.
pub(crate) fn events() -> impl Strategy<Value = Vec<FeedbackEvent>> {
    let field = (select(KEYS), select(values()));
    let one = (
        prop::option::weighted(0.95, 0_u8..12),
        prop::option::of(select(NAMES)),
        prop::option::of(select(COMPANIES)),
        prop::collection::vec(select(TAGS), 0..3),
        prop::option::weighted(0.4, field),
        select(CHANNELS),
        select(MILLISECONDS),
    );
    prop::collection::vec(one, 1..40)
        .prop_map(|rows| rows.into_iter().enumerate().map(made).collect())
}

type Row = (
    Option<u8>,
    Option<&'static str>,
    Option<&'static str>,
    Vec<&'static str>,
    Option<(&'static str, FieldValue)>,
    &'static str,
    i64,
);

fn made((index, row): (usize, Row)) -> FeedbackEvent {
    let (person, name, company, tags, field, channel, milliseconds) = row;
    let at = moment(0) + jiff::SignedDuration::from_millis(milliseconds);
    let mut event = event(index, at);
    if let Some(person) = person {
        event = said_by(event, person);
    }
    event.channel = Channel::parse(channel).unwrap();
    for tag in tags.into_iter().map(|tag| Tag::parse(tag).unwrap()) {
        if event
            .content
            .tags
            .iter()
            .all(|known| known.key() != tag.key())
        {
            event.content.tags.push(tag);
        }
    }
    event.identity.name = name.map(str::to_owned);
    event.identity.company = company.map(str::to_owned);
    event.identity.custom_fields = field
        .map(|(key, value)| (key.to_owned(), value))
        .into_iter()
        .collect();
    event
}
