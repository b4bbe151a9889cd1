//! `cargo test --release --test torture -- --minutes 30`: every promise of the README held to the
//! test for as long as that, and a table of what came of it.
//!
//! Without arguments, as `cargo test` starts it, it takes seconds: enough to notice a breach that a
//! change has made. `--seed` has a failure again, a part of a promise's name chooses it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a trial needs and is not there should stop the run"
)]

mod chance;
mod hostile;
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
use std::time::Instant;

use clap::Parser as _;

use options::Options;
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
    let weights: u32 = chosen.iter().map(|promise| promise.weight).sum();
    let mut rows = Vec::new();
    for promise in chosen {
        let started = Instant::now();
        let (most, longest) = match options.duration() {
            Some(whole) => (promise.long, whole * promise.weight / weights),
            None => (promise.short, options::LONGEST_SHORT_FORM),
        };
        let budget = Budget::until(most, started + longest);
        let bar = table::bar(promise.name, most);
        let trials = (promise.run)(&budget.shown_by(&bar), options.seed);
        bar.finish_and_clear();
        rows.push(Row {
            name: promise.name,
            wanted: most,
            trials,
            took: started.elapsed(),
        });
    }
    table::print(&table::text(&rows, options.seed));
    if rows.iter().all(Row::is_kept) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
