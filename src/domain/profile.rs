//! One customer's whole profile, as it is answered.

use std::collections::BTreeMap;

use super::customer::{Customer, CustomerId};
use super::event::EventReference;
use super::feedback::{Feedback, FeedbackNumber};
use super::label::Channel;

/// The feedback that a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackSource {
    /// Where the event came from and the id it has there.
    pub reference: EventReference,
    /// How it reached us.
    pub channel: Channel,
}

impl FeedbackSource {
    /// Where a piece of feedback came from.
    pub fn of(feedback: &Feedback) -> Self {
        Self {
            reference: feedback.reference.clone(),
            channel: feedback.channel.clone(),
        }
    }
}

/// A customer with the latest feedback.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The customer.
    pub customer: Customer,
    /// The feedback that the customer's values came from.
    pub sources: BTreeMap<FeedbackNumber, FeedbackSource>,
    /// The latest feedback, newest first.
    pub feedback: Vec<Feedback>,
    /// The ids that have become this customer.
    pub merged_ids: Vec<CustomerId>,
    /// The id that was asked for, where it is another than the customer's.
    pub resolved_from: Option<CustomerId>,
}
