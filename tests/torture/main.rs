//! `cargo test --release --test torture -- --full`: every promise of the README held to the test as
//! often as it says, and a table of what came of it. `--minutes 30` stops after about so long; a
//! promise with fewer trials than wanted is then marked, and the run fails.
//!
//! Without arguments, as `cargo test` starts it, it takes seconds: enough to notice a breach that a
//! change has made. `--seed` has a failure again, a part of a promise's name chooses it. What a long
//! run finds is added to `target/torture/results.jsonl` as it is found.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a trial needs and is not there should stop the run"
)]

mod chance;
mod cores;
mod hostile;
mod journal;
mod model;
mod options;
mod power;
mod program;
mod promises;
mod scene;
mod stopped;
mod suites;
mod table;
mod trials;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser as _;

use journal::Journal;
use options::{Form, Options};
use promises::{PROMISES, Promise};
use table::Row;
use trials::Budget;

fn main() -> ExitCode {
    let options = Options::parse();
    let chosen: Vec<&Promise> = PROMISES
        .iter()
        .filter(|promise| options.chooses(promise.name))
        .collect();
    if options.list {
        table::print(&table::list(&chosen));
        return ExitCode::SUCCESS;
    }
    let form = options.form();
    let journal = match form {
        Form::Short => Journal::none(options.seed),
        Form::Within(_) | Form::Full => Journal::open(options.seed).unwrap(),
    };
    let started = Instant::now();
    let mut weights: u32 = chosen.iter().map(|promise| promise.weight).sum();
    let mut rows = Vec::new();
    for promise in &chosen {
        let most = match form {
            Form::Short => promise.short,
            Form::Within(_) | Form::Full => promise.long,
        };
        let longest = match form {
            Form::Short => Some(options::LONGEST_SHORT_FORM),
            // What a promise does not need is there for those that follow.
            Form::Within(whole) => {
                Some(whole.saturating_sub(started.elapsed()) * promise.weight / weights)
            }
            Form::Full => None,
        };
        weights -= promise.weight;
        rows.push(hold(promise, most, longest, options.threads(), &journal));
    }
    let is_long = form != Form::Short;
    table::print(&table::text(&rows, options.seed, is_long));
    let is_short = is_long && chosen.len() == PROMISES.len() && rows.iter().any(Row::is_short);
    if rows.iter().all(Row::is_kept) && !is_short {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Holds a promise to the test so often, or for so long.
fn hold(
    promise: &Promise,
    most: u64,
    longest: Option<Duration>,
    threads: usize,
    journal: &Journal,
) -> Row {
    let started = Instant::now();
    let journal = journal.about(promise.name);
    let bar = table::bar(promise.name, most);
    let deadline = longest.map(|longest| started + longest);
    let budget = Budget::new(most, deadline, threads, &bar, &journal);
    let trials = (promise.run)(&budget, journal.seed());
    bar.finish_and_clear();
    let row = Row {
        name: promise.name,
        wanted: trials.wanted.unwrap_or(most),
        trials,
        took: started.elapsed(),
    };
    journal.ended(&row);
    row
}
