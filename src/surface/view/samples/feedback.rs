//! Feedback.

use super::at;
use crate::domain::contact::ContactKind;
use crate::domain::customer::CustomerId;
use crate::domain::event::{EventReference, FeedbackContent};
use crate::domain::feedback::{Feedback, FeedbackNumber, Outcome};
use crate::domain::label::Channel;
use crate::domain::page::Total;
use crate::domain::search::{FeedbackFilter, FeedbackPage, FeedbackQuery, ListedFeedback};

pub(crate) fn feedback(number: i64) -> Feedback {
    Feedback {
        number: FeedbackNumber(number),
        reference: EventReference {
            source: "shop".to_owned(),
            id: format!("fb_{number}"),
        },
        customer: Some(CustomerId(1)),
        channel: Channel::parse("widget").unwrap(),
        content: FeedbackContent {
            message: Some("The export is slow.".to_owned()),
            category: Some("bug".to_owned()),
            rating: Some(4.0),
            ..FeedbackContent::default()
        },
        created_at: at("2026-11-01T10:15:00Z"),
        revised_at: None,
        has_original: true,
        ingested_at: at("2026-11-01T10:15:01Z"),
        outcome: Outcome::Linked,
        matched_on: Some(ContactKind::Email),
        unattached: Vec::new(),
    }
}

pub(crate) fn listed_feedback(number: i64) -> ListedFeedback {
    ListedFeedback {
        feedback: feedback(number),
        customer_name: Some("Jane Doe".to_owned()),
    }
}

/// A page with as many rows as given, of as much feedback in all as given.
pub(crate) fn feedback_page(rows: i64, total: u64) -> FeedbackPage {
    FeedbackPage {
        feedback: (1..=rows).rev().map(listed_feedback).collect(),
        total: Total::exactly(total),
        has_more: total > rows.unsigned_abs(),
    }
}

pub(crate) fn feedback_query() -> FeedbackQuery {
    FeedbackQuery {
        search: None,
        filter: FeedbackFilter::default(),
        limit: 20,
        after: None,
    }
}
