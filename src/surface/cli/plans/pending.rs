//! `customer-directory pending`: the plans that wait for a yes.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::super::table::Table;
use super::super::{CommandError, output};
use super::view;
use crate::domain::access::Operator;
use crate::service::{Directory, Proposal};
use crate::surface::clock::now;
use crate::surface::view::clean;

/// How the plans are shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  customer-directory pending
  customer-directory pending --json")]
pub struct PendingArgs {
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Prints the plans that wait.
pub fn pending(args: &PendingArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    let waiting = directory.pending_plans(Operator.reader(), now())?;
    if args.json {
        let plans: Vec<Value> = waiting.iter().map(plan_json).collect();
        output::print_json(&json!({ "plans": plans }))?;
    } else if waiting.is_empty() {
        output::print("No plan waits for a yes.\n")?;
    } else {
        output::print(&format!("{}\n", table(&waiting)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn plan_json(proposal: &Proposal) -> Value {
    let mut plan = json!(view(proposal));
    let arguments = proposal.plan.intent.arguments().into_iter();
    let arguments: serde_json::Map<String, Value> = arguments
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    if let Some(fields) = plan.as_object_mut() {
        fields.insert("tool".to_owned(), proposal.plan.intent.tool().into());
        fields.insert("arguments".to_owned(), arguments.into());
        fields.insert("asked_by".to_owned(), asked_by(proposal).into());
        fields.insert("approved".to_owned(), is_approved(proposal).into());
    }
    plan
}

fn table(waiting: &[Proposal]) -> Table {
    let mut table = Table::new(&["CODE", "TOOL", "OF", "ASKED BY", "APPROVED", "UNTIL"]);
    for proposal in waiting {
        let intent = &proposal.plan.intent;
        let arguments: Vec<String> = intent
            .arguments()
            .into_iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        table.add([
            proposal.plan.code.to_string(),
            intent.tool().to_owned(),
            arguments.join(", "),
            asked_by(proposal),
            if is_approved(proposal) { "yes" } else { "no" }.to_owned(),
            proposal.plan.expires_at().to_string(),
        ]);
    }
    table
}

fn asked_by(proposal: &Proposal) -> String {
    let name = proposal.asked_by.as_deref().unwrap_or("operator");
    clean::line(name).into_owned()
}

fn is_approved(proposal: &Proposal) -> bool {
    proposal.plan.approval.is_some()
}
