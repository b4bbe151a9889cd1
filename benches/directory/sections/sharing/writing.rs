//! A writer: a real `ingest` that is sent an event at a time.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use super::pause;
use crate::population::Population;
use crate::program::{self, Report};

/// Numbers of later events that each writer has for itself.
const NUMBERS: u64 = 5_000_000;

/// Sends events until a moment, and answers how many were taken in. None may get lost.
pub(super) fn run(
    population: &Population,
    database: &Path,
    writer: u64,
    until: Instant,
) -> Result<u64> {
    let mut child = program::command(database, &["ingest", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().context("`ingest` has no stdin")?;
    let mut sent = 0;
    while Instant::now() < until {
        let turn_began = Instant::now();
        let id = format!("later_{writer}_{sent}");
        let event = population.later_event(id, writer * NUMBERS + sent);
        writeln!(input, "{}", serde_json::to_string(&event)?)?;
        sent += 1;
        pause(turn_began);
    }
    drop(input);
    let output = child.wait_with_output()?;
    ensure!(
        output.status.success(),
        "`ingest` ended with {}",
        output.status
    );
    let report: Report = serde_json::from_slice(&output.stdout)?;
    let kept = report.created + report.linked + report.ambiguous;
    ensure!(
        report.read == sent && kept == sent && report.ambiguous == 0,
        "of {sent} events a writer made {report:?}"
    );
    Ok(sent)
}
