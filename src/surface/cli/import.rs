//! `customer-directory import`: an export becomes a directory again.

use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::{HumanCount, ProgressBar};
use serde_json::Map;

use super::export::{counted, listed};
use super::input::Input;
use super::{CommandError, bar, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::service::{DirectoryError, Imported, Importing};
use crate::surface::clock::now;
use crate::surface::export::{ExportReader, Refusal, Row};

/// Records between two looks at the progress.
const RECORDS_A_TICK: u64 = 1_000;

/// Which export is taken back.
#[derive(Debug, Args)]
#[command(after_help = "\
Takes what `export` wrote, as JSON Lines or CSV, into a directory that is empty: one that is not there
yet, or that has no customer, no feedback and no change. Ids stay the same, and none is given twice. All
of it is taken or nothing: the directory is built beside its place, checked as by `check`, and gets its
name only then. A file that was cut off, or edited so that it does not fit together, is refused with the
line and the reason.

Keys are not part of an export: make them afterwards with `key create`. The changes in an export of one
person stay in the file, because a part of the audit is no chain; the report says how many.

Examples:
  customer-directory import directory.jsonl
  customer-directory --db new.db import directory.csv --json")]
pub struct ImportArgs {
    /// The export; `-` is stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Takes an export back.
pub fn import(args: &ImportArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let location = global.location().map_err(CommandError::Refused)?;
    let input = Input::open(&args.file)?;
    let name = input.name.clone();
    let of_file = |refusal: String| CommandError::Refused(format!("`{name}`, {refusal}"));
    let bar = progress(input.size);
    let mut reader =
        ExportReader::open(input.reader).map_err(|refusal| of_file(refusal.to_string()))?;
    let administrator = Operator.administrator(now());
    let imported = Importing::begin(
        administrator,
        &location,
        (reader.line(), *reader.extent()),
        &global.settings(),
    )
    .map_err(Failure::Directory)
    .and_then(|importing| take(&mut reader, importing, &bar));
    bar.finish_and_clear();
    let imported = imported.map_err(|failure| match failure {
        Failure::File(refusal) => of_file(refusal.to_string()),
        Failure::Directory(DirectoryError::Refused { problem }) => of_file(problem),
        Failure::Directory(error) => error.into(),
    })?;
    tell(args, &imported)?;
    Ok(ExitCode::SUCCESS)
}

/// Why an import ended before its end.
enum Failure {
    File(Refusal),
    Directory(DirectoryError),
}

fn take<R: BufRead>(
    reader: &mut ExportReader<R>,
    mut importing: Importing,
    bar: &ProgressBar,
) -> Result<Imported, Failure> {
    let (mut records, mut before) = (0_u64, reader.consumed());
    loop {
        let row = reader.advance().map_err(Failure::File)?;
        let (line, consumed) = (reader.line(), reader.consumed());
        let record = match row {
            Some(Row::Record(record)) => record,
            Some(Row::End(counts)) => {
                let tell =
                    |what| bar.set_message(format!("{} records, {what}", HumanCount(records)));
                let imported = importing.finish(line, &counts, tell);
                return imported.map_err(Failure::Directory);
            }
            // The reader refuses a file without an end.
            None => {
                return Err(Failure::File(Refusal::Unreadable(
                    std::io::ErrorKind::UnexpectedEof.into(),
                )));
            }
        };
        let bytes = usize::try_from(consumed - before).unwrap_or(usize::MAX);
        before = consumed;
        importing
            .add(line, bytes, record)
            .map_err(Failure::Directory)?;
        records += 1;
        if records.is_multiple_of(RECORDS_A_TICK) {
            bar.set_position(consumed);
            bar.set_message(format!("{} records", HumanCount(records)));
        }
    }
}

/// A bar on stderr, if stderr is a terminal.
fn progress(size: Option<u64>) -> ProgressBar {
    match size {
        Some(bytes) => bar::drawn(
            ProgressBar::new(bytes),
            "{bar:32.cyan/dim} {percent:>3}%  {msg}",
        ),
        None => bar::drawn(ProgressBar::new_spinner(), "{spinner:.cyan} {msg}"),
    }
}

fn tell(args: &ImportArgs, imported: &Imported) -> Result<(), CommandError> {
    let file = args.file.display().to_string();
    let left_out = imported.changes_left_out;
    if args.json {
        let mut answer = Map::new();
        answer.insert("file".to_owned(), file.into());
        answer.extend(counted(&imported.counts));
        answer.insert("changes_left_out".to_owned(), left_out.into());
        answer.insert("head".to_owned(), imported.head.to_string().into());
        output::print_json(&answer)?;
        return Ok(());
    }
    let left_out = match left_out {
        0 => String::new(),
        count => format!("{count} changes stay in the file: those of one person are no chain.\n"),
    };
    output::print(&format!(
        "Imported {file}: {}; checked.\nHead: {}\n{left_out}",
        listed(&imported.counts),
        imported.head
    ))?;
    Ok(())
}
