//! Backups, restorations, imports and migrations of real files by the real program, killed at any of the
//! system's calls, or with one that fails or finds no room.

use std::thread;
use std::time::Duration;

use crate::chance::Chance;
use crate::cores;
use crate::stopped::traced::{Moment, is_there, moments, run};
use crate::stopped::{Case, End, backup, import, migration, restore};
use crate::trials::{Budget, Trials};

/// The longest that a command lives where only the clock can stop it, in microseconds.
const LONGEST_LIFE: usize = 120_000;

pub(crate) fn restorations(budget: &Budget, seed: u64) -> Trials {
    try_all(&[restore::case()], budget, seed)
}

pub(crate) fn backups(budget: &Budget, seed: u64) -> Trials {
    try_all(&[backup::case()], budget, seed)
}

pub(crate) fn imports(budget: &Budget, seed: u64) -> Trials {
    try_all(
        &[import::into_nothing(), import::into_empty()],
        budget,
        seed,
    )
}

pub(crate) fn migrations(budget: &Budget, seed: u64) -> Trials {
    try_all(&[migration::case()], budget, seed)
}

fn try_all(cases: &[Case], budget: &Budget, seed: u64) -> Trials {
    let mut chance = Chance::new(seed);
    let mut trials = Trials::default();
    if !is_there() {
        "strace is not installed: stopped by the clock only".clone_into(&mut trials.note);
        while budget.has_more_after(trials.trials) {
            let (case, life) = (
                &cases[chance.below(cases.len())],
                chance.below(LONGEST_LIFE),
            );
            let outcome = stop_after(
                case,
                Duration::from_micros(u64::try_from(life).unwrap_or(0)),
            );
            let outcome =
                outcome.map_err(|error| format!("{} after {life} µs: {error}", case.name));
            budget.count(&mut trials, outcome);
        }
        return trials;
    }
    let of_case = |case| {
        moments(case)
            .into_values()
            .map(move |moments| (case, moments))
    };
    let mut kinds: Vec<(&Case, Vec<Moment>)> = cases.iter().flat_map(of_case).collect();
    let all: usize = kinds.iter().map(|(_, moments)| moments.len()).sum();
    let chosen = std::iter::from_fn(move || {
        if kinds.is_empty() {
            return None;
        }
        // Calls that are few, such as those that give names, come as soon as those that are many.
        let kind = chance.below(kinds.len());
        let (case, moments) = &mut kinds[kind];
        let chosen = (*case, moments.swap_remove(chance.below(moments.len())));
        kinds.retain(|(_, moments)| !moments.is_empty());
        Some(chosen)
    });
    let tried = cores::try_all(budget, chosen, |(case, moment)| stop_at(case, &moment));
    Trials {
        wanted: u64::try_from(all).ok().map(|all| all.min(budget.most())),
        note: format!("{all} moments"),
        ..tried
    }
}

fn stop_at(case: &Case, moment: &Moment) -> Result<(), String> {
    let folder = case.folder();
    let output = run(&folder, case, Some(moment));
    let outcome = End::of(&output).and_then(|end| (case.hold)(&folder, end));
    outcome.map_err(|error| {
        let stderr = String::from_utf8_lossy(&output.stderr);
        format!(
            "{} at {moment:?}: {error} ({})",
            case.name,
            stderr.trim_end()
        )
    })
}

fn stop_after(case: &Case, life: Duration) -> Result<(), String> {
    let folder = case.folder();
    let mut child = folder.command(case.arguments).spawn().unwrap();
    thread::sleep(life);
    // It may have ended already.
    drop(child.kill());
    let output = child.wait_with_output().unwrap();
    (case.hold)(&folder, End::of(&output)?)
}
