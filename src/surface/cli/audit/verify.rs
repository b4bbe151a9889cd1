//! `audit verify`: follows the chain from its first row.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::super::{CommandError, output};
use crate::domain::access::Operator;
use crate::domain::audit::{Link, from_hexadecimal};
use crate::service::{AuditReport, Directory};

/// The exit code of a check that found something.
const WITH_FINDINGS: u8 = 3;

/// How the chain is checked.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A head that was noted elsewhere: only with one is it noticed that the end was cut off
    #[arg(long, value_name = "HASH", value_parser = link)]
    head: Option<Link>,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn verify(args: &VerifyArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    let report = directory.verify_audit(Operator.reader(), args.head)?;
    let is_whole = report.first_altered.is_none() && report.has_kept_head != Some(false);
    if args.json {
        output::print_json(&json!({
            "is_whole": is_whole,
            "rows": report.rows,
            "first_altered": report.first_altered,
            "has_kept_head": report.has_kept_head,
            "head": report.head.to_string(),
        }))?;
    } else {
        output::print(&text(&report))?;
    }
    Ok(if is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(WITH_FINDINGS)
    })
}

fn text(report: &AuditReport) -> String {
    let mut lines = vec![match report.first_altered {
        None => format!("All {} changes are as they were written.", report.rows),
        Some(number) => format!(
            "Change {number} is not as it was written, or one before it is missing. Compare with a backup."
        ),
    }];
    match report.has_kept_head {
        Some(true) => lines.push("The head that was noted is among them.".to_owned()),
        Some(false) => lines.push(
            "The head that was noted is not among them: changes were cut off or altered. Compare with a backup."
                .to_owned(),
        ),
        None => {}
    }
    lines.push(format!("Head: {}\n", report.head));
    lines.join("\n")
}

fn link(text: &str) -> Result<Link, String> {
    from_hexadecimal(text)
        .map(Link)
        .ok_or_else(|| "a head is 64 hexadecimal digits, as `audit verify` prints them".to_owned())
}
