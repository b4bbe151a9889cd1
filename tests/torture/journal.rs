//! What a long run found, written down as it finds it: a run that is interrupted keeps it.

use std::fs::{File, OpenOptions};
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::table::Row;

/// A file to which lines of JSON are added. Clones write to the same file.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    file: Option<Arc<File>>,
    /// The promise that is held to the test.
    promise: &'static str,
    seed: u64,
}

/// Where the lines are: `target/torture/results.jsonl`.
pub(crate) fn path() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    folder.with_file_name("torture").join("results.jsonl")
}

impl Journal {
    /// Of the short form: nothing is written.
    pub(crate) fn none(seed: u64) -> Self {
        Self {
            file: None,
            promise: "",
            seed,
        }
    }

    /// Of a long run, after whatever earlier ones wrote.
    pub(crate) fn open(seed: u64) -> std::io::Result<Self> {
        let path = path();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Self {
            file: Some(Arc::new(file)),
            ..Self::none(seed)
        })
    }

    /// The same about one promise.
    pub(crate) fn about(&self, promise: &'static str) -> Self {
        Self {
            promise,
            ..self.clone()
        }
    }

    /// Where chance begins.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// Notes the first failure of a promise at once.
    pub(crate) fn failed(&self, failure: &str) {
        self.say(&format!("FAILED: {failure}"));
        self.write(json!({ "failure": failure }));
    }

    /// Notes how far a promise's trials are.
    pub(crate) fn is_at(&self, done: u64, of: u64) {
        // Where only the suite knows how many there are, all are wanted.
        let of = match of {
            u64::MAX => "all".to_owned(),
            of => of.to_string(),
        };
        self.say(&format!("{done} of {of}"));
        self.write(json!({ "so_far": done, "of": of }));
    }

    /// Notes what came of a promise.
    pub(crate) fn ended(&self, row: &Row) {
        let Row { trials, took, .. } = row;
        self.say(&format!(
            "{} of {} trials, {} lost or failed, {:.1} s {}",
            trials.trials,
            row.wanted,
            trials.failed,
            took.as_secs_f64(),
            trials.note
        ));
        self.write(json!({
            "trials": trials.trials,
            "wanted": row.wanted,
            "failed": trials.failed,
            "short": row.is_short(),
            "seconds": took.as_secs_f64(),
            "note": trials.note,
            "first_failure": trials.first_failure,
        }));
    }

    /// A line for who reads a log; at a terminal there is a bar.
    fn say(&self, text: &str) {
        if self.file.is_some() && !std::io::stderr().is_terminal() {
            let line = format!("{}: {text}\n", self.promise);
            let _nobody_reads = std::io::stderr().write_all(line.as_bytes());
        }
    }

    fn write(&self, mut line: Value) {
        let Some(file) = &self.file else {
            return;
        };
        line["promise"] = self.promise.into();
        line["seed"] = self.seed.into();
        file.as_ref()
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
    }
}
