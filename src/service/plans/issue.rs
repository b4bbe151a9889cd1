//! Making plans, and using them up.

use jiff::{SignedDuration, Timestamp};

use super::super::DirectoryError;
use super::Proposal;
use super::standing::{changed, hold, invalid, known, own, required, sealer, seen, shown};
use crate::domain::access::{Act, Actor, Confirm};
use crate::domain::customer::Customer;
use crate::domain::plan::{Intent, LIFETIME, Plan, Seen};
use crate::store::WriteRecords;

/// How long it can be told what became of a plan.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

/// Makes a plan, or finds the one that waits for the same.
pub(in super::super) fn propose(
    records: &mut dyn WriteRecords,
    act: &Act,
    intent: Intent,
    basis: &[&Customer],
) -> Result<Proposal, DirectoryError> {
    let basis: Vec<Seen> = basis.iter().map(|customer| seen(customer)).collect();
    let key = act.actor.key();
    let is_same = |plan: &Plan| {
        plan.key.as_ref() == key
            && plan.intent == intent
            && plan.basis == basis
            && act.at < plan.made_at + LIFETIME / 2
            && plan.why_ended(act.at).is_none()
    };
    let open = records.open_plans(act.at)?;
    if let Some(plan) = open.into_iter().find(is_same) {
        return shown(records, plan);
    }
    let plan = Plan {
        code: sealer(records)?.code(key, &intent, &basis, act.at),
        key: key.cloned(),
        intent,
        basis,
        made_at: act.at,
        approval: None,
        ended_at: None,
        was_refused: false,
    };
    records.forget_plans(act.at.checked_sub(MEMORY).unwrap_or(Timestamp::MIN))?;
    records.insert_plan(&plan)?;
    shown(records, plan)
}

/// Uses a plan up for what its code was given for, and answers where the yes came from.
pub(in super::super) fn redeem(
    records: &mut dyn WriteRecords,
    act: &Act,
    intent: &Intent,
    basis: &[&Customer],
    code: &str,
) -> Result<String, DirectoryError> {
    let plan = own(known(records, code)?, act)?;
    hold(&plan, act.at)?;
    if plan.intent != *intent {
        return Err(invalid(format!("`{}` is for other arguments", plan.code)));
    }
    let basis: Vec<Seen> = basis.iter().map(|customer| seen(customer)).collect();
    if !sealer(records)?.is_sealed(&plan, act.actor.key(), intent, &basis) {
        return Err(changed(&plan));
    }
    let approved_by = match (&act.actor, &plan.approval) {
        (_, Some(approval)) => approval.by.clone(),
        (Actor::Operator, None) => act.actor.name().to_owned(),
        (Actor::Key(grant), None) => match grant.confirm {
            Confirm::Plan => "the caller, with the plan's code".to_owned(),
            Confirm::Approve | Confirm::Elicit => return Err(required(&plan.code)),
        },
    };
    records.end_plan(&plan.code, act.at, false)?;
    Ok(approved_by)
}
