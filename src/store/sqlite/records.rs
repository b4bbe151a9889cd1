//! The services' questions and orders, each passed on to the file that knows its tables.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Connection;

use super::super::{CustomerChange, NotedPair, ReadRecords, Secret, StoreError, WriteRecords};
use super::{
    audit, contacts, customers, different, duplicates, feedback, feedback_list, former, keys,
    search, summary,
};
use crate::domain::access::{KeyId, Standing};
use crate::domain::audit::{AuditRow, Link};
use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::difference::Difference;
use crate::domain::duplicates::Circle;
use crate::domain::event::EventReference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::former::FormerCustomer;
use crate::domain::profile::FeedbackSource;
use crate::domain::search::{
    CustomerPage, CustomerQuery, FeedbackPage, FeedbackQuery, Summary, SummaryQuery,
};

/// The records of one transaction.
pub(super) struct Records<'a> {
    connection: &'a Connection,
}

impl<'a> Records<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }

    /// The number that follows the highest that was ever given in a table.
    fn next(&self, table: &str) -> Result<i64, StoreError> {
        let sql = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0) + 1";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([table], |row| row.get(0))?)
    }
}

impl ReadRecords for Records<'_> {
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        customers::customer(self.connection, id)
    }

    fn customers(&self, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError> {
        customers::customers(self.connection, ids)
    }

    fn owners(&self, keys: &[&ContactKey]) -> Result<Vec<Option<CustomerId>>, StoreError> {
        contacts::owners(self.connection, keys)
    }

    fn list(&self, query: &CustomerQuery) -> Result<CustomerPage, StoreError> {
        search::list(self.connection, query)
    }

    fn summarize(&self, query: &SummaryQuery) -> Result<Summary, StoreError> {
        summary::summarize(self.connection, query)
    }

    fn list_feedback(&self, query: &FeedbackQuery) -> Result<FeedbackPage, StoreError> {
        feedback_list::list(self.connection, query)
    }

    fn latest_feedback(
        &self,
        customer: CustomerId,
        limit: usize,
    ) -> Result<Vec<Feedback>, StoreError> {
        feedback::latest(self.connection, customer, limit)
    }

    fn recorded(
        &self,
        references: &[&EventReference],
    ) -> Result<Vec<(Feedback, Vec<CustomerId>)>, StoreError> {
        feedback::recorded(self.connection, references)
    }

    fn feedback_sources(
        &self,
        numbers: &[FeedbackNumber],
    ) -> Result<BTreeMap<FeedbackNumber, FeedbackSource>, StoreError> {
        feedback::sources(self.connection, numbers)
    }

    fn former(&self, id: CustomerId) -> Result<Option<FormerCustomer>, StoreError> {
        former::former(self.connection, id)
    }

    fn merged_into(&self, customer: CustomerId) -> Result<Vec<CustomerId>, StoreError> {
        former::merged_into(self.connection, customer)
    }

    fn difference(
        &self,
        one: CustomerId,
        other: CustomerId,
    ) -> Result<Option<Difference>, StoreError> {
        different::between(self.connection, one, other)
    }

    fn key(&self, id: &KeyId) -> Result<Option<Standing>, StoreError> {
        keys::key(self.connection, id)
    }

    fn keys(&self) -> Result<Vec<Standing>, StoreError> {
        keys::keys(self.connection)
    }

    fn secret(&self, secret: Secret) -> Result<Vec<u8>, StoreError> {
        keys::secret(self.connection, secret)
    }

    fn audit_head(&self) -> Result<(u64, Link), StoreError> {
        audit::head(self.connection)
    }

    fn each_audit_row(
        &self,
        after: u64,
        work: &mut dyn FnMut(AuditRow) -> bool,
    ) -> Result<(), StoreError> {
        audit::each_after(self.connection, after, work)
    }

    fn audit_of(&self, customer: CustomerId) -> Result<Vec<AuditRow>, StoreError> {
        audit::of_customer(self.connection, customer)
    }

    fn earlier_change(
        &self,
        key: &KeyId,
        removals_only: bool,
        before: u32,
    ) -> Result<Option<Timestamp>, StoreError> {
        audit::earlier_change(self.connection, key, removals_only, before)
    }

    fn noted_pairs(&self, most: usize) -> Result<Vec<NotedPair>, StoreError> {
        duplicates::noted_pairs(self.connection, most)
    }

    fn last_noted(&self, most: usize) -> Result<Option<(CustomerId, CustomerId)>, StoreError> {
        duplicates::last_noted(self.connection, most)
    }

    fn possible_duplicates(
        &self,
        customer: CustomerId,
    ) -> Result<Vec<PossibleDuplicate>, StoreError> {
        duplicates::of_customer(self.connection, customer)
    }

    fn next_contact(&self, from: &ContactKey) -> Result<Option<(String, CustomerId)>, StoreError> {
        duplicates::next_contact(self.connection, from)
    }

    fn namesakes(
        &self,
        name: &str,
        circle: Circle<'_>,
        most: usize,
    ) -> Result<Option<Vec<CustomerId>>, StoreError> {
        duplicates::namesakes(self.connection, name, circle, most)
    }

    fn with_unread_number(
        &self,
        ending: &str,
        limit: usize,
    ) -> Result<Vec<CustomerId>, StoreError> {
        duplicates::with_unread_number(self.connection, ending, limit)
    }

    fn with_handle(
        &self,
        handle: &(String, String),
        limit: usize,
    ) -> Result<Vec<CustomerId>, StoreError> {
        duplicates::with_handle(self.connection, handle, limit)
    }
}

impl WriteRecords for Records<'_> {
    fn next_customer_id(&self) -> Result<CustomerId, StoreError> {
        self.next("customers").map(CustomerId)
    }

    fn next_feedback_number(&self) -> Result<FeedbackNumber, StoreError> {
        self.next("feedback").map(FeedbackNumber)
    }

    fn save_customers(&mut self, changes: &[CustomerChange<'_>]) -> Result<(), StoreError> {
        customers::save(self.connection, changes)
    }

    fn insert_feedback(&mut self, feedback: &[&Feedback]) -> Result<(), StoreError> {
        feedback::insert(self.connection, feedback)
    }

    fn update_feedback(&mut self, feedback: &Feedback) -> Result<(), StoreError> {
        feedback::update(self.connection, feedback)
    }

    fn note_possible_duplicate(&mut self, pair: &PossibleDuplicate) -> Result<(), StoreError> {
        feedback::note_possible_duplicate(self.connection, pair)
    }

    fn note_former(&mut self, former: &FormerCustomer) -> Result<(), StoreError> {
        former::note(self.connection, former)
    }

    fn mark_different(&mut self, mark: &Difference) -> Result<(), StoreError> {
        different::insert(self.connection, mark)
    }

    fn unmark_different(&mut self, one: CustomerId, other: CustomerId) -> Result<(), StoreError> {
        different::delete(self.connection, one, other)
    }

    fn insert_key(&mut self, key: &Standing) -> Result<(), StoreError> {
        keys::insert(self.connection, key)
    }

    fn revoke_key(&mut self, id: &KeyId, at: Timestamp) -> Result<(), StoreError> {
        keys::revoke(self.connection, id, at)
    }

    fn note_key_use(&mut self, id: &KeyId, at: Timestamp) -> Result<(), StoreError> {
        keys::note_use(self.connection, id, at)
    }

    fn append_to_audit(&mut self, row: &AuditRow) -> Result<(), StoreError> {
        audit::append(self.connection, row)
    }
}
