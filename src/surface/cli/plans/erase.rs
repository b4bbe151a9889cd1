//! `customer-directory erase`: everything of a person goes, and every byte of it.

use std::process::ExitCode;

use clap::Args;

use super::super::CommandError;
use super::super::compact::shrink;
use super::deletion;
use crate::domain::erasure::FeedbackFate;
use crate::service::{Directory, Location, Sweep};
use crate::surface::view::RemovalAnswer;

/// Who is erased.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows first what goes, and asks. The profile and all feedback of the person go, from the tables, the
search index and the log, and the file is written anew, however large it is. The audit keeps that
somebody was erased, under their id, and no hash of what they had.

Copies are not reached: backups, files set aside by `restore` or before a migration, and files that
were imported. Those beside the directory are named.

Examples:
  customer-directory erase cus_12
  customer-directory erase jane@lumenworks.io --yes --json")]
pub struct EraseArgs {
    /// An id, e-mail address, phone number, or the customer's id in your own product
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Erases a customer after a yes.
pub fn erase(
    args: &EraseArgs,
    directory: &mut Directory,
    location: &Location,
    person: &str,
) -> Result<ExitCode, CommandError> {
    let (customer, how) = (&args.customer, (args.yes, args.json));
    let deletion = deletion::carry_out(directory, customer, FeedbackFate::Remove, how, person)?;
    let mut notes = Vec::new();
    // A small file was written anew with the deletion.
    let is_gone = match deletion.sweep {
        Sweep::Clean => Ok(true),
        Sweep::Held | Sweep::TooLarge => shrink(directory, location),
    };
    match is_gone {
        Ok(true) => {}
        Ok(false) => notes.push(
            "others use the file, so old pages may be left in its log; run `customer-directory compact` when they \
             are done"
                .to_owned(),
        ),
        // The deletion stands.
        Err(error) => notes.push(format!(
            "the person is deleted, but the file could not be written anew ({error}); run \
             `customer-directory compact`"
        )),
    }
    let copies = copies_beside(location);
    if !copies.is_empty() {
        notes.push(format!(
            "these copies beside the directory may still hold the person; delete them when you need them no more: {}",
            copies.join(", ")
        ));
    }
    let mut answer = RemovalAnswer::of_deletion(&deletion);
    answer.note = (!notes.is_empty()).then(|| notes.join("; "));
    deletion::tell("Erased", &deletion, answer, args.json)?;
    Ok(ExitCode::SUCCESS)
}

/// Files beside the directory that begin with its name and are no part of it.
fn copies_beside(location: &Location) -> Vec<String> {
    let Location::File { path, .. } = location else {
        return Vec::new();
    };
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Vec::new();
    };
    let start = format!("{}.", name.to_string_lossy());
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut copies: Vec<String> = names.filter(|name| name.starts_with(&start)).collect();
    copies.sort();
    copies
}
