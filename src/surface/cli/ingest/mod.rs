//! `customer-directory ingest`: feedback files into the directory.

mod pipeline;
mod progress;
mod queue;
mod rejects;
mod report;
mod stream;

use std::io::BufRead as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::input::Input;
use super::{CommandError, open, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::domain::label::{Channel, LabelError};
use crate::service::{Directory, Location, Purpose};
use crate::surface::clock::now;
use crate::surface::export::{AN_EXPORT, is_export};
use crate::surface::intake::{Format, IntakeOptions};

use progress::Progress;
use rejects::Rejects;
use report::Report;

/// The exit code of work that was done in part.
const DONE_IN_PART: u8 = 3;

/// What to take in, and how.
#[derive(Debug, Args)]
#[command(after_help = "\
Each event is matched by user id, e-mail and phone to the customer who has them; a new customer is \
made where nobody has. Running the same file again changes nothing. What `export` wrote is refused
here: `import` takes it back.

Exit codes: 0 every record was taken; 3 some were refused; 1 the work could not be done.

Examples:
  customer-directory ingest feedback.jsonl
  customer-directory ingest --channel survey --default-region DE answers.csv
  cat webhooks.jsonl | customer-directory ingest --json -")]
pub struct IngestArgs {
    /// Files to read, in this order; `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The format, where it should not be recognised from the content: jsonl, json, csv or webhook
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// The channel of events that name none [default: api]
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    channel: Option<Channel>,
    /// Report what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write each refused record here, with its line and the reason, as JSON Lines
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Takes in every file and prints the report.
pub fn ingest(args: &IngestArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    // Every file is opened first: a name that is misspelt must not leave the work half done.
    let mut inputs = args
        .files
        .iter()
        .map(|file| Input::open(file))
        .collect::<Result<Vec<_>, _>>()?;
    inputs.iter_mut().try_for_each(refuse_export)?;
    let mut rejects = Rejects::open(args.rejects.as_deref())?;
    let mut directory = if args.dry_run {
        rehearsal(global)?
    } else {
        open(global, Purpose::Import)?
    };
    let options = options(args, global);
    let progress = Progress::start(&inputs);
    let mut report = Report::default();
    // A stream may last for days, in which lists must stay fast.
    let ends = inputs.iter().all(|input| input.size.is_some());
    if ends {
        directory.begin_import(Operator.writer(now()))?;
    }
    let outcome = inputs.into_iter().try_for_each(|input| {
        pipeline::run(
            input,
            &options,
            &mut directory,
            &mut report,
            &mut rejects,
            &progress,
        )
    });
    progress.finishing();
    directory.finish_import(Operator.writer(now()))?;
    outcome?;
    progress.finish();
    rejects.finish()?;
    if args.json {
        output::print_json(&report)?;
    } else {
        output::print(&report.to_text(args.dry_run))?;
    }
    Ok(if report.rejected == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(DONE_IN_PART)
    })
}

/// Refuses a file that is no feedback but a whole directory. A stream is looked at when its turn has
/// come: until then it may have nothing to say.
fn refuse_export(input: &mut Input) -> Result<(), CommandError> {
    if input.size.is_none() {
        return Ok(());
    }
    let name = &input.name;
    let beginning = input
        .reader
        .fill_buf()
        .map_err(|source| CommandError::File {
            what: format!("`{name}` cannot be read"),
            source,
        })?;
    let first_line = beginning.split(|byte| *byte == b'\n').next();
    if is_export(first_line.unwrap_or_default()) {
        return Err(CommandError::Refused(format!(
            "`{name}` is {AN_EXPORT}; nothing was taken in"
        )));
    }
    Ok(())
}

/// A directory that may be changed without a trace: a copy, or an empty one where there is none.
fn rehearsal(global: &GlobalArgs) -> Result<Directory, CommandError> {
    match global.location().map_err(CommandError::Refused)? {
        Location::File { path, .. } if path.metadata().is_ok_and(|file| file.len() > 0) => {
            Ok(open(global, Purpose::Read)?.scratch_copy()?)
        }
        Location::File { .. } | Location::Temporary => Ok(Directory::open(
            &Location::Temporary,
            Purpose::Import,
            global.settings(),
        )?),
    }
}

fn options(args: &IngestArgs, global: &GlobalArgs) -> IntakeOptions {
    IntakeOptions {
        format: args.format,
        channel: args.channel.clone(),
        policy: global.policy(),
        now: now(),
    }
}

fn channel(text: &str) -> Result<Channel, LabelError> {
    Channel::parse(text)
}
