//! `customer-directory stats`: what the directory holds, and what it takes.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::table::Table;
use super::{CommandError, open_existing, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::{Purpose, Size};

/// How the numbers are printed.
#[derive(Debug, Args)]
#[command(after_help = "\
The last backup is the last that `backup` made of this directory: when, how many changes it holds, and
the head of its chain. Whether the file is still where it was written, nobody looks.

Examples:
  customer-directory stats
  customer-directory stats --json")]
pub struct StatsArgs {
    /// Print the numbers as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Numbers {
    customers: u64,
    user_ids: u64,
    emails: u64,
    phones: u64,
    feedback: u64,
    unlinked_feedback: u64,
    oldest_feedback: Option<String>,
    newest_feedback: Option<String>,
    merged_ids: u64,
    deleted_ids: u64,
    plans: u64,
    keys: u64,
    changes: u64,
    last_backup: Option<String>,
    changes_in_last_backup: Option<u64>,
    head_of_last_backup: Option<String>,
    file_bytes: u64,
    log_bytes: u64,
    bytes_per_customer: Option<u64>,
    schema: u64,
}

/// Prints what the directory holds.
pub fn stats(args: &StatsArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let location = global.location().map_err(CommandError::Refused)?;
    let directory = open_existing(global, Purpose::Read)?;
    let held = directory.statistics(Operator.reader())?;
    let size = Size::of(&location);
    let time = |at: Option<i64>| {
        let at = jiff::Timestamp::from_millisecond(at?).ok()?;
        Some(at.to_string())
    };
    let backup = held.last_backup;
    let [user_ids, emails, phones] = held.contacts;
    let numbers = Numbers {
        customers: held.customers,
        user_ids,
        emails,
        phones,
        feedback: held.feedback,
        unlinked_feedback: held.unlinked,
        oldest_feedback: time(held.oldest_feedback),
        newest_feedback: time(held.newest_feedback),
        merged_ids: held.merged,
        deleted_ids: held.deleted,
        plans: held.plans,
        keys: held.keys,
        changes: held.changes,
        last_backup: time(backup.map(|backup| backup.at)),
        changes_in_last_backup: backup.map(|backup| backup.changes),
        head_of_last_backup: backup
            .and_then(|backup| backup.head)
            .map(|head| head.to_string()),
        file_bytes: size.file,
        log_bytes: size.log,
        bytes_per_customer: (size.file + size.log).checked_div(held.customers),
        schema: held.schema,
    };
    if args.json {
        output::print_json(&numbers)?;
    } else {
        output::print(&format!("{}\n", table(&numbers)?))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn table(numbers: &Numbers) -> Result<Table, CommandError> {
    let mut table = Table::new(&["WHAT", "HOW MUCH"]);
    let numbers = serde_json::to_value(numbers).map_err(std::io::Error::from)?;
    for (name, value) in numbers.as_object().into_iter().flatten() {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let text = if value.is_null() {
            "none".to_owned()
        } else {
            text
        };
        table.add([name.replace('_', " "), text]);
    }
    Ok(table)
}
