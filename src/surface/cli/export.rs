//! `customer-directory export`: everything that is known about one person.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Map, Value, json};

use super::audit::ChangeView;
use super::get::with_near_matches;
use super::{CommandError, open_existing, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::domain::feedback::Feedback;
use crate::domain::label::Tag;
use crate::domain::search::Detail;
use crate::service::{AuditQuery, Purpose};
use crate::surface::view::{Allowance, GetAnswer};

/// Who is exported, and where to.
#[derive(Debug, Args)]
#[command(after_help = "\
Writes JSON Lines, each with its `record`: the `customer` with all contacts, fields, notes and where
each value came from; each piece of `feedback` with everything that came with it, word for word; and
each `change` of the audit that is about the person, with hashes in place of values. For somebody who
asks what is kept about them. It cannot be imported again: a `backup` is for that.

Examples:
  customer-directory export --customer jane@lumenworks.io
  customer-directory export --customer cus_12 --output jane.jsonl")]
pub struct ExportArgs {
    /// An id, e-mail address, phone number, or the customer's id in your own product
    #[arg(long, value_name = "CUSTOMER")]
    customer: String,
    /// Write into this new file, for its owner only, instead of stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes everything that is known about one person.
pub fn export(args: &ExportArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let directory = open_existing(global, Purpose::Read)?;
    let reader = Operator.reader();
    let profile = directory
        .get_customer(reader, &args.customer, usize::MAX)
        .map_err(with_near_matches)?;
    let answer = GetAnswer::of(&profile, Detail::Full, Allowance::UNLIMITED);
    let mut lines = vec![json!({ "record": "customer", "customer": answer.customer })];
    lines.extend(profile.feedback.iter().map(said));
    let ids = profile.merged_ids.iter().chain([&profile.customer.id]);
    let mut changes = Vec::new();
    for id in ids {
        let query = AuditQuery {
            customer: Some(*id),
            ..AuditQuery::default()
        };
        changes.extend(directory.audit(reader, &query)?);
    }
    changes.sort_by_key(|change| change.number);
    changes.dedup_by_key(|change| change.number);
    lines.extend(
        changes
            .iter()
            .map(|change| json!({ "record": "change", "change": ChangeView::of(change) })),
    );
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let text = lines.join("\n") + "\n";
    match &args.output {
        None => output::print(&text)?,
        Some(path) => write_new(path, &text).map_err(|source| CommandError::File {
            what: format!(
                "{} cannot be written; give the name of a new file",
                path.display()
            ),
            source,
        })?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A piece of feedback with everything that came with it, as it came.
fn said(feedback: &Feedback) -> Value {
    let content = &feedback.content;
    let contacts: Vec<Value> = feedback
        .unattached
        .iter()
        .map(|contact| {
            json!({
                "kind": contact.kind.as_str(),
                "text": contact.spelling,
                "not_taken_because": contact.refusal.as_str(),
            })
        })
        .collect();
    let all = json!({
        "record": "feedback",
        "id": feedback.reference.id,
        "source": feedback.reference.source,
        "channel": feedback.channel.as_str(),
        "created_at": feedback.created_at.to_string(),
        "revised_at": feedback.revised_at.map(|at| at.to_string()),
        "ingested_at": feedback.ingested_at.to_string(),
        "message": content.message,
        "category": content.category,
        "rating": content.rating,
        "status": content.status,
        "tags": content.tags.iter().map(Tag::spelling).collect::<Vec<_>>(),
        "context": content.context.as_deref().map(parsed),
        "metadata": content.metadata.as_deref().map(parsed),
        "other_contacts": contacts,
    });
    let known: Map<String, Value> = all
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| {
            !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    known.into()
}

/// JSON as a value; what is none, as its text.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_not_json| text.into())
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
