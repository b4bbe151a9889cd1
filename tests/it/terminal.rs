//! The program as a person at a terminal types it: one command, run to its end.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The sample feedback.
pub(crate) const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/feedback.jsonl");

/// The most rows of a page.
const LARGEST_PAGE: &str = "100";

/// A folder of its own, in which commands are typed. Nothing of the machine's own environment
/// reaches them.
pub(crate) struct Terminal(TempDir);

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; none where a signal ended it.
    pub(crate) code: Option<i32>,
    /// What it answered.
    pub(crate) stdout: String,
    /// What it told the person.
    pub(crate) stderr: String,
}

impl Terminal {
    /// A folder without a directory.
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// A folder whose directory has taken in these lines, the sample feedback for example.
    pub(crate) fn with(lines: &str) -> Self {
        let terminal = Self::new();
        terminal.write("lines.jsonl", lines);
        let ran = terminal.run(&["ingest", "lines.jsonl"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        terminal
    }

    /// Where a file of this folder is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The database file that commands use.
    pub(crate) fn database(&self) -> PathBuf {
        self.path("customers.db")
    }

    /// Writes a file into this folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A command of this folder's directory, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-directory"));
        command
            .env_clear()
            .env("HOME", self.0.path())
            .env("CUSTOMER_DIRECTORY_DB", self.database())
            .current_dir(self.0.path())
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    /// Runs a command.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs a command that reads a text from a pipe.
    pub(crate) fn pipe(&self, text: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_ref())
            .unwrap();
        child.wait_with_output().unwrap().into()
    }

    /// One page of whole customers.
    pub(crate) fn list(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[&["list", "--json", "--full"], arguments].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        ran.json()
    }

    /// All customers of all pages, whole, those who were seen first at the front.
    pub(crate) fn everybody(&self) -> Vec<Value> {
        let order = [
            "--sort",
            "first_seen",
            "--order",
            "asc",
            "--limit",
            LARGEST_PAGE,
        ];
        let mut page = self.list(&order);
        let mut everybody = Vec::new();
        loop {
            everybody.append(page["customers"].as_array_mut().unwrap());
            let Some(cursor) = page.get("next_cursor").and_then(Value::as_str) else {
                assert_eq!(page["total"], everybody.len());
                return everybody;
            };
            page = self.list(&[&order[..], &["--cursor", cursor]].concat());
        }
    }
}

impl Ran {
    /// The answer, which is one line of JSON.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.stdout.matches('\n').count(), 1, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Lines of a JSON Lines file, as objects.
pub(crate) fn json_lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
