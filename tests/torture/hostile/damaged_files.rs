//! Files with bytes that are wrong, or of an older version and wrong: opened, they are served,
//! repaired or refused in a sentence. No program ends by a signal or a panic.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{import_lines, watch};
use crate::chance::Chance;
use crate::trials::{Budget, Trials};

/// Damage to a file: how it is done, where, and how much.
#[derive(Debug, Clone, Copy)]
struct Damage {
    kind: usize,
    place: usize,
    length: usize,
    byte: u8,
}

/// What is asked of a damaged file.
const ASKED: &[&[&str]] = &[
    &["list", "--json", "--full", "--limit", "100"],
    &["summary", "--json"],
    &["feedback", "--json", "--search", "export"],
    &["duplicates", "--json"],
    &[
        "create",
        "--name",
        "Jane Holloway",
        "--email",
        "jane.h@home.org",
    ],
];

/// Damages a whole file in many ways. Each is a trial.
pub(crate) fn run(budget: Budget, seed: u64) -> Trials {
    let draw = |chance: &mut Chance| Damage {
        kind: chance.below(6),
        // Most of what a file is known by stands at its beginning.
        place: if chance.one_in(3) {
            chance.below(200)
        } else {
            chance.below(usize::MAX)
        },
        length: 1 + chance.below(600),
        byte: u8::try_from(chance.below(256)).unwrap_or(0),
    };
    match whole() {
        Ok((folder, whole)) => watch::run(budget, seed, draw, move |damage| {
            attempt(folder.path(), &whole, *damage)
        }),
        Err(failure) => {
            let mut trials = Trials::default();
            trials.count(Err(failure));
            trials
        }
    }
}

fn whole() -> Result<(TempDir, Vec<u8>), String> {
    let failed = |error: std::io::Error| error.to_string();
    let folder = TempDir::new().map_err(failed)?;
    let samples = folder.path().join("samples.jsonl");
    std::fs::write(&samples, import_lines::SAMPLES).map_err(failed)?;
    let file = samples.to_string_lossy().into_owned();
    run_program(folder.path(), &["ingest", &file])?;
    let whole = std::fs::read(folder.path().join("customers.db")).map_err(failed)?;
    Ok((folder, whole))
}

/// Runs a command, which must end by itself: with an answer, or with a sentence.
fn run_program(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_customer-directory"))
        .arg("--db")
        .arg(folder.join("customers.db"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => Ok(()),
        Some(1) if told.starts_with("customer-directory: ") => Ok(()),
        code => Err(format!("{arguments:?} ended with {code:?}: {told}")),
    }
}

fn attempt(folder: &Path, whole: &[u8], damage: Damage) -> Result<(), String> {
    let mut bytes = whole.to_vec();
    let place = damage.place % bytes.len();
    let end = (place + damage.length).min(bytes.len());
    match damage.kind {
        0 => bytes[place] = damage.byte,
        1 => bytes[place..end].fill(damage.byte),
        2 => bytes[place..end].reverse(),
        3 => bytes.truncate(place),
        4 => {
            // A page is another one.
            let (from, to) = (place / 4096 * 4096, (place / 7) / 4096 * 4096);
            let length = 4096.min(bytes.len() - from.max(to));
            bytes.copy_within(from..from + length, to);
        }
        // The version of the schema is an older one.
        _ => {
            if let Some(version) = bytes.get_mut(63) {
                *version = damage.byte % 4;
            }
        }
    }
    for rest in ["customers.db-wal", "customers.db-shm"] {
        // There need not be one.
        drop(std::fs::remove_file(folder.join(rest)));
    }
    let file = folder.join("customers.db");
    std::fs::write(file, bytes).map_err(|error| error.to_string())?;
    ASKED
        .iter()
        .try_for_each(|arguments| run_program(folder, arguments))
}
