//! Every question and order that the services have for the store, in domain types.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{ReadExport, StoreError};
use crate::domain::access::{KeyId, Standing};
use crate::domain::audit::{AuditRow, Link};
use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::difference::Difference;
use crate::domain::duplicates::Circle;
use crate::domain::event::EventReference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::former::FormerCustomer;
use crate::domain::plan::{Approval, Plan, PlanCode};
use crate::domain::profile::FeedbackSource;
use crate::domain::request::NamedRequest;
use crate::domain::search::{
    CustomerPage, CustomerQuery, FeedbackPage, FeedbackQuery, Summary, SummaryQuery, ValuePage,
    ValueQuery,
};

/// A customer as the store has them, and as they are to be kept.
#[derive(Debug, Clone, Copy)]
pub struct CustomerChange<'a> {
    /// What the store holds now; `None` for a new customer.
    pub before: Option<&'a Customer>,
    /// What it shall hold.
    pub after: &'a Customer,
}

/// A secret that is made with the file and never leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// What values are hashed with in the audit.
    Audit,
    /// What the codes of plans are made with.
    Plans,
}

/// A pair of customers that some event noted as possibly one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotedPair {
    /// The lower id.
    pub one: CustomerId,
    /// The higher id.
    pub other: CustomerId,
    /// The feedback of both.
    pub feedback: u64,
}

/// Questions.
pub trait ReadRecords: ReadExport {
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

    /// What became of an id; `None` for one that has a profile or was never given.
    fn former(&self, id: CustomerId) -> Result<Option<FormerCustomer>, StoreError>;

    /// The ids that have become a customer, ascending.
    fn merged_into(&self, customer: CustomerId) -> Result<Vec<CustomerId>, StoreError>;

    /// The mark that two customers are two people, in either order.
    fn difference(
        &self,
        one: CustomerId,
        other: CustomerId,
    ) -> Result<Option<Difference>, StoreError>;

    /// A key, by its id.
    fn key(&self, id: &KeyId) -> Result<Option<Standing>, StoreError>;

    /// Every key, in the order in which they were made.
    fn keys(&self) -> Result<Vec<Standing>, StoreError>;

    /// A secret of the file.
    fn secret(&self, secret: Secret) -> Result<Vec<u8>, StoreError>;

    /// The number and the link of the last row of the audit; 0 where there is none.
    fn audit_head(&self) -> Result<(u64, Link), StoreError>;

    /// Calls for each row of the audit after a number, in order, until told to stop.
    fn each_audit_row(
        &self,
        after: u64,
        work: &mut dyn FnMut(AuditRow) -> bool,
    ) -> Result<(), StoreError>;

    /// The rows of the audit about a customer, oldest first.
    fn audit_of(&self, customer: CustomerId) -> Result<Vec<AuditRow>, StoreError>;

    /// When a key made the change that is so many before its latest, if that was after a moment; 0
    /// is the latest itself.
    fn earlier_change(
        &self,
        key: &KeyId,
        before: u32,
        after: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError>;

    /// The same of its merges and deletions, whenever that was.
    fn earlier_removal(&self, key: &KeyId, before: u32) -> Result<Option<Timestamp>, StoreError>;

    /// The customer whom an earlier request of this name made, and the digest of that request.
    fn made_by(&self, request: &NamedRequest) -> Result<Option<(CustomerId, Vec<u8>)>, StoreError>;

    /// The keyed hash of feedback that was recorded under a name of its caller's.
    fn recording(&self, feedback: FeedbackNumber) -> Result<Option<String>, StoreError>;

    /// The values of a dimension that begin in a certain way, most used first.
    fn values(&self, query: &ValueQuery) -> Result<ValuePage, StoreError>;

    /// A plan, by its code.
    fn plan(&self, code: &PlanCode) -> Result<Option<Plan>, StoreError>;

    /// Plans that were neither carried out nor refused and are good at a moment, oldest first.
    fn open_plans(&self, now: Timestamp) -> Result<Vec<Plan>, StoreError>;

    /// Whether there is feedback whose reference was erased.
    fn has_erased_feedback(&self) -> Result<bool, StoreError>;

    /// The feedback of others that made us wonder whether they are a customer.
    fn evidence_against(&self, customer: CustomerId) -> Result<Vec<Feedback>, StoreError>;

    /// The pairs that events noted and nobody has marked as two people: the first so many by
    /// their ids, those with the most feedback together in front.
    fn noted_pairs(&self, most: usize) -> Result<Vec<NotedPair>, StoreError>;

    /// The last by ids of the first so many of these pairs; `None` where there are fewer.
    fn last_noted(&self, most: usize) -> Result<Option<(CustomerId, CustomerId)>, StoreError>;

    /// What events noted about a customer and others.
    fn possible_duplicates(
        &self,
        customer: CustomerId,
    ) -> Result<Vec<PossibleDuplicate>, StoreError>;

    /// The first contact that identifies somebody and is of the same kind as another and not
    /// before it, in the order of addresses, and whom it identifies.
    fn next_contact(&self, from: &ContactKey) -> Result<Option<(String, CustomerId)>, StoreError>;

    /// Everybody with a folded name within a circle. `None` where more than `most` have the name
    /// anywhere: then only a search finds them in time.
    fn namesakes(
        &self,
        name: &str,
        circle: Circle<'_>,
        most: usize,
    ) -> Result<Option<Vec<CustomerId>>, StoreError>;

    /// Customers with a text for a phone number that could not be read and that ends in these
    /// eight digits.
    fn with_unread_number(&self, ending: &str, limit: usize)
    -> Result<Vec<CustomerId>, StoreError>;

    /// Customers with an account on a social network: its network and handle, as compared.
    fn with_handle(
        &self,
        handle: &(String, String),
        limit: usize,
    ) -> Result<Vec<CustomerId>, StoreError>;
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

    /// Notes what became of a customer who is gone. Ids that had become this one go along.
    fn note_former(&mut self, former: &FormerCustomer) -> Result<(), StoreError>;

    /// Keeps a mark that two customers are two people.
    fn mark_different(&mut self, mark: &Difference) -> Result<(), StoreError>;

    /// Takes such a mark away.
    fn unmark_different(&mut self, one: CustomerId, other: CustomerId) -> Result<(), StoreError>;

    /// Keeps a new key.
    fn insert_key(&mut self, key: &Standing) -> Result<(), StoreError>;

    /// Takes a key back.
    fn revoke_key(&mut self, id: &KeyId, at: Timestamp) -> Result<(), StoreError>;

    /// Notes that a key was used.
    fn note_key_use(&mut self, id: &KeyId, at: Timestamp) -> Result<(), StoreError>;

    /// Notes that a backup was made, and the number of the last change in it.
    fn note_backup(&mut self, at: Timestamp, changes: u64) -> Result<(), StoreError>;

    /// Adds a row to the audit.
    fn append_to_audit(&mut self, row: &AuditRow) -> Result<(), StoreError>;

    /// Remembers which customer a request made.
    fn note_made(
        &mut self,
        request: &NamedRequest,
        customer: CustomerId,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Remembers what was recorded under a name of its caller's, as a keyed hash.
    fn note_recording(&mut self, feedback: FeedbackNumber, digest: &str) -> Result<(), StoreError>;

    /// Forgets it.
    fn forget_recording(&mut self, feedback: FeedbackNumber) -> Result<(), StoreError>;
    /// Keeps a new plan. One with the same code is the same plan.
    fn insert_plan(&mut self, plan: &Plan) -> Result<(), StoreError>;

    /// Notes the yes to a plan.
    fn approve_plan(&mut self, code: &PlanCode, approval: &Approval) -> Result<(), StoreError>;

    /// Notes that a plan was carried out, or refused.
    fn end_plan(
        &mut self,
        code: &PlanCode,
        at: Timestamp,
        was_refused: bool,
    ) -> Result<(), StoreError>;

    /// Takes away plans that were good until before a moment.
    fn forget_plans(&mut self, before: Timestamp) -> Result<(), StoreError>;

    /// Gives all of a customer's feedback to another one, and answers how much it is.
    fn move_feedback(&mut self, from: CustomerId, to: CustomerId) -> Result<u64, StoreError>;

    /// Puts another customer in a customer's place in pairs of customers.
    fn move_pairs(&mut self, from: CustomerId, to: CustomerId) -> Result<(), StoreError>;

    /// Takes away a customer, who has no feedback any more, with everything that hangs on them.
    fn remove_customer(&mut self, customer: &Customer) -> Result<(), StoreError>;

    /// Takes away feedback.
    fn remove_feedback(&mut self, feedback: &[Feedback]) -> Result<(), StoreError>;

    /// Takes what is known of those who are gone out of all that is written for searching.
    fn clear_traces(&mut self, gone: &[CustomerId]) -> Result<(), StoreError>;
}
