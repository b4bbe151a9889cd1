//! Feedback and searches of every kind, made up for tests.

use customer_directory::domain::event::{EventKind, FeedbackEvent};
use customer_directory::domain::label::Channel;
use proptest::prelude::*;
use proptest::sample::select;

use crate::kept::{event, moment, said_by};

const WORDS: &[&str] = &[
    "export",
    "exports",
    "Export",
    "ex",
    "exp",
    "slow",
    "slowly",
    "SLOW",
    "a",
    "I",
    "API",
    "v2",
    "v20",
    "Żółty",
    "zolty",
    "Straße",
    "strasse",
    "O'Brien",
    "obrien",
    "李雷",
    "雷声",
    "李",
    "가격",
    "각",
    "가",
    "🌻",
    "don't",
    "2025",
    "20",
    "jane@acme.io",
    "e\u{301}te",
    "\u{202e}",
    "…",
    "%",
    "\"",
    "*",
    "export-slow",
];
pub(crate) const CHANNELS: &[&str] = &["widget", "email", "Email", "voice", "李"];
pub(crate) const CATEGORIES: &[&str] = &[
    "bug",
    "Bug",
    "feature request",
    "Feature-Request",
    "idée",
    "…",
];
pub(crate) const RATINGS: &[f64] = &[-1.0, 0.0, 0.5, 1.0, 3.0, 4.999, 5.0, 10.0];
pub(crate) const MOMENTS: &[i64] = &[0, 0, 1, 60, 86_400, 86_401];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(WORDS), 0..6).prop_map(|words| words.join(" "))
}

pub(crate) fn sometimes<T: std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.3, value)
}

/// Events, of which some revise what was said before.
pub(crate) fn events() -> impl Strategy<Value = Vec<FeedbackEvent>> {
    let one = (
        prop::option::weighted(0.9, text()),
        prop::option::of(select(CATEGORIES)),
        prop::option::of(select(RATINGS)),
        select(CHANNELS),
        select(MOMENTS),
        prop::option::weighted(0.7, 0_u8..4),
        prop::option::weighted(0.2, 0_usize..30),
    );
    prop::collection::vec(one, 1..40).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(
            |(index, (message, category, rating, channel, at, person, revises))| {
                let revised = revises.filter(|revised| *revised < index);
                let mut event = event(revised.unwrap_or(index), moment(at));
                if revised.is_some() {
                    event.kind = EventKind::Updated;
                    event.revised_at = Some(moment(200_000 + i64::try_from(index).unwrap()));
                }
                event.channel = Channel::parse(channel).unwrap();
                event.content.message = message;
                event.content.category = category.map(str::to_owned);
                event.content.rating = rating;
                match person {
                    Some(person) => said_by(event, person),
                    None => event,
                }
            },
        )
        .collect()
    })
}

/// Words, and beginnings of words, as they are typed.
pub(crate) fn search() -> impl Strategy<Value = String> {
    let part = (select(WORDS), 1_usize..8)
        .prop_map(|(word, length)| word.chars().take(length).collect::<String>());
    prop::collection::vec(part, 0..3).prop_map(|parts| parts.join(" "))
}
