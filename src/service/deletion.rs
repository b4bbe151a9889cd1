//! Deleting a customer, after a plan and a yes: erased means gone.

use super::audit::{Trail, count, hasher};
use super::merging::{RemovalReceipt, gone, present, receipt};
use super::plans::{self, Proposal};
use super::{Directory, DirectoryError};
use crate::domain::access::{Act, Remover};
use crate::domain::customer::Customer;
use crate::domain::erasure::FeedbackFate;
use crate::domain::former::FormerCustomer;
use crate::domain::plan::Intent;
use crate::store::{StoreError, Sweep, WriteRecords};

/// A deletion that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// What is left of it.
    pub receipt: RemovalReceipt,
    /// How far the person is gone from the bytes of the file.
    pub sweep: Sweep,
}

impl Directory {
    /// Plans to delete a customer. Nothing is changed.
    pub fn plan_deletion(
        &mut self,
        remover: Remover,
        customer: &str,
        feedback: FeedbackFate,
    ) -> Result<Proposal, DirectoryError> {
        let region = self.settings.policy.region;
        self.change(remover, "delete_customer", |records, _, act| {
            let customer = present(records, customer, region)?;
            let intent = intent_of(&customer, feedback);
            plans::propose(records, act, intent, &[&customer])
        })
    }

    /// Deletes a customer by a plan, and everything that identifies them. For good.
    pub fn delete_customer(
        &mut self,
        remover: Remover,
        customer: &str,
        feedback: FeedbackFate,
        code: &str,
    ) -> Result<Deletion, DirectoryError> {
        let region = self.settings.policy.region;
        let receipt = self.change(remover, "delete_customer", |records, trail, act| {
            let customer = present(records, customer, region)?;
            let intent = intent_of(&customer, feedback);
            let approved_by = plans::redeem(records, act, &intent, &[&customer], code)?;
            let moved = gone(erase(records, &customer, feedback, act)?, feedback);
            note(trail, &customer, &moved, &approved_by);
            Ok(receipt(intent, act, approved_by, moved))
        })?;
        // The deletion stands, whoever holds the file.
        let sweep = self.store.sweep().unwrap_or(Sweep::Held);
        Ok(Deletion { receipt, sweep })
    }
}

fn intent_of(customer: &Customer, feedback: FeedbackFate) -> Intent {
    Intent::Delete {
        customer: customer.id,
        feedback,
    }
}

/// Erases a customer, and answers how much feedback they had.
pub(super) fn erase(
    records: &mut dyn WriteRecords,
    customer: &Customer,
    fate: FeedbackFate,
    act: &Act,
) -> Result<u64, StoreError> {
    let mut ids = records.merged_into(customer.id)?;
    ids.push(customer.id);
    records.note_former(&FormerCustomer {
        id: customer.id,
        became: None,
        ended_at: act.at,
    })?;
    for evidence in records.evidence_against(customer.id)? {
        if let Some(stripped) = evidence.without_disputed_contacts() {
            records.update_feedback(&stripped)?;
        }
    }
    let feedback = records.latest_feedback(customer.id, usize::MAX)?;
    match fate {
        FeedbackFate::Remove => records.remove_feedback(&feedback)?,
        FeedbackFate::KeepAnonymous => {
            let hasher = hasher(records)?;
            for said in &feedback {
                records.update_feedback(&said.anonymous(&hasher))?;
                records.forget_recording(said.number)?;
            }
        }
    }
    records.remove_customer(customer)?;
    records.clear_traces(&ids)?;
    Ok(u64::try_from(feedback.len()).unwrap_or(u64::MAX))
}

/// Notes a deletion in numbers: hashes of what was erased would be a trace of it.
fn note(trail: &mut Trail, customer: &Customer, moved: &[(&'static str, u64)], approved_by: &str) {
    let moved = moved.iter().filter_map(|(name, number)| {
        let number = usize::try_from(*number).unwrap_or(usize::MAX);
        count(name, number)
    });
    let contacts = count("contacts", customer.contacts.len());
    trail.add(
        Some(customer.id),
        None,
        contacts.into_iter().chain(moved).collect(),
    );
    trail.approved_by(approved_by);
}
