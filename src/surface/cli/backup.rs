//! `customer-directory backup`: a verified copy of the directory.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::{CommandError, open, open_existing, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::{BackupRequest, Extent, Purpose};
use crate::surface::clock::now;

/// Where the backup goes.
#[derive(Debug, Args)]
#[command(after_help = "\
The copy is of one moment, whoever writes meanwhile. It is written under another name, read back and
compared with the directory, and only then given its own. Only its owner may read it: it holds
everything that the directory holds, keys' hashes and secrets included. Nothing that was erased
before goes along; erase from older backups too, or delete them.

Note the head that it prints: `audit verify --head` shows later that nothing was cut off.

Examples:
  customer-directory backup /backups/customers.db
  customer-directory backup /backups/customers.db --keep 7 --json")]
pub struct BackupArgs {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace FILE and keep so many older ones as FILE.1, FILE.2, and so on
    #[arg(long, value_name = "COUNT")]
    keep: Option<u32>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Writes a backup.
pub fn backup(args: &BackupArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let location = global.location().map_err(CommandError::Refused)?;
    let directory = open_existing(global, Purpose::Read)?;
    let request = BackupRequest {
        target: args.file.clone(),
        keep: args.keep,
    };
    let copied = directory.back_up(Operator.reader(), &location, &request)?;
    // Whoever writes last takes the log into the file, if nobody else has it open.
    drop(directory);
    let note = note(global, &copied);
    let bytes = std::fs::metadata(&args.file).map_or(0, |metadata| metadata.len());
    let file = args.file.display();
    if args.json {
        output::print_json(&json!({
            "file": file.to_string(),
            "bytes": bytes,
            "customers": copied.customers,
            "feedback": copied.feedback,
            "changes": copied.changes,
            "head": copied.head.to_string(),
            "note": note,
        }))?;
    } else {
        output::print(&format!(
            "Wrote {file}: {} customers, {} pieces of feedback, {} changes, {bytes} bytes; read back and compared.\n\
             Head: {}\n{}",
            copied.customers,
            copied.feedback,
            copied.changes,
            copied.head,
            note.map_or_else(String::new, |note| format!("Note: {note}.\n"))
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets the directory know of the backup, which is good in any case.
fn note(global: &GlobalArgs, copied: &Extent) -> Option<String> {
    let noted = open(global, Purpose::Write).and_then(|mut directory| {
        Ok(directory.note_backup(Operator.administrator(now()), copied)?)
    });
    let error = noted.err()?;
    Some(format!(
        "the directory could not note this backup, so `stats` does not tell of it ({error})"
    ))
}
