//! The program that is measured, as its users start it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::{memory, progress};

/// How often a running import is asked how much memory it has.
const GLANCE: Duration = Duration::from_millis(20);

/// What the operator's settings start with; none may reach what is measured.
const SETTINGS: &str = "CUSTOMER_DIRECTORY_";

/// What `ingest --json` reports.
#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    pub(crate) read: u64,
    pub(crate) linked: u64,
    pub(crate) created: u64,
    pub(crate) ambiguous: u64,
    pub(crate) anonymous: u64,
    pub(crate) rejected: u64,
}

/// An import that was watched.
pub(crate) struct Ingestion {
    pub(crate) report: Report,
    pub(crate) time: Duration,
    /// The most memory that it had, in bytes.
    pub(crate) peak: Option<u64>,
}

/// The program on a directory.
pub(crate) fn command(database: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer-directory"));
    command.arg("--db").arg(database).args(arguments);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with(SETTINGS) {
            command.env_remove(name);
        }
    }
    command
}

/// Takes a file of events in.
pub(crate) fn ingest(database: &Path, events: &Path) -> Result<Ingestion> {
    let progress = progress::spinner("taking events in");
    let started = Instant::now();
    let mut child = command(database, &["ingest", "--json"])
        .arg(events)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("the program does not start")?;
    let mut peak = None;
    let status = loop {
        peak = memory::peak(child.id()).or(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(GLANCE);
    };
    let time = started.elapsed();
    progress.finish_and_clear();
    ensure!(status.success(), "`ingest` ended with {status}");
    let report = child.stdout.take().context("`ingest` has no stdout")?;
    Ok(Ingestion {
        report: serde_json::from_reader(report)?,
        time,
        peak,
    })
}
