//! `customer-directory restore`: a backup takes the directory's place.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::{CommandError, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::{Replaced, Restoration};
use crate::surface::clock::now;

/// Which backup is restored.
#[derive(Debug, Args)]
#[command(after_help = "\
The backup is copied and checked first. The file that is there is set aside, not deleted, and people
who were erased since the backup was made are erased again. Stop the servers first: a directory that
somebody uses is left as it is.

What the backup would undo is said, and done only with `--force`: changes made since, a directory
that the backup was not made of, or a file that cannot be read, which cannot tell who was erased.
The set-aside file and the backup still hold those who were erased.

Examples:
  customer-directory restore /backups/customers.db
  customer-directory restore /backups/customers.db.2 --force --json")]
pub struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Restore it although later changes go
    #[arg(long)]
    force: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Restores a backup.
pub fn restore(args: &RestoreArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let location = global.location().map_err(CommandError::Refused)?;
    let (settings, at) = (global.settings(), now());
    let prepared =
        Restoration::prepare(Operator.administrator(at), &location, &args.file, &settings)?;
    if let Some(problem) = why_not(prepared.replaced).filter(|_| !args.force) {
        return Err(CommandError::Refused(format!(
            "nothing was changed: {problem}; restore all the same with `--force`"
        )));
    }
    let note = match prepared.replaced {
        Replaced::Later(_) => None,
        Replaced::Nothing | Replaced::Another | Replaced::Unreadable => {
            Some("who was erased since the backup was made cannot be known; erase them again")
        }
    };
    let extent = prepared.extent;
    let stamp = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let restored = prepared.carry_out(Operator.remover(at), &settings, &stamp)?;
    let aside = restored
        .aside
        .as_ref()
        .map(|path| path.display().to_string());
    if args.json {
        output::print_json(&json!({
            "file": args.file.display().to_string(),
            "customers_in_backup": extent.customers,
            "feedback_in_backup": extent.feedback,
            "erased_again": restored.erased_again,
            "set_aside": aside,
            "note": note,
        }))?;
    } else {
        let mut lines = vec![format!(
            "Restored {}: {} customers, {} pieces of feedback; {} of those people were erased since and are \
             erased again.",
            args.file.display(),
            extent.customers,
            extent.feedback,
            restored.erased_again
        )];
        lines.extend(aside.map(|aside| {
            format!("The file that was there is {aside}; delete it when you need it no more.")
        }));
        lines.extend(note.map(|note| format!("Note: {note}.")));
        output::print(&(lines.join("\n") + "\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Why a person has to say that they mean it.
fn why_not(replaced: Replaced) -> Option<String> {
    match replaced {
        Replaced::Nothing | Replaced::Later(0) => None,
        Replaced::Later(changes) => Some(format!(
            "the directory is newer than the backup, and {changes} later changes would go"
        )),
        Replaced::Another => {
            Some("the backup was made of another directory than this one".to_owned())
        }
        Replaced::Unreadable => Some(
            "the directory cannot be read, so nobody knows what would go and who was erased since"
                .to_owned(),
        ),
    }
}
