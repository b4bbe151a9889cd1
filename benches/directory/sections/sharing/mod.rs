//! Eight reading and two writing processes on one file: no errors, and reading stays quick.

mod reading;
mod writing;

use std::fs;
use std::path::Path;
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::bench::{self, Bench};
use crate::figures::{Aim, Bound, Figure, Unit};
use crate::population::Population;
use crate::progress;
use crate::report::Report;
use crate::subjects::{self, Subject};
use reading::Reading;

const READERS: u64 = 8;
const WRITERS: u64 = 2;

/// How often each process is given something to do. On two cores eight readers without a pause
/// would measure how they wait for a core; people and assistants pause.
const PACE: Duration = Duration::from_millis(20);

/// Errors that are shown.
const SHOWN: usize = 5;

/// Measures on a copy, which is thrown away.
pub(super) fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let directory = bench.directory()?;
    bench::ensure_settled(&directory)?;
    let copy = bench.new_database("sharing.db")?;
    fs::copy(&directory, &copy)?;
    let outcome = measure(bench, &copy, report);
    bench.remove("sharing.db")?;
    outcome
}

fn measure(bench: &Bench, database: &Path, report: &mut Report) -> Result<()> {
    let directory = subjects::open(database)?;
    let subjects = subjects::choose(&directory, bench.population.customers)?;
    drop(directory);
    let whole = Duration::from_secs(bench.seconds);
    let progress = progress::spinner("one reader alone");
    let mut alone = reading::run(database, &subjects, 1, whole / 4)?;
    progress.set_message("eight readers, two writers");
    let (mut together, written) = share(&bench.population, database, &subjects, whole);
    progress.finish_and_clear();

    let calls = together.times.len();
    let what = format!("reader's p99 beside {READERS} readers and {WRITERS} writers; floor: alone");
    report.add(
        Figure::time("sharing.p99", what, together.times.percentile(99))
            .above(alone.times.percentile(99))
            .aims(Aim::Ratio(Bound::Most(5.0))),
    );
    let (seen, floor) = (together.times.median(), alone.times.median());
    let what = "reader's p50 beside them; floor: alone";
    report.add(Figure::time("sharing.p50", what, seen).above(floor));
    let errors = [alone.errors, together.errors].concat();
    let what = format!(
        "errors in {calls} calls and {written} events of {} s",
        bench.seconds
    );
    let count = Figure::count("sharing.errors", what, Unit::Count, errors.len() as u64);
    report.add(count.aims(Aim::Seen(Bound::Most(0.0))));
    if !errors.is_empty() {
        report.list(
            "the first errors of sharing",
            errors.into_iter().take(SHOWN),
        );
    }
    Ok(())
}

/// Reads and writes at once, and answers what the readers saw and how many events were taken in.
fn share(
    population: &Population,
    database: &Path,
    subjects: &[Subject],
    time: Duration,
) -> (Reading, u64) {
    let until = Instant::now() + time;
    thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|reader| scope.spawn(move || reading::run(database, subjects, 2 + reader, time)))
            .collect();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || writing::run(population, database, writer, until)))
            .collect();
        let (mut all, mut written) = (Reading::default(), 0);
        for reader in readers {
            match outcome(reader) {
                Ok(reading) => {
                    all.times.extend(reading.times);
                    all.errors.extend(reading.errors);
                }
                Err(error) => all.errors.push(format!("{error:#}")),
            }
        }
        for writer in writers {
            match outcome(writer) {
                Ok(count) => written += count,
                Err(error) => all.errors.push(format!("{error:#}")),
            }
        }
        (all, written)
    })
}

fn outcome<T>(process: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    process
        .join()
        .unwrap_or_else(|_panic| Err(anyhow!("a thread of the bench broke down")))
}

/// Waits until it is time for the next turn; a turn that is late is not made up for.
fn pause(turn_began: Instant) {
    thread::sleep(PACE.saturating_sub(turn_began.elapsed()));
}
