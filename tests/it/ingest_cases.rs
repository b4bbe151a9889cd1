//! Each folder of `fixtures/ingest` is a test: what goes in, and what the directory then holds.
//!
//! What each file of a folder is for stands in `fixtures/ingest/README.md`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::terminal::{Terminal, json_lines};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/ingest");

/// A case, as its folder describes it.
struct Case {
    name: String,
    inputs: Vec<PathBuf>,
    arguments: Vec<String>,
    expected: Value,
}

impl Case {
    fn read(folder: &Path) -> Self {
        let mut inputs: Vec<PathBuf> = files(folder)
            .into_iter()
            .filter(|path| {
                path.file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .starts_with("input")
            })
            .collect();
        inputs.sort();
        let arguments = std::fs::read_to_string(folder.join("arguments")).unwrap_or_default();
        let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!inputs.is_empty(), "{name} has no input");
        Self {
            arguments: arguments.lines().map(str::to_owned).collect(),
            expected: serde_json::from_str(&expected).unwrap(),
            name,
            inputs,
        }
    }

    /// What differs from what was expected, a line each.
    fn differences(&self) -> Vec<String> {
        let terminal = Terminal::new();
        let first = self.ingest(&terminal);
        let mut found = self.differences_of(&first);
        let everybody = terminal.everybody();
        found.extend(self.differences_of_customers(&everybody));

        // The same files once more change nothing.
        let again = self.ingest(&terminal);
        let known = ["duplicate", "rejected"].map(|word| again.count(word));
        if again.count("read") != known.iter().sum::<u64>() {
            found.push(format!(
                "the second run is not all duplicates: {:?}",
                again.report
            ));
        }
        if terminal.everybody() != everybody {
            found.push("the second run changes customers".to_owned());
        }
        let named = |difference: &String| format!("{}: {difference}", self.name);
        found.iter().map(named).collect()
    }

    fn ingest(&self, terminal: &Terminal) -> Run {
        let mut run = Run::default();
        for input in &self.inputs {
            let mut arguments = vec!["ingest", "--json", "--rejects", "refused.jsonl"];
            arguments.extend(self.arguments.iter().map(String::as_str));
            arguments.push(input.to_str().unwrap());
            let ran = terminal.run(&arguments);
            assert_eq!(ran.stderr, "", "{}", self.name);
            run.exit = run.exit.max(ran.code);
            for (word, count) in ran.json().as_object().unwrap() {
                *run.report.entry(word.clone()).or_default() += count.as_u64().unwrap();
            }
            run.refused
                .extend(json_lines(&terminal.path("refused.jsonl")));
        }
        run
    }

    fn differences_of(&self, run: &Run) -> Vec<String> {
        let mut found = Vec::new();
        let exit = run.exit.map(i64::from);
        if self.expected["exit"].as_i64() != exit {
            found.push(format!("exit is {exit:?}"));
        }
        for (word, count) in &run.report {
            let expected = self.expected["report"][word].as_u64().unwrap_or(0);
            if *count != expected {
                found.push(format!("{count} {word}, expected {expected}"));
            }
        }
        let Some(refused) = self.expected.get("refused").and_then(Value::as_array) else {
            return found;
        };
        let places = |list: &[Value]| {
            list.iter()
                .map(|one| one["line"].clone())
                .collect::<Vec<_>>()
        };
        if places(refused) != places(&run.refused) {
            found.push(format!("lines {:?} are refused", places(&run.refused)));
        }
        for (expected, refused) in refused.iter().zip(&run.refused) {
            let reason = refused["reason"].as_str().unwrap();
            if !reason.contains(expected["reason"].as_str().unwrap()) {
                found.push(format!(
                    "line {} is refused because {reason}",
                    refused["line"]
                ));
            }
        }
        found
    }

    fn differences_of_customers(&self, customers: &[Value]) -> Vec<String> {
        let expected = self.expected["customers"].as_array().unwrap();
        let mut found = Vec::new();
        if expected.len() != customers.len() {
            found.push(format!(
                "{} customers, expected {}",
                customers.len(),
                expected.len()
            ));
        }
        for (expected, customer) in expected.iter().zip(customers) {
            for (field, value) in expected.as_object().unwrap() {
                // `null` stands for a field that is absent.
                let shown = customer.get(field).unwrap_or(&Value::Null);
                if shown != value {
                    found.push(format!(
                        "{} has `{field}` {shown}, expected {value}",
                        customer["id"]
                    ));
                }
            }
        }
        found
    }
}

/// What became of all inputs of a case.
#[derive(Default)]
struct Run {
    exit: Option<i32>,
    report: BTreeMap<String, u64>,
    refused: Vec<Value>,
}

impl Run {
    fn count(&self, word: &str) -> u64 {
        self.report.get(word).copied().unwrap_or_default()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn every_folder_of_fixtures_gives_the_directory_that_it_expects() {
    let mut folders: Vec<PathBuf> = files(Path::new(CASES))
        .into_iter()
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(
        folders.len() >= 14,
        "only {} cases were found",
        folders.len()
    );
    let differences: Vec<String> = folders
        .iter()
        .flat_map(|folder| Case::read(folder).differences())
        .collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
