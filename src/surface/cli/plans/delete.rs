//! `customer-directory delete`: a customer is erased.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::super::CommandError;
use super::deletion;
use crate::domain::erasure::FeedbackFate;
use crate::service::Directory;
use crate::surface::view::RemovalAnswer;

/// Which customer is deleted, and what becomes of the feedback.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows first what goes, and asks. A deletion is permanent: nothing that identifies the person is left.

Examples:
  customer-directory delete cus_12
  customer-directory delete jane@lumenworks.io --feedback remove
  customer-directory delete cus_12 --yes --json")]
pub struct DeleteArgs {
    /// An id, e-mail address, phone number, or the customer's id in your own product
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// What becomes of the feedback: it stays as nobody's, or goes too
    #[arg(long, value_enum, default_value = "keep-anonymous")]
    feedback: FeedbackFlag,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FeedbackFlag {
    KeepAnonymous,
    Remove,
}

impl From<FeedbackFlag> for FeedbackFate {
    fn from(flag: FeedbackFlag) -> Self {
        match flag {
            FeedbackFlag::KeepAnonymous => Self::KeepAnonymous,
            FeedbackFlag::Remove => Self::Remove,
        }
    }
}

/// Deletes a customer after a yes.
pub fn delete(
    args: &DeleteArgs,
    directory: &mut Directory,
    person: &str,
) -> Result<ExitCode, CommandError> {
    let (customer, how) = (&args.customer, (args.yes, args.json));
    let deletion = deletion::carry_out(directory, customer, args.feedback.into(), how, person)?;
    let answer = RemovalAnswer::of_deletion(&deletion);
    deletion::tell("Deleted", &deletion, answer, args.json)?;
    Ok(ExitCode::SUCCESS)
}
