//! A question about feedback, and its answer.

use std::fmt;

use jiff::Timestamp;

use super::MessageSearch;
use crate::domain::customer::CustomerId;
use crate::domain::feedback::Feedback;
use crate::domain::folding;
use crate::domain::label::Channel;
use crate::domain::page::{Position, SortKey, Total};

/// Whose feedback is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whose {
    /// Anyone's, and what belongs to no customer.
    #[default]
    Anyone,
    /// What belongs to no customer.
    NoOne,
    /// One customer's.
    Customer(CustomerId),
}

/// Which feedback is meant. Every part that is given must hold.
#[derive(Clone, Default, PartialEq)]
pub struct FeedbackFilter {
    /// Whose it is.
    pub whose: Whose,
    /// Came through this channel.
    pub channel: Option<Channel>,
    /// Is of this category, by its folded form.
    pub category: Option<String>,
    /// Has a rating, and it is this or higher.
    pub rating_min: Option<f64>,
    /// Has a rating, and it is this or lower.
    pub rating_max: Option<f64>,
    /// Was given at this time or later, UTC.
    pub created_after: Option<Timestamp>,
    /// Was given before this time, UTC.
    pub created_before: Option<Timestamp>,
}

impl fmt::Debug for FeedbackFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FeedbackFilter(hidden)")
    }
}

impl FeedbackFilter {
    /// Whether all feedback is meant.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether feedback of a category is meant.
    pub fn takes_category(&self, category: Option<&str>) -> bool {
        match (&self.category, category) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(folded), Some(category)) => folding::sort_form(category) == *folded,
        }
    }
}

/// A question about feedback. The answer begins with the newest, by the time at which it was
/// given; what was given at one time stands in the opposite order of its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedbackQuery {
    /// What to look for in the message.
    pub search: Option<MessageSearch>,
    /// Which feedback is meant.
    pub filter: FeedbackFilter,
    /// The most rows that the answer may have.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Position>,
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedFeedback {
    /// The feedback.
    pub feedback: Feedback,
    /// The name of the customer whose it is, where there is one with a name.
    pub customer_name: Option<String>,
}

impl ListedFeedback {
    /// Where the row stands in the order.
    pub fn position(&self) -> Position {
        Position {
            key: SortKey::Number(self.feedback.created_at.as_millisecond()),
            id: self.feedback.number.0,
        }
    }
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedbackPage {
    /// The rows.
    pub feedback: Vec<ListedFeedback>,
    /// How much feedback the question has in all.
    pub total: Total,
    /// Whether there are more rows after the last one here.
    pub has_more: bool,
}
