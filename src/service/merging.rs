//! Merging one customer into another, after a plan and a yes.

use jiff::Timestamp;

use super::audit::{count, customer_changes};
use super::customers::{self, Found};
use super::plans::{self, Preview, Proposal};
use super::{Directory, DirectoryError};
use crate::domain::access::{Act, Remover};
use crate::domain::contact::Region;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::erasure::FeedbackFate;
use crate::domain::former::FormerCustomer;
use crate::domain::merging::{self, Merged};
use crate::domain::plan::Intent;
use crate::store::{CustomerChange, ReadRecords};

/// What is left of a merge or a deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalReceipt {
    /// What was done, to whom.
    pub intent: Intent,
    /// When, UTC.
    pub at: Timestamp,
    /// By whom: a key's name, or `operator`.
    pub by: String,
    /// Where the yes came from.
    pub approved_by: String,
    /// How much of what moved or went.
    pub moved: Vec<(&'static str, u64)>,
}

/// A merge that was carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Merger {
    /// The customer who remains.
    pub customer: Customer,
    /// The ids that have become this customer.
    pub merged_ids: Vec<CustomerId>,
    /// What is left of the merge.
    pub receipt: RemovalReceipt,
}

impl Directory {
    /// Plans to merge one customer, the source, into another one, the target. Nothing is changed.
    pub fn plan_merge(
        &mut self,
        remover: Remover,
        target: &str,
        source: &str,
    ) -> Result<Proposal, DirectoryError> {
        let region = self.settings.policy.region;
        self.change(remover, "merge_customers", |records, _, act| {
            let (target, source) = pair(records, target, source, region)?;
            let intent = intent_of(&target, &source);
            plans::propose(records, act, intent, &[&target, &source])
        })
    }

    /// Merges one customer, the source, into another one, the target, by a plan. For good.
    pub fn merge_customers(
        &mut self,
        remover: Remover,
        target: &str,
        source: &str,
        code: &str,
    ) -> Result<Merger, DirectoryError> {
        let region = self.settings.policy.region;
        self.change(remover, "merge_customers", |records, trail, act| {
            let (target, source) = pair(records, target, source, region)?;
            let intent = intent_of(&target, &source);
            let approved_by = plans::redeem(records, act, &intent, &[&target, &source], code)?;
            let Merged {
                customer, moves, ..
            } = merging::merge(&target, &source);
            let moved = records.move_feedback(source.id, target.id)?;
            records.move_pairs(source.id, target.id)?;
            records.note_former(&FormerCustomer {
                id: source.id,
                became: Some(target.id),
                ended_at: act.at,
            })?;
            // What identifies the source must be free before the target can have it.
            records.remove_customer(&source)?;
            records.save_customers(&[CustomerChange {
                before: Some(&target),
                after: &customer,
            }])?;
            let moved_feedback = count("feedback", usize::try_from(moved).unwrap_or(usize::MAX));
            let changes = customer_changes(trail, Some(&target), Some(&customer));
            let details = changes.into_iter().chain(moved_feedback).collect();
            trail.add(Some(target.id), Some(source.id), details);
            trail.approved_by(&approved_by);
            Ok(Merger {
                merged_ids: records.merged_into(target.id)?,
                customer,
                receipt: receipt(intent, act, approved_by, moves),
            })
        })
    }
}

pub(super) fn receipt(
    intent: Intent,
    act: &Act,
    approved_by: String,
    moved: Vec<(&'static str, u64)>,
) -> RemovalReceipt {
    RemovalReceipt {
        intent,
        at: act.at,
        by: act.actor.name().to_owned(),
        approved_by,
        moved,
    }
}

/// What an intent would do to its customers, who come in its order.
pub(super) fn preview(intent: &Intent, customers: &[Customer]) -> Preview {
    match (intent, customers) {
        (Intent::Merge { .. }, [target, source]) => {
            let merged = merging::merge(target, source);
            Preview {
                fields: merged.fields,
                moves: merged.moves,
            }
        }
        (Intent::Delete { feedback, .. }, [customer]) => Preview {
            fields: merging::dropped(customer),
            moves: gone(customer.feedback_count, *feedback),
        },
        (Intent::Merge { .. } | Intent::Delete { .. }, _) => Preview {
            fields: Vec::new(),
            moves: Vec::new(),
        },
    }
}

/// What becomes of so much feedback.
pub(super) fn gone(feedback: u64, fate: FeedbackFate) -> Vec<(&'static str, u64)> {
    let name = match fate {
        FeedbackFate::KeepAnonymous => "feedback_made_anonymous",
        FeedbackFate::Remove => "feedback_removed",
    };
    vec![(name, feedback)]
}

fn intent_of(target: &Customer, source: &Customer) -> Intent {
    Intent::Merge {
        target: target.id,
        source: source.id,
    }
}

/// Two customers who may be merged.
fn pair(
    records: &dyn ReadRecords,
    target: &str,
    source: &str,
    region: Option<Region>,
) -> Result<(Customer, Customer), DirectoryError> {
    let (target, source) = (
        present(records, target, region)?,
        present(records, source, region)?,
    );
    if target.id == source.id {
        return Err(DirectoryError::Refused {
            problem: format!(
                "`{}` cannot be merged into itself; name two customers",
                target.id
            ),
        });
    }
    match records.difference(target.id, source.id)? {
        Some(mark) => Err(DirectoryError::Refused {
            problem: format!(
                "`{}` and `{}` were marked as two people at {}; if that was wrong, take the mark away with \
                 `mark_different` first",
                target.id, source.id, mark.marked_at
            ),
        }),
        None => Ok((target, source)),
    }
}

/// A customer who is there under what was asked for, and not by an old id.
pub(super) fn present(
    records: &dyn ReadRecords,
    asked: &str,
    region: Option<Region>,
) -> Result<Customer, DirectoryError> {
    let Found {
        customer,
        resolved_from,
    } = customers::find(records, asked, region)?;
    match resolved_from {
        Some(old) => Err(DirectoryError::Refused {
            problem: format!(
                "`{old}` was merged into `{}` already; name `{}`",
                customer.id, customer.id
            ),
        }),
        None => Ok(customer),
    }
}
