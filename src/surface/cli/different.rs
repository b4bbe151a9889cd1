//! `customer-directory different`: remembers that two customers are two people.

use std::process::ExitCode;

use clap::Args;

use super::get::with_near_matches;
use super::{CommandError, output};
use crate::domain::access::Operator;
use crate::service::Directory;
use crate::surface::clock::now;
use crate::surface::view::{CustomerMention, JudgementAnswer};

/// Which two.
#[derive(Debug, Args)]
#[command(after_help = "\
A pair that is marked is not listed by `duplicates` any more and cannot be merged.

Examples:
  customer-directory different cus_12 cus_40
  customer-directory different jane@lumenworks.io jane@brightworks.io
  customer-directory different cus_12 cus_40 --undo")]
pub struct DifferentArgs {
    /// One of the two: an id, e-mail address, phone number, or their id in your own product
    #[arg(value_name = "ONE")]
    one: String,
    /// The other
    #[arg(value_name = "OTHER")]
    other: String,
    /// Take the mark away
    #[arg(long)]
    undo: bool,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
}

/// Marks two customers as two people, or takes the mark away.
pub fn different(
    args: &DifferentArgs,
    directory: &mut Directory,
) -> Result<ExitCode, CommandError> {
    let pair = (args.one.as_str(), args.other.as_str());
    let judgement = directory
        .mark_different(Operator.writer(now()), pair, !args.undo)
        .map_err(with_near_matches)?;
    let answer = JudgementAnswer::of(&judgement);
    if args.json {
        output::print_json(&answer)?;
    } else {
        output::print(&sentence(&answer))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn sentence(answer: &JudgementAnswer) -> String {
    let pair = format!("{} and {}", mention(&answer.one), mention(&answer.other));
    let state = match (answer.different, answer.changed) {
        (true, true) => "are marked as two people now; `--undo` takes it back",
        (true, false) => "were marked as two people already",
        (false, true) => "are not marked as two people any more",
        (false, false) => "were not marked as two people",
    };
    let before = match (answer.changed, &answer.marked_by, &answer.marked_at) {
        (false, Some(by), Some(at)) => format!(", by `{by}` at {at}"),
        _ => String::new(),
    };
    format!("{pair} {state}{before}.\n")
}

fn mention(customer: &CustomerMention) -> String {
    match &customer.name {
        Some(name) => format!("{} ({name})", customer.id),
        None => customer.id.clone(),
    }
}
