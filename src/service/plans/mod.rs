//! Plans: shown first, carried out once, and only as they were shown.

mod issue;
mod standing;

use jiff::Timestamp;

use super::audit::Trail;
use super::{Directory, DirectoryError};
use crate::domain::access::{Actor, Administrator, Confirm, Reader, Remover};
use crate::domain::merging::FieldPlan;
use crate::domain::plan::{Approval, Plan};
use crate::store::WriteRecords;

pub(super) use issue::{propose, redeem};
use standing::{own, required, shown, unchanged, waiting};

/// The most characters that are kept of who said yes.
const LONGEST_NAME: usize = 200;

/// What a plan would do, on the customers as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What happens to each field.
    pub fields: Vec<FieldPlan>,
    /// How much of what moves or goes.
    pub moves: Vec<(&'static str, u64)>,
}

/// A plan as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The plan.
    pub plan: Plan,
    /// The name of the key that asked for it; `None` for a person at the terminal.
    pub asked_by: Option<String>,
    /// Where the yes must come from; `None` for a person at the terminal, who gives it there.
    pub confirm: Option<Confirm>,
    /// What it would do.
    pub preview: Preview,
}

impl Directory {
    /// The plans that wait, oldest first. Those whose customers have changed since wait for nothing, nor
    /// do those that were made before the clock was set back.
    pub fn pending_plans(
        &self,
        _: Reader,
        now: Timestamp,
    ) -> Result<Vec<Proposal>, DirectoryError> {
        self.store.read(|records| {
            let mut waiting = Vec::new();
            for plan in records.open_plans(now)? {
                if plan.why_ended(now).is_none() && unchanged(records, &plan)?.is_some() {
                    waiting.push(shown(records, plan)?);
                }
            }
            Ok(waiting)
        })
    }

    /// The plan with a code, which waits.
    pub fn pending_plan(
        &self,
        _: Reader,
        code: &str,
        now: Timestamp,
    ) -> Result<Proposal, DirectoryError> {
        self.store.read(|records| {
            let plan = waiting(records, code, now)?;
            shown(records, plan)
        })
    }

    /// Says yes to a plan, as a person at the terminal.
    pub fn approve_plan(
        &mut self,
        administrator: Administrator,
        code: &str,
        who: &str,
    ) -> Result<Plan, DirectoryError> {
        self.change(administrator, "approve", |records, trail, act| {
            let mut plan = waiting(records, code, act.at)?;
            approve(records, &mut plan, who, act.at)?;
            note(trail, &plan, who);
            Ok(plan)
        })
    }

    /// Says no to a plan, as a person at the terminal.
    pub fn refuse_plan(
        &mut self,
        administrator: Administrator,
        code: &str,
        who: &str,
    ) -> Result<(), DirectoryError> {
        self.change(administrator, "refuse", |records, trail, act| {
            let plan = waiting(records, code, act.at)?;
            records.end_plan(&plan.code, act.at, true)?;
            note(trail, &plan, who);
            Ok(())
        })
    }

    /// Says yes to a plan of the key's own, as a person whom the assistant's program has asked. Only
    /// for keys that may ask in this way.
    pub fn approve_by_client(
        &mut self,
        remover: Remover,
        code: &str,
        who: &str,
    ) -> Result<(), DirectoryError> {
        // The merge or deletion itself leaves the trail, with who said yes.
        self.change(remover, "approve", |records, _, act| {
            let mut plan = own(waiting(records, code, act.at)?, act)?;
            if let Actor::Key(grant) = &act.actor
                && grant.confirm != Confirm::Elicit
            {
                return Err(required(&plan.code));
            }
            approve(records, &mut plan, who, act.at)
        })
    }

    /// Says no to a plan of the key's own, as a person whom the assistant's program has asked.
    pub fn refuse_by_client(&mut self, remover: Remover, code: &str) -> Result<(), DirectoryError> {
        self.change(remover, "refuse", |records, _, act| {
            let plan = own(waiting(records, code, act.at)?, act)?;
            Ok(records.end_plan(&plan.code, act.at, true)?)
        })
    }
}

fn approve(
    records: &mut dyn WriteRecords,
    plan: &mut Plan,
    who: &str,
    at: Timestamp,
) -> Result<(), DirectoryError> {
    let by: String = who.chars().take(LONGEST_NAME).collect();
    let approval = Approval { at, by };
    records.approve_plan(&plan.code, &approval)?;
    plan.approval = Some(approval);
    Ok(())
}

/// Notes a yes or a no to the plan of a key. A person's own plan leaves its trail when it is carried
/// out.
fn note(trail: &mut Trail, plan: &Plan, who: &str) {
    if plan.key.is_none() {
        return;
    }
    let mut customers = plan.intent.customers().into_iter();
    trail.add(customers.next(), customers.next(), Vec::new());
    trail.approved_by(who);
}
