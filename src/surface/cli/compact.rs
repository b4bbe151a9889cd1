//! `customer-directory compact`: the file in as few bytes as it needs.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;

use super::{CommandError, open_existing, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::{Directory, Location, Purpose, Size};
use crate::surface::clock::now;

/// How the outcome is printed.
#[derive(Debug, Args)]
#[command(after_help = "\
Writes every row into fresh pages and cuts off the log, so that nothing that was erased is left in
either. Needs free space of twice the file's size while it runs, and nobody else who writes.

Examples:
  customer-directory compact
  customer-directory compact --json")]
pub struct CompactArgs {
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Compacts the file.
pub fn compact(args: &CompactArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let location = global.location().map_err(CommandError::Refused)?;
    let mut directory = open_existing(global, Purpose::Write)?;
    let before = Size::of(&location);
    let is_clean = shrink(&mut directory, &location)?;
    let after = Size::of(&location);
    let (before, after) = (before.file + before.log, after.file + after.log);
    if args.json {
        output::print_json(&json!({
            "bytes_before": before,
            "bytes_after": after,
            "log_is_cut_off": is_clean,
        }))?;
    } else {
        output::print(&format!(
            "{before} bytes before, {after} bytes now.\n{}",
            if is_clean {
                ""
            } else {
                "Note: others use the file, so old pages may be left in its log; run it again when they are done.\n"
            }
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Compacts the file, if there is room for it.
pub(super) fn shrink(directory: &mut Directory, location: &Location) -> Result<bool, CommandError> {
    refuse_without_room(location)?;
    let spinner = ProgressBar::new_spinner().with_message("writing every row anew");
    spinner.enable_steady_tick(Duration::from_millis(200));
    let compacted = directory.compact(Operator.administrator(now()));
    spinner.finish_and_clear();
    Ok(compacted?)
}

fn refuse_without_room(location: &Location) -> Result<(), CommandError> {
    let Location::File { path, .. } = location else {
        return Ok(());
    };
    let needed = 2 * Size::of(location).file;
    let Ok(filesystem) = rustix::fs::statvfs(path) else {
        return Ok(());
    };
    let free = filesystem.f_bavail.saturating_mul(filesystem.f_frsize);
    if free < needed {
        return Err(CommandError::Refused(format!(
            "nothing was changed: {free} bytes are free beside {}, and {needed} are needed; free some space and \
             try again",
            path.display()
        )));
    }
    Ok(())
}
