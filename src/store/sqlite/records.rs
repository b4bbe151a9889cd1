//! The services' questions and orders, each passed on to the file that knows its tables.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Connection;

use super::super::{CustomerChange, ReadRecords, Secret, StoreError, WriteRecords};
use super::owner_map::OwnerMap;
use super::postings::ZoneCache;
use super::{
    audit, contacts, customers, different, feedback, feedback_list, former, keys, plans, removal,
    requests, search, summary,
};
use crate::domain::access::{KeyId, Standing};
use crate::domain::audit::{AuditRow, Link};
use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::difference::Difference;
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

/// The records of one transaction.
pub(super) struct Records<'a> {
    connection: &'a Connection,
    /// What earlier transactions that read have left; none for one that writes.
    zones: Option<&'a ZoneCache>,
    /// Who has which address, while the index does not say so.
    owners: Option<&'a RefCell<OwnerMap>>,
}

impl<'a> Records<'a> {
    /// Those of a transaction that only reads.
    pub(super) fn reading(connection: &'a Connection, zones: &'a ZoneCache) -> Self {
        Self {
            connection,
            zones: Some(zones),
            owners: None,
        }
    }

    /// Those of a transaction that writes.
    pub(super) fn writing(
        connection: &'a Connection,
        owners: Option<&'a RefCell<OwnerMap>>,
    ) -> Self {
        Self {
            connection,
            zones: None,
            owners,
        }
    }

    fn with_zones<T>(&self, ask: impl FnOnce(&ZoneCache) -> T) -> T {
        match self.zones {
            Some(zones) => ask(zones),
            None => ask(&ZoneCache::default()),
        }
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
        match self.owners {
            Some(map) => map.borrow().owners(self.connection, keys),
            None => contacts::owners(self.connection, keys),
        }
    }

    fn list(&self, query: &CustomerQuery) -> Result<CustomerPage, StoreError> {
        self.with_zones(|cache| search::list(self.connection, cache, query))
    }

    fn summarize(&self, query: &SummaryQuery) -> Result<Summary, StoreError> {
        self.with_zones(|cache| summary::summarize(self.connection, cache, query))
    }

    fn list_feedback(&self, query: &FeedbackQuery) -> Result<FeedbackPage, StoreError> {
        self.with_zones(|cache| feedback_list::list(self.connection, cache, query))
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

    fn made_by(&self, request: &NamedRequest) -> Result<Option<(CustomerId, Vec<u8>)>, StoreError> {
        requests::made_by(self.connection, request)
    }

    fn recording(&self, feedback: FeedbackNumber) -> Result<Option<String>, StoreError> {
        requests::recording(self.connection, feedback)
    }

    fn values(&self, query: &ValueQuery) -> Result<ValuePage, StoreError> {
        self.with_zones(|cache| summary::values(self.connection, cache, query))
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

impl WriteRecords for Records<'_> {
    fn next_customer_id(&self) -> Result<CustomerId, StoreError> {
        self.next("customers").map(CustomerId)
    }

    fn next_feedback_number(&self) -> Result<FeedbackNumber, StoreError> {
        self.next("feedback").map(FeedbackNumber)
    }

    fn save_customers(&mut self, changes: &[CustomerChange<'_>]) -> Result<(), StoreError> {
        customers::save(self.connection, changes)?;
        if let Some(map) = self.owners {
            map.borrow_mut().note(changes);
        }
        Ok(())
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

    fn note_made(
        &mut self,
        request: &NamedRequest,
        customer: CustomerId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        requests::note_made(self.connection, request, customer, at)
    }

    fn note_recording(&mut self, feedback: FeedbackNumber, digest: &str) -> Result<(), StoreError> {
        requests::note_recording(self.connection, feedback, digest)
    }

    fn forget_recording(&mut self, feedback: FeedbackNumber) -> Result<(), StoreError> {
        requests::forget_recording(self.connection, feedback)
    }

    fn insert_plan(&mut self, plan: &Plan) -> Result<(), StoreError> {
        plans::insert(self.connection, plan)
    }

    fn approve_plan(&mut self, code: &PlanCode, approval: &Approval) -> Result<(), StoreError> {
        plans::approve(self.connection, code, approval)
    }

    fn end_plan(
        &mut self,
        code: &PlanCode,
        at: Timestamp,
        was_refused: bool,
    ) -> Result<(), StoreError> {
        plans::end(self.connection, code, at, was_refused)
    }

    fn forget_plans(&mut self, before: Timestamp) -> Result<(), StoreError> {
        plans::forget(self.connection, before)
    }

    fn move_feedback(&mut self, from: CustomerId, to: CustomerId) -> Result<u64, StoreError> {
        removal::move_feedback(self.connection, from, to)
    }

    fn move_pairs(&mut self, from: CustomerId, to: CustomerId) -> Result<(), StoreError> {
        removal::move_pairs(self.connection, from, to)
    }

    fn remove_customer(&mut self, customer: &Customer) -> Result<(), StoreError> {
        removal::remove_customer(self.connection, customer)
    }

    fn remove_feedback(&mut self, feedback: &[Feedback]) -> Result<(), StoreError> {
        removal::remove_feedback(self.connection, feedback)
    }

    fn clear_traces(&mut self, gone: &[CustomerId]) -> Result<(), StoreError> {
        removal::clear_traces(self.connection, gone)
    }
}
