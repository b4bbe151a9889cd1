//! `customer-directory check`: is everything whole, and does it fit together?

use std::process::ExitCode;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::{CommandError, bar, open, open_existing, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::{Directory, DirectoryError, Finding, Part, Purpose, StoreError};
use crate::surface::clock::now;

/// The exit code of a check that found something.
const WITH_FINDINGS: u8 = 4;

/// How the directory is checked.
#[derive(Debug, Args)]
#[command(after_help = "\
Checks the file's structure, rows that refer to others, counters against rows, what customers' rows
repeat, the search index and the sort orders against the rows, and the chain of changes. It reads
only, beside servers that go on, and names ids, never what is known of people. A file of an older
program is left as it is, and not checked before it was migrated.

Exit code: 0 when all is sound, 4 when something is wrong, 1 when it could not be checked.

Examples:
  customer-directory check
  customer-directory check --json
  customer-directory check --repair")]
pub struct CheckArgs {
    /// Write anew what follows from other rows (counters, the search index, sort orders), then check
    /// again
    #[arg(long)]
    repair: bool,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// Checks the directory, and repairs it where that was asked for.
pub fn check(args: &CheckArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let mut findings = match open_existing(global, Purpose::Inspect) {
        Ok(directory) => findings_of(&directory)?,
        Err(CommandError::Directory(DirectoryError::Store(
            StoreError::Damaged | StoreError::Corrupt { .. },
        ))) => vec![Finding::new(Part::Structure, "the file cannot be opened")],
        Err(error) => return Err(error),
    };
    let is_repairable = findings.iter().any(|finding| finding.is_repairable);
    let repaired = args.repair && is_repairable && !has_broken_file(&findings);
    if repaired {
        open(global, Purpose::Write)?.repair(Operator.administrator(now()))?;
        findings = findings_of(&open(global, Purpose::Read)?)?;
    }
    if args.json {
        output::print_json(&json!({
            "is_sound": findings.is_empty(),
            "repaired": repaired,
            "findings": findings.iter().map(finding_json).collect::<Vec<_>>(),
            "advice": advice(&findings),
        }))?;
    } else {
        output::print(&text(&findings, repaired))?;
    }
    Ok(if findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(WITH_FINDINGS)
    })
}

/// Checks part by part, with a bar at a terminal.
pub(super) fn findings_of(directory: &Directory) -> Result<Vec<Finding>, CommandError> {
    let parts = ProgressBar::new(Part::ALL.len() as u64);
    let bar = bar::drawn(parts, "{bar:32.cyan/dim} {pos}/{len}  {msg}");
    let mut findings = Vec::new();
    for part in Part::ALL {
        bar.set_message(part.as_str());
        findings.extend(directory.check(Operator.reader(), part)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(findings)
}

/// Whether more is wrong than what follows from other rows.
fn has_broken_file(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.part == Part::Structure)
}

fn advice(findings: &[Finding]) -> Option<&'static str> {
    if findings.is_empty() {
        None
    } else if findings.iter().all(|finding| finding.is_repairable) {
        Some("run `customer-directory check --repair`: all of it follows from rows that are there")
    } else {
        Some(
            "stop the servers, keep a copy of the file, and restore a backup; what follows from \
             other rows is written anew by `customer-directory check --repair`",
        )
    }
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "part": finding.part.as_str(),
        "problem": finding.problem,
        "rows": finding.rows,
        "ids": finding.ids,
        "is_repairable": finding.is_repairable,
    })
}

fn text(findings: &[Finding], repaired: bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    if repaired {
        lines.push("What follows from other rows was written anew.".to_owned());
    }
    if findings.is_empty() {
        let parts = Part::ALL.map(Part::as_str).join(", ");
        lines.push(format!("All is sound: {parts}."));
    }
    lines.extend(findings.iter().map(finding_line));
    lines.extend(advice(findings).map(|advice| format!("What to do: {advice}.")));
    lines.join("\n") + "\n"
}

fn finding_line(finding: &Finding) -> String {
    let (part, problem) = (finding.part.as_str(), &finding.problem);
    let ids: Vec<String> = finding.ids.iter().map(ToString::to_string).collect();
    let has_more = finding.rows > finding.ids.len() as u64;
    match (finding.rows, ids.is_empty()) {
        (0, _) => format!("{part}: {problem}"),
        (rows, true) => format!("{part}: {problem} ({rows} in all)"),
        (rows, false) => {
            let end = if has_more { ", …" } else { "" };
            format!(
                "{part}: {problem} ({rows} in all; ids {}{end})",
                ids.join(", ")
            )
        }
    }
}
