//! Orders.

use jiff::Timestamp;

use super::super::super::{CustomerChange, StoreError, WriteRecords};
use super::super::{
    audit, copy, customers, different, feedback, former, keys, plans, removal, requests,
};
use super::Records;
use crate::domain::access::{KeyId, Standing};
use crate::domain::audit::AuditRow;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::difference::Difference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::former::FormerCustomer;
use crate::domain::plan::{Approval, Plan, PlanCode};
use crate::domain::request::NamedRequest;

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

    fn note_backup(&mut self, at: Timestamp, changes: u64) -> Result<(), StoreError> {
        copy::note_backup(self.connection, at, changes)
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
