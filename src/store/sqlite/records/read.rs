//! Questions.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::super::super::{NotedPair, ReadRecords, Secret, StoreError};
use super::super::{
    audit, contacts, customers, different, duplicates, feedback, feedback_list, former, keys,
    plans, removal, requests, search, summary,
};
use super::Records;
use crate::domain::access::{KeyId, Standing};
use crate::domain::audit::{AuditRow, Link};
use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::difference::Difference;
use crate::domain::duplicates::Circle;
use crate::domain::event::EventReference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::former::FormerCustomer;
use crate::domain::plan::{Plan, PlanCode};
use crate::domain::profile::FeedbackSource;
use crate::domain::request::NamedRequest;
use crate::domain::search::{
    CustomerPage, CustomerQuery, FeedbackPage, FeedbackQuery, Summary, SummaryQuery, ValuePage,
    ValueQuery,
};

impl ReadRecords for Records<'_> {
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        customers::customer(self.connection, id)
    }

    fn customers(&self, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError> {
        customers::customers(self.connection, ids)
    }

    fn owners(&self, keys: &[&ContactKey]) -> Result<Vec<Option<CustomerId>>, StoreError> {
        match self.owners {
            Some(map) => map.borrow().owners(self.connection, keys),
            None => contacts::owners(self.connection, keys),
        }
    }

    fn list(&self, query: &CustomerQuery) -> Result<CustomerPage, StoreError> {
        self.with_cache(|cache| search::list(self.connection, cache, query))
    }

    fn summarize(&self, query: &SummaryQuery) -> Result<Summary, StoreError> {
        self.with_cache(|cache| summary::summarize(self.connection, cache, query))
    }

    fn list_feedback(&self, query: &FeedbackQuery) -> Result<FeedbackPage, StoreError> {
        self.with_cache(|cache| feedback_list::list(self.connection, cache, query))
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
        before: u32,
        after: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        audit::earlier_change(self.connection, key, before, after)
    }

    fn earlier_removal(&self, key: &KeyId, before: u32) -> Result<Option<Timestamp>, StoreError> {
        audit::earlier_removal(self.connection, key, before)
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

    fn made_by(&self, request: &NamedRequest) -> Result<Option<(CustomerId, Vec<u8>)>, StoreError> {
        requests::made_by(self.connection, request)
    }

    fn recording(&self, feedback: FeedbackNumber) -> Result<Option<String>, StoreError> {
        requests::recording(self.connection, feedback)
    }

    fn values(&self, query: &ValueQuery) -> Result<ValuePage, StoreError> {
        self.with_cache(|cache| summary::values(self.connection, cache, query))
    }

    fn plan(&self, code: &PlanCode) -> Result<Option<Plan>, StoreError> {
        plans::plan(self.connection, code)
    }

    fn open_plans(&self, now: Timestamp) -> Result<Vec<Plan>, StoreError> {
        plans::open(self.connection, now)
    }

    fn has_erased_feedback(&self) -> Result<bool, StoreError> {
        removal::has_erased(self.connection)
    }

    fn evidence_against(&self, customer: CustomerId) -> Result<Vec<Feedback>, StoreError> {
        removal::evidence_against(self.connection, customer)
    }
}
