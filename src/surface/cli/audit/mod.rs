//! `customer-directory audit`: who changed what, and whether that record is whole.

mod verify;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Value, json};

use super::get::with_near_matches;
use super::table::Table;
use super::{CommandError, output};
use crate::domain::access::Operator;
use crate::domain::audit::{AuditRow, Detail};
use crate::domain::customer::CustomerId;
use crate::domain::instant;
use crate::service::{AuditQuery, Directory};
use crate::surface::view::clean;

/// Rows that are shown, unless the person says otherwise.
const DEFAULT_LIMIT: usize = 50;

/// Which changes are shown.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Values are kept as keyed hashes, so that what is erased from the directory is not kept here.

Examples:
  customer-directory audit
  customer-directory audit --customer jane@lumenworks.io --since 2026-11-01
  customer-directory audit verify --head 5f2c…"
)]
pub struct AuditArgs {
    #[command(subcommand)]
    command: Option<AuditCommand>,
    /// Only changes of this customer: an id, also an old one, or a contact
    #[arg(long, value_name = "CUSTOMER")]
    customer: Option<String>,
    /// Only changes at this time or later: 2026-11-03 or 2026-11-03T10:15:00Z
    #[arg(long, value_name = "TIME", value_parser = instant::parse)]
    since: Option<jiff::Timestamp>,
    /// The latest so many changes; 0 for all
    #[arg(long, value_name = "COUNT", default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check that no change was altered, taken out or put in
    Verify(verify::VerifyArgs),
}

/// A change as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct ChangeView {
    number: u64,
    at: String,
    actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_by: Option<String>,
    details: Vec<Value>,
    hash: String,
}

/// Prints the changes, or checks them.
pub fn audit(args: &AuditArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    if let Some(AuditCommand::Verify(args)) = &args.command {
        return verify::verify(args, directory);
    }
    let reader = Operator.reader();
    let customer = args.customer.as_deref().map(|asked| id(asked, directory));
    let query = AuditQuery {
        customer: customer.transpose()?,
        since: args.since,
        limit: (args.limit > 0).then_some(args.limit),
    };
    let rows = directory.audit(reader, &query)?;
    if args.json {
        let changes: Vec<ChangeView> = rows.iter().map(ChangeView::of).collect();
        output::print_json(&json!({ "changes": changes }))?;
    } else if rows.is_empty() {
        output::print("No change answers to this.\n")?;
    } else {
        output::print(&table(&rows))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Changes stay under the id that a customer had, so an id is taken as it stands, whoever has it now.
fn id(asked: &str, directory: &Directory) -> Result<CustomerId, CommandError> {
    match asked.trim().parse() {
        Ok(id) => Ok(id),
        Err(_not_an_id) => directory
            .find_customer(Operator.reader(), asked)
            .map_err(with_near_matches),
    }
}

impl ChangeView {
    pub(super) fn of(row: &AuditRow) -> Self {
        let id = |id: Option<CustomerId>| id.map(|id| id.to_string());
        Self {
            number: row.number,
            at: row.at.to_string(),
            actor: clean::line(&row.actor).into_owned(),
            key: row.key.as_ref().map(ToString::to_string),
            action: row.entry.action.clone(),
            customer: id(row.entry.customer),
            other: id(row.entry.other),
            approved_by: row.entry.approved_by.clone(),
            details: row.entry.details.iter().map(detail_json).collect(),
            hash: row.link.to_string(),
        }
    }
}

fn detail_json(detail: &Detail) -> Value {
    match detail {
        Detail::Field {
            name,
            before,
            after,
        } => {
            let mut field = serde_json::Map::new();
            field.insert("field".to_owned(), name.clone().into());
            for (when, hash) in [("before", before), ("after", after)] {
                if let Some(hash) = hash {
                    field.insert(when.to_owned(), hash.clone().into());
                }
            }
            field.into()
        }
        Detail::Count { name, count } => json!({ "count_of": name, "count": count }),
    }
}

fn table(rows: &[AuditRow]) -> String {
    let mut table = Table::new(&["NO", "AT", "WHO", "ACTION", "CUSTOMER", "WHAT"]);
    for row in rows {
        let ids = [row.entry.customer, row.entry.other];
        let ids = ids.iter().flatten().map(ToString::to_string);
        table.add([
            row.number.to_string(),
            row.at.to_string(),
            clean::line(&row.actor).into_owned(),
            row.entry.action.clone(),
            ids.collect::<Vec<_>>().join(", "),
            what(row),
        ]);
    }
    format!("{table}\n")
}

fn what(row: &AuditRow) -> String {
    let mut parts: Vec<String> = Vec::new();
    for detail in &row.entry.details {
        let part = match detail {
            Detail::Field { name, .. } => clean::line(name).into_owned(),
            Detail::Count { name, count } => format!("{count} {name}"),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    if let Some(who) = &row.entry.approved_by {
        parts.push(format!("yes by {}", clean::line(who)));
    }
    parts.join(", ")
}
