//! What is known of a plan, and whether it is still good.

use jiff::Timestamp;

use super::super::{DirectoryError, merging};
use super::Proposal;
use crate::domain::access::Act;
use crate::domain::customer::Customer;
use crate::domain::plan::{Plan, PlanCode, Sealer, Seen};
use crate::store::{ReadRecords, Secret, StoreError};

/// The plan with a code, as long as it can be carried out.
pub(super) fn waiting(
    records: &dyn ReadRecords,
    code: &str,
    now: Timestamp,
) -> Result<Plan, DirectoryError> {
    let plan = known(records, code)?;
    hold(&plan, now)?;
    match unchanged(records, &plan)? {
        Some(_) => Ok(plan),
        None => Err(changed(&plan)),
    }
}

pub(super) fn known(records: &dyn ReadRecords, code: &str) -> Result<Plan, DirectoryError> {
    let code: PlanCode = code
        .parse()
        .map_err(|error| invalid(format!("this {error}")))?;
    records.plan(&code)?.ok_or_else(|| unknown(&code))
}

pub(super) fn own(plan: Plan, act: &Act) -> Result<Plan, DirectoryError> {
    // Whether another key has the plan is nobody's business.
    if plan.key.as_ref() == act.actor.key() {
        Ok(plan)
    } else {
        Err(unknown(&plan.code))
    }
}

pub(super) fn hold(plan: &Plan, now: Timestamp) -> Result<(), DirectoryError> {
    match plan.why_ended(now) {
        Some(why) => Err(invalid(format!("`{}` {why}", plan.code))),
        None => Ok(()),
    }
}

/// The customers of a plan, if they are as they were.
pub(super) fn unchanged(
    records: &dyn ReadRecords,
    plan: &Plan,
) -> Result<Option<Vec<Customer>>, DirectoryError> {
    let mut customers = Vec::new();
    for id in plan.intent.customers() {
        let Some(customer) = records.customer(id)? else {
            return Ok(None);
        };
        customers.push(customer);
    }
    let now: Vec<Seen> = customers.iter().map(seen).collect();
    let is_sealed = sealer(records)?.is_sealed(plan, plan.key.as_ref(), &plan.intent, &now);
    Ok(is_sealed.then_some(customers))
}

/// A plan with what it would do, and who asked for it.
pub(super) fn shown(records: &dyn ReadRecords, plan: Plan) -> Result<Proposal, DirectoryError> {
    let Some(customers) = unchanged(records, &plan)? else {
        return Err(changed(&plan));
    };
    let grant = match &plan.key {
        Some(key) => records.key(key)?.map(|standing| standing.grant),
        None => None,
    };
    Ok(Proposal {
        preview: merging::preview(&plan.intent, &customers),
        confirm: grant.as_ref().map(|grant| grant.confirm),
        asked_by: grant.map(|grant| grant.name),
        plan,
    })
}

pub(super) fn seen(customer: &Customer) -> Seen {
    Seen {
        customer: customer.id,
        version: customer.version,
    }
}

pub(super) fn sealer(records: &dyn ReadRecords) -> Result<Sealer, StoreError> {
    Sealer::new(&records.secret(Secret::Plans)?).ok_or(StoreError::Corrupt {
        table: "secrets",
        row: 0,
    })
}

pub(super) fn required(code: &PlanCode) -> DirectoryError {
    DirectoryError::PlanRequired {
        code: code.to_string(),
    }
}

pub(super) fn unknown(code: &PlanCode) -> DirectoryError {
    invalid(format!("there is no plan `{code}` for this caller"))
}

pub(super) fn changed(plan: &Plan) -> DirectoryError {
    invalid(format!("a customer of `{}` has changed since", plan.code))
}

pub(super) fn invalid(problem: String) -> DirectoryError {
    DirectoryError::PlanInvalid { problem }
}
