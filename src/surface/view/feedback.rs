//! A piece of feedback.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::clean;
use super::fitting::cut;
use crate::domain::feedback::Feedback;

/// The most characters that are shown of a message beside a customer.
const LONGEST_MESSAGE: usize = 600;

/// The most characters of an id, a channel or a category.
const LONGEST_LINE: usize = 600;

/// What is shown of a piece of feedback. What is unknown is absent.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FeedbackView {
    /// The id where the feedback came from.
    pub id: String,
    /// How it reached us.
    pub channel: String,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How many characters at the end of a long message are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_cut: Option<usize>,
    /// The kind of feedback at its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The rating, on the scale of its source.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "plain_number"
    )]
    pub rating: Option<f64>,
    /// When it was given.
    pub created_at: String,
}

impl FeedbackView {
    /// The view of a piece of feedback beside its customer.
    pub fn of(feedback: &Feedback) -> Self {
        Self::with_message_of(feedback, LONGEST_MESSAGE)
    }

    /// The view of a piece of feedback, with so many characters of its message.
    pub(super) fn with_message_of(feedback: &Feedback, most: usize) -> Self {
        let content = &feedback.content;
        let message = content
            .message
            .as_deref()
            .map(|message| cut(clean::text(message).into_owned(), most));
        let message_cut = message
            .as_ref()
            .map(|(_, rest)| *rest)
            .filter(|rest| *rest > 0);
        let line = |text: &str| cut(clean::line(text).into_owned(), LONGEST_LINE).0;
        Self {
            id: line(&feedback.reference.id),
            channel: line(feedback.channel.as_str()),
            message: message.map(|(shown, _)| shown),
            message_cut,
            category: content.category.as_deref().map(line),
            rating: content.rating,
            created_at: feedback.created_at.to_string(),
        }
    }
}

/// Writes `5` and not `5.0`, as the source did.
#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn plain_number<S: Serializer>(rating: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
    match rating {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within an i64")]
        Some(rating) if rating.fract() == 0.0 && rating.abs() <= LARGEST_EXACT => {
            serializer.serialize_i64(*rating as i64)
        }
        Some(rating) => serializer.serialize_f64(*rating),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::FeedbackView;

    #[test]
    fn a_long_message_is_cut_and_says_by_how_much() {
        let mut feedback = samples::feedback(1);
        feedback.content.message = Some("李".repeat(610));
        let view = FeedbackView::of(&feedback);
        assert_eq!(view.message.unwrap().chars().count(), 600);
        assert_eq!(view.message_cut, Some(10));
    }

    #[test]
    fn feedback_shows_what_is_known() {
        insta::assert_json_snapshot!(FeedbackView::of(&samples::feedback(1)), @r#"
        {
          "id": "fb_1",
          "channel": "widget",
          "message": "The export is slow.",
          "category": "bug",
          "rating": 4,
          "created_at": "2026-11-01T10:15:00Z"
        }
        "#);
    }
}
