//! The real program in a folder of its own.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder in which commands are run. Nothing of the machine's own environment reaches them.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path("customers.db")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-directory"));
        command
            .env_clear()
            .env("HOME", self.0.path())
            .env("CUSTOMER_DIRECTORY_DB", self.database())
            .current_dir(self.0.path())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end, and answers what it printed as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Result<Value, String> {
        let output = self.command(arguments).output().unwrap();
        if !output.status.success() {
            return Err(format!("{arguments:?}: {}", said(&output)));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{arguments:?}: {error}: {}", said(&output)))
    }
}

/// How a command ended and what it told the person.
pub(crate) fn said(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    format!("{}, {}", output.status, stderr.trim_end())
}
