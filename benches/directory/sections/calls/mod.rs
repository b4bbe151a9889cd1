//! Round trips over stdio: the real server beside one that answers with constants of the same size.

mod round_trips;
mod start;

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::bench::Bench;
use crate::conversation::{Call, Conversation};
use crate::figures::{Aim, Bound, Figure, Unit};
use crate::placement::OneCore;
use crate::report::Report;
use crate::samples::Samples;
use crate::subjects::{self, Mixture, Subject};
use crate::{memory, program, progress};

/// Calls after which a server's memory is looked at.
const MIXED: u64 = 10_000;

/// Measures two kinds of calls, starts, and memory.
pub(super) fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let database = bench.directory()?;
    let directory = subjects::open(&database)?;
    let subjects = subjects::choose(&directory, bench.population.customers)?;
    drop(directory);
    let (gets, lists) = (gets(&subjects), [Call::new("list_customers", json!({}))]);
    let answers = bench.file("echo.json");
    round_trips::write_answers(&database, [&gets, &lists], &answers)?;

    let kinds = [
        (
            [
                "calls.get_customer.p50",
                "calls.get_customer.p99",
                "calls.get_customer.placed",
            ],
            "get_customer",
            &gets[..],
            3.0,
        ),
        (
            [
                "calls.list_customers.p50",
                "calls.list_customers.p99",
                "calls.list_customers.placed",
            ],
            "default page",
            &lists[..],
            4.0,
        ),
    ];
    for ([p50, p99, placed], what, calls, most) in kinds {
        let one_core = OneCore::enter();
        let (mut seen, mut floor) = round_trips::time(&database, &answers, calls)?;
        drop(one_core);
        report.add(
            Figure::time(
                p50,
                format!("{what} round trip on one core, p50"),
                seen.median(),
            )
            .above(floor.median())
            .aims(Aim::Ratio(Bound::Most(most))),
        );
        report.add(
            Figure::time(
                p99,
                format!("{what} round trip on one core, p99"),
                seen.percentile(99),
            )
            .above(floor.percentile(99)),
        );
        let (mut seen, mut floor) = round_trips::time(&database, &answers, calls)?;
        report.add(
            Figure::time(
                placed,
                format!("{what} round trip where the system places both, p50"),
                seen.median(),
            )
            .above(floor.median()),
        );
    }
    start::run(&database, &answers, report)?;
    let (resident, mut times) = mixed(&database, &subjects)?;
    report.add(Figure::time(
        "calls.mixed.p99",
        "10,000 mixed calls, p99",
        times.percentile(99),
    ));
    if let Some(resident) = resident {
        let what = "resident memory after them";
        report.add(
            Figure::count("calls.resident", what, Unit::Bytes, resident)
                .aims(Aim::Seen(Bound::Most(30e6))),
        );
    }
    Ok(())
}

/// Everybody by id.
fn gets(subjects: &[Subject]) -> Vec<Call> {
    subjects
        .iter()
        .map(|subject| Call::new("get_customer", json!({ "customer": subject.id })))
        .collect()
}

/// Asks all sorts of questions, and answers what memory the server has after them.
fn mixed(database: &Path, subjects: &[Subject]) -> Result<(Option<u64>, Samples)> {
    let progress = progress::bar("mixed calls", MIXED);
    let mut server = Conversation::open(program::command(database, &["mcp"]))?;
    let mut mixture = Mixture::new(subjects, 0);
    let mut times = Samples::default();
    for _ in 0..MIXED {
        times.add(server.call(&mixture.draw())?);
        progress.inc(1);
    }
    let resident = memory::resident(server.process());
    server.close()?;
    progress.finish_and_clear();
    Ok((resident, times))
}
