//! `customer-directory approve`: a person says yes, or no, to an assistant's plan.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::super::{CommandError, output};
use super::yes::{self, Typed};
use super::{at_terminal, heading, plan_text};
use crate::domain::access::Operator;
use crate::service::Directory;
use crate::surface::clock::now;

/// Which plan is approved.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows what the plan does, and asks. The assistant carries it out when it repeats its call.

Examples:
  customer-directory approve 4F7K-Q2MD
  customer-directory approve 4F7K-Q2MD --refuse")]
pub struct ApproveArgs {
    /// The code that the assistant was given
    #[arg(value_name = "CODE")]
    code: String,
    /// Approve without asking
    #[arg(long)]
    yes: bool,
    /// Refuse without asking
    #[arg(long, conflicts_with = "yes")]
    refuse: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Shows a plan and notes what the person says about it.
pub fn approve(
    args: &ApproveArgs,
    directory: &mut Directory,
    person: &str,
) -> Result<ExitCode, CommandError> {
    let proposal = directory
        .pending_plan(Operator.reader(), &args.code, now())
        .map_err(|error| at_terminal(error, "`customer-directory pending` lists what waits"))?;
    let shown = format!("{}{}", heading(&proposal), plan_text(&proposal));
    if args.json {
        std::io::stderr().write_all(shown.as_bytes())?;
    } else {
        output::print(&shown)?;
    }
    let typed = match (args.yes, args.refuse) {
        (true, _) => Some(Typed::Yes),
        (false, true) => Some(Typed::No),
        (false, false) => yes::ask("Approve it?")?,
    };
    let code = proposal.plan.code.as_str();
    let administrator = Operator.administrator(now());
    let is_approved = match typed {
        Some(Typed::Yes) => {
            let who = yes::who(person, args.yes);
            directory.approve_plan(administrator, code, &who)?;
            true
        }
        Some(Typed::No) => {
            directory.refuse_plan(administrator, code, person)?;
            false
        }
        Some(Typed::Nothing) => {
            let message = format!("nothing was said about `{code}`, so it still waits");
            return Err(CommandError::Refused(message));
        }
        None => return Err(yes::nobody_to_ask()),
    };
    if args.json {
        output::print_json(&json!({ "code": code, "approved": is_approved, "by": person }))?;
    } else if is_approved {
        output::print(&format!("Approved {code}. The assistant can go on now.\n"))?;
    } else {
        output::print(&format!("Refused {code}. Nothing was changed.\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}
