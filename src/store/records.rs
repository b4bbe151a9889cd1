//! Every question and order that the services have for the store, in domain types.

use std::collections::BTreeMap;

use super::StoreError;
use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::EventReference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::profile::FeedbackSource;
use crate::domain::search::{
    CustomerPage, CustomerQuery, FeedbackPage, FeedbackQuery, Summary, SummaryQuery,
};

/// A customer as the store has them, and as they are to be kept.
#[derive(Debug, Clone, Copy)]
pub struct CustomerChange<'a> {
    /// What the store holds now; `None` for a new customer.
    pub before: Option<&'a Customer>,
    /// What it shall hold.
    pub after: &'a Customer,
}

/// Questions.
pub trait ReadRecords {
    /// A customer with everything that is known.
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError>;

    /// Customers with everything that is known, in the order of their ids; those who are not
    /// there are absent.
    fn customers(&self, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError>;

    /// For each of some contacts the customer whom it identifies. Contacts that ascend are found
    /// fastest.
    fn owners(&self, keys: &[&ContactKey]) -> Result<Vec<Option<CustomerId>>, StoreError>;

    /// One page of the customers that a question is about.
    fn list(&self, query: &CustomerQuery) -> Result<CustomerPage, StoreError>;

    /// How the customers divide that a question is about.
    fn summarize(&self, query: &SummaryQuery) -> Result<Summary, StoreError>;

    /// One page of the feedback that a question is about, newest first.
    fn list_feedback(&self, query: &FeedbackQuery) -> Result<FeedbackPage, StoreError>;

    /// A customer's latest feedback, newest first.
    fn latest_feedback(
        &self,
        customer: CustomerId,
        limit: usize,
    ) -> Result<Vec<Feedback>, StoreError>;

    /// The feedback that events became, each with the other customers it points at; events that
    /// are new are absent. References that ascend are found fastest.
    fn recorded(
        &self,
        references: &[&EventReference],
    ) -> Result<Vec<(Feedback, Vec<CustomerId>)>, StoreError>;

    /// Where pieces of feedback came from.
    fn feedback_sources(
        &self,
        numbers: &[FeedbackNumber],
    ) -> Result<BTreeMap<FeedbackNumber, FeedbackSource>, StoreError>;
}

/// Orders. They take effect together when the transaction ends well.
pub trait WriteRecords: ReadRecords {
    /// The id that the next new customer gets.
    fn next_customer_id(&self) -> Result<CustomerId, StoreError>;

    /// The number that the next new feedback gets.
    fn next_feedback_number(&self) -> Result<FeedbackNumber, StoreError>;

    /// Keeps customers. Many at once are written table by table, which is faster.
    fn save_customers(&mut self, changes: &[CustomerChange<'_>]) -> Result<(), StoreError>;

    /// Keeps new feedback.
    fn insert_feedback(&mut self, feedback: &[&Feedback]) -> Result<(), StoreError>;

    /// Replaces feedback that is known.
    fn update_feedback(&mut self, feedback: &Feedback) -> Result<(), StoreError>;

    /// Remembers that two customers may be one person. The same evidence counts once.
    fn note_possible_duplicate(&mut self, pair: &PossibleDuplicate) -> Result<(), StoreError>;
}
