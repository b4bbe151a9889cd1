//! Merging and deleting, and saying yes to plans: nothing is lost before somebody saw what.

mod approve;
mod delete;
mod deletion;
mod erase;
mod merge;
mod pending;
mod yes;

use serde_json::Value;

use super::CommandError;
use super::table::Table;
use crate::domain::plan::Intent;
use crate::service::{DirectoryError, Proposal};
use crate::surface::view::{Allowance, FieldPlanView, PlanView, RemovalAnswer, clean};

pub use approve::{ApproveArgs, approve};
pub use delete::{DeleteArgs, delete};
pub use erase::{EraseArgs, erase};
pub use merge::{MergeArgs, merge};
pub use pending::{PendingArgs, pending};

/// A person at a terminal makes no call that could be repeated without a plan.
fn at_terminal(error: DirectoryError, instead: &str) -> CommandError {
    if let DirectoryError::PlanInvalid { problem } = error {
        CommandError::Refused(format!("{problem}; {instead}"))
    } else {
        error.into()
    }
}

/// A plan with all that it does.
fn view(proposal: &Proposal) -> Option<PlanView> {
    RemovalAnswer::of_plan(proposal, Allowance::UNLIMITED).plan
}

/// What a plan does, as a table and a sentence.
fn plan_text(proposal: &Proposal) -> String {
    let Some(plan) = view(proposal) else {
        return String::new();
    };
    let moves: Vec<String> = plan
        .moves
        .iter()
        .map(|(name, count)| format!("{count} {}", name.replace('_', " ")))
        .collect();
    let moves = if moves.is_empty() {
        "nothing".to_owned()
    } else {
        moves.join(", ")
    };
    match proposal.plan.intent {
        Intent::Merge { target, source } => format!(
            "{}\nMoves from {source} to {target}: {moves}.\nThis is permanent; {source} will lead to {target}.\n",
            merge_table(&plan.fields, &target.to_string(), &source.to_string())
        ),
        Intent::Delete { customer, .. } => format!(
            "{}\nOf {customer}: {moves}.\nThis is permanent.\n",
            deletion_table(&plan.fields)
        ),
    }
}

fn merge_table(fields: &[FieldPlanView], target: &str, source: &str) -> Table {
    let (target, source) = (format!("TARGET {target}"), format!("SOURCE {source}"));
    let mut table = Table::new(&["FIELD", "OUTCOME", &target, &source, "RESULT"]);
    for plan in fields {
        table.add([
            plan.field.clone(),
            plan.outcome.to_owned(),
            text(plan.target.as_ref()),
            text(plan.source.as_ref()),
            text(plan.result.as_ref()),
        ]);
    }
    table
}

fn deletion_table(fields: &[FieldPlanView]) -> Table {
    let mut table = Table::new(&["FIELD", "WHAT GOES"]);
    for plan in fields {
        table.add([plan.field.clone(), text(plan.target.as_ref())]);
    }
    table
}

/// Values on one line.
fn text(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Array(values)) => {
            let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            values.join(", ")
        }
        Some(value) => clean::line(value.as_str().unwrap_or_default()).into_owned(),
    }
}

/// Who asks for what, as a sentence.
fn heading(proposal: &Proposal) -> String {
    let who = match &proposal.asked_by {
        Some(name) => format!("The key `{}`", clean::line(name)),
        None => "A person at the terminal".to_owned(),
    };
    let what = match proposal.plan.intent {
        Intent::Merge { target, source } => format!("merge {source} into {target}"),
        Intent::Delete { customer, feedback } => format!(
            "delete {customer} and to {} the feedback",
            feedback.as_str().replace('_', " ")
        ),
    };
    let (code, end) = (&proposal.plan.code, proposal.plan.expires_at());
    format!("{who} asks to {what}. The plan {code} is good until {end}.\n")
}
