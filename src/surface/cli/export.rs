//! `customer-directory export`: everything that the directory knows, or everything about one person.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Map, Value};

use super::get::with_near_matches;
use super::new_file::NewFile;
use super::{CommandError, open_existing, output};
use crate::config::GlobalArgs;
use crate::domain::access::Operator;
use crate::domain::export::{ExportCounts, ExportKind};
use crate::service::{Directory, DirectoryError, ExportReport, Exported, Purpose};
use crate::surface::clock::now;
use crate::surface::export::{ExportForm, ExportWriter};

/// The exit code of an export that an import would refuse.
const WITH_FINDINGS: u8 = 3;

/// What is exported, and where to.
#[derive(Debug, Args)]
#[command(after_help = "\
Writes one record a line, each with its `kind`: `customer` with every contact, field, note and where
each value came from; `former_customer` for ids that were merged or deleted; `feedback` word for word;
`possible_duplicate` and `different` for pairs; `request` for customers who were made under an
idempotency key; `change` for each row of the audit. The first record names the form, the last one
counts, so a file that was cut off is noticed. `import` takes it back without loss.

Of one person (`--customer`) it holds whatever is about them: for somebody who asks what is kept. Pairs
are about somebody else, too, and are left out.

Never exported: keys, plans and approvals, and the secrets with which the audit hashes values. So in
the directory that an import makes, new keys are needed; `audit verify` passes, but its hashes can be
compared with no value any more; and feedback of an erased person is not recognised when it comes again.
A `backup` keeps all of that.

In CSV every record is a row of one table, UTF-8, with lists as JSON in their cells. A cell that a
spreadsheet would take for a formula (it begins with = + - @ or a control character) has an apostrophe
in front, which an import takes away. A spreadsheet that saves the file may change dates and numbers:
read a copy in it, and keep the file itself.

Exit codes: 0 done; 1 could not; 3 done, but the audit was altered, and an import will refuse it.

Examples:
  customer-directory export --output directory.jsonl
  customer-directory export --format csv --output directory.csv
  customer-directory export --customer jane@lumenworks.io --output jane.jsonl")]
pub struct ExportArgs {
    /// One person alone: an id, e-mail address, phone number, or the customer's id in your own product
    #[arg(long, value_name = "CUSTOMER")]
    customer: Option<String>,
    /// The form: jsonl or csv
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: ExportForm,
    /// Write into this new file, for its owner only, instead of stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print what was written as JSON
    #[arg(long, requires = "output")]
    json: bool,
}

/// Writes everything that is known.
pub fn export(args: &ExportArgs, global: &GlobalArgs) -> Result<ExitCode, CommandError> {
    let directory = open_existing(global, Purpose::Read)?;
    let report = match &args.output {
        Some(path) => {
            let (file, report) = write(args, &directory, NewFile::begin(path)?)?;
            file.finish()?;
            tell(args, &report.counts)?;
            report
        }
        None => match write(args, &directory, std::io::stdout().lock()) {
            // A reader that has seen enough and closed the pipe is no failure.
            Err(CommandError::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {
                return Ok(ExitCode::SUCCESS);
            }
            written => written?.1,
        },
    };
    let Some(altered) = report.first_altered else {
        return Ok(ExitCode::SUCCESS);
    };
    // stdout may be the export itself.
    writeln!(
        std::io::stderr(),
        "Note: change {altered} of the audit is not as it was written, or one before it is missing; an import will \
         refuse this export. Compare with a backup."
    )?;
    Ok(ExitCode::from(WITH_FINDINGS))
}

fn write<W: Write>(
    args: &ExportArgs,
    directory: &Directory,
    out: W,
) -> Result<(W, ExportReport), CommandError> {
    let mut out = Some(out);
    let mut writer = None;
    let exported = directory.export(
        Operator.reader(),
        args.customer.as_deref(),
        |part| match part {
            Exported::Extent(extent) => {
                if let Some(out) = out.take() {
                    writer = Some(ExportWriter::begin(args.format, out, &extent, now())?);
                }
                Ok(())
            }
            Exported::Record(record) => match &mut writer {
                Some(writer) => writer.record(&record),
                None => Ok(()),
            },
        },
    );
    let report = match exported {
        Err(error @ DirectoryError::NotFound { .. }) => return Err(with_near_matches(error)),
        exported => exported??,
    };
    match writer {
        Some(writer) => Ok((writer.end(&report.counts)?, report)),
        None => Err(CommandError::Refused("nothing was exported".to_owned())),
    }
}

fn tell(args: &ExportArgs, counts: &ExportCounts) -> Result<(), CommandError> {
    let file = args.output.as_deref().unwrap_or(std::path::Path::new("-"));
    let file = file.display().to_string();
    if args.json {
        let mut answer = Map::new();
        answer.insert("file".to_owned(), file.into());
        answer.extend(counted(counts));
        output::print_json(&answer)?;
    } else {
        output::print(&format!("Wrote {file}: {}.\n", listed(counts)))?;
    }
    Ok(())
}

/// Counts by the words of their kinds.
pub(super) fn counted(counts: &ExportCounts) -> impl Iterator<Item = (String, Value)> {
    let counts = counts.each();
    counts.map(|(kind, count)| (kind.as_str().to_owned(), count.into()))
}

/// Counts for a person.
pub(super) fn listed(counts: &ExportCounts) -> String {
    let name = |kind: ExportKind| match kind {
        ExportKind::Customer => "customers",
        ExportKind::Former => "former ids",
        ExportKind::Feedback => "pieces of feedback",
        ExportKind::PossibleDuplicate => "pairs that may be one person",
        ExportKind::Difference => "pairs of two people",
        ExportKind::Request => "named requests",
        ExportKind::Change => "changes",
    };
    let counts = counts.each();
    let listed: Vec<String> = counts
        .map(|(kind, count)| format!("{count} {}", name(kind)))
        .collect();
    listed.join(", ")
}
