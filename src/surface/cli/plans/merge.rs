//! `customer-directory merge`: two customers become one.

use std::process::ExitCode;

use clap::Args;

use super::super::get::with_near_matches;
use super::super::{CommandError, output};
use super::{at_terminal, yes};
use crate::domain::access::Operator;
use crate::service::Directory;
use crate::surface::clock::now;
use crate::surface::view::{Allowance, RemovalAnswer};

/// Which customers are merged.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows first what happens to each field, and asks. A merge is permanent; the source's id leads to the target.

Examples:
  customer-directory merge cus_12 cus_40
  customer-directory merge jane@lumenworks.io '+1 415 555 0132'
  customer-directory merge cus_12 cus_40 --yes --json")]
pub struct MergeArgs {
    /// Who stays: an id, e-mail address, phone number or own user id
    #[arg(value_name = "TARGET")]
    target: String,
    /// Who goes
    #[arg(value_name = "SOURCE")]
    source: String,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
}

/// Merges two customers after a yes.
pub fn merge(
    args: &MergeArgs,
    directory: &mut Directory,
    person: &str,
) -> Result<ExitCode, CommandError> {
    let (target, source) = (&args.target, &args.source);
    let proposal = directory
        .plan_merge(Operator.remover(now()), target, source)
        .map_err(with_near_matches)?;
    yes::obtain(directory, &proposal, (args.yes, args.json), person)?;
    let code = proposal.plan.code.as_str();
    let merger = directory
        .merge_customers(Operator.remover(now()), target, source, code)
        .map_err(|error| at_terminal(error, "repeat the command"))?;
    if args.json {
        output::print_json(&RemovalAnswer::of_merger(&merger, Allowance::UNLIMITED))?;
    } else {
        let [target, source] = [merger.customer.id, gone(&merger)].map(|id| id.to_string());
        output::print(&format!("Merged {source} into {target}.\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Who was merged into the other.
fn gone(merger: &crate::service::Merger) -> crate::domain::customer::CustomerId {
    let customers = merger.receipt.intent.customers();
    customers.last().copied().unwrap_or(merger.customer.id)
}
