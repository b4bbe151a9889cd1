//! The file is damaged. Nothing crashes or hangs, and a check finds what is served otherwise than it was
//! written.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::differing;
use crate::chance::Chance;
use crate::cores;
use crate::program::{Folder, said};
use crate::scene;
use crate::trials::{Budget, Trials};

/// How long a command may take before it counts as one that hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// The exit code of a panic.
const PANIC: i32 = 101;

const QUESTIONS: [&[&str]; 3] = [
    &["list", "--limit", "100", "--full", "--json"],
    &["get", "cus_3", "--json"],
    &["feedback", "--limit", "100", "--json"],
];

pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let whole = Folder::new();
    drop(scene::populated(&whole.database(), 40));
    let bytes = std::fs::read(whole.database()).unwrap();
    let right: Vec<Vec<u8>> = QUESTIONS
        .iter()
        .map(|question| whole.command(question).output().unwrap().stdout)
        .collect();
    let mut chance = Chance::new(seed);
    let (refused, wrong) = (AtomicU64::new(0), AtomicU64::new(0));
    let unnoticed = Mutex::new(BTreeMap::new());
    let files = std::iter::repeat_with(|| damaged(&bytes, &mut chance));
    let mut trials = cores::try_all(budget, files, |(damaged, what)| {
        let folder = Folder::new();
        write_private(&folder.database(), &damaged);
        let about = |error: &str| format!("seed {seed}: {what}: {error}");
        let mut serves_wrong_rows = false;
        for (question, right) in QUESTIONS.iter().zip(&right) {
            let output = answer(&folder, question).map_err(|error| about(&error))?;
            if output.status.success() {
                serves_wrong_rows |= output.stdout != *right;
            } else {
                refused.fetch_add(1, Ordering::Relaxed);
            }
        }
        if !serves_wrong_rows {
            return Ok(());
        }
        wrong.fetch_add(1, Ordering::Relaxed);
        if is_reported(&folder) {
            return Ok(());
        }
        let cells = differing::cells(&whole.database(), &folder.database());
        let mut unnoticed = unnoticed.lock().unwrap_or_else(PoisonError::into_inner);
        *unnoticed.entry(cells.clone()).or_insert(0) += 1;
        Err(about(&format!(
            "other rows are served, and `check` passes: {cells}"
        )))
    });
    let columns: Vec<String> = unnoticed
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .into_iter()
        .map(|(cells, files)| format!("{cells} {files}"))
        .collect();
    trials.note = format!(
        "{} questions refused, {} files with other rows; `check` passes {}{}",
        refused.into_inner(),
        wrong.into_inner(),
        trials.failed,
        if columns.is_empty() {
            String::new()
        } else {
            format!(": {}", columns.join("; "))
        }
    );
    trials
}

/// Whether the check of the file finds the damage.
fn is_reported(folder: &Folder) -> bool {
    !folder
        .command(&["check"])
        .output()
        .unwrap()
        .status
        .success()
}

/// The answer of a command that neither crashed nor hung.
fn answer(folder: &Folder, arguments: &[&str]) -> Result<Output, String> {
    let mut child = folder.command(arguments).spawn().unwrap();
    let output = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut output = output;
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut output, &mut bytes).map(|_| bytes)
    });
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err("it hangs".to_owned());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut output = child.wait_with_output().unwrap();
    output.stdout = reader.join().unwrap().unwrap();
    match output.status.code() {
        Some(code) if code != PANIC => Ok(output),
        Some(_) | None => Err(said(&output)),
    }
}

/// A copy with a flipped bit, a page of zeros or of noise, two pages exchanged, or an end cut off.
fn damaged(bytes: &[u8], chance: &mut Chance) -> (Vec<u8>, String) {
    const PAGE: usize = 4_096;
    let mut damaged = bytes.to_vec();
    let pages = bytes.len() / PAGE;
    let (one, other) = (chance.below(pages) * PAGE, chance.below(pages) * PAGE);
    let what = match chance.below(8) {
        0 => {
            damaged.truncate(chance.below(bytes.len()));
            format!("cut off at {}", damaged.len())
        }
        1 => {
            damaged[one..one + PAGE].fill(0);
            format!("zeros at {one}")
        }
        2 => {
            damaged[one..one + PAGE].fill_with(|| u8::try_from(chance.next() % 256).unwrap_or(0));
            format!("noise at {one}")
        }
        3 => {
            damaged.copy_within(one..one + PAGE, other);
            format!("page at {one} also at {other}")
        }
        _ => {
            let flips = 1 + chance.below(6);
            let places: Vec<usize> = (0..flips).map(|_| chance.below(bytes.len())).collect();
            for place in &places {
                damaged[*place] ^= 1 << chance.below(8);
            }
            format!("bits flipped at {places:?}")
        }
    };
    (damaged, what)
}

fn write_private(path: &Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::write(path, bytes).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
