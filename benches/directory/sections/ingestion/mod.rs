//! The real `ingest` of all events into an empty file, beside plain inserts of the same rows.

mod floor;
mod table;

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::bench::Bench;
use crate::figures::{Aim, Bound, Figure, Unit, float};
use crate::report::Report;
use floor::Indexes;

/// Makes the directory, which is kept, and copies its rows.
pub(super) fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let ingestion = bench.make_directory()?;
    let directory = bench.directory()?;
    let floor = inserted(bench, &directory, Indexes::First)?;
    let stricter = inserted(bench, &directory, Indexes::Last)?;

    let events = ingestion.report.read;
    report.add(
        Figure::rate(
            "ingestion.rate",
            "ingestion, events",
            events,
            ingestion.time,
        )
        .aims(Aim::Seen(Bound::Least(40_000.0)))
        .grows(Bound::Least(0.5)),
    );
    report.add(
        Figure::rate(
            "ingestion.floor",
            "ingestion beside plain inserts of the same rows",
            events,
            ingestion.time,
        )
        .beside(events, floor)
        .aims(Aim::Ratio(Bound::Least(0.5))),
    );
    report.add(
        Figure::rate(
            "ingestion.stricter_floor",
            "the same beside inserts with the indexes made last",
            events,
            ingestion.time,
        )
        .beside(events, stricter),
    );
    if let Some(peak) = ingestion.peak {
        report.add(
            Figure::count(
                "ingestion.peak",
                "ingestion, peak memory",
                Unit::Bytes,
                peak,
            )
            .aims(Aim::Seen(Bound::Most(300e6))),
        );
    }
    let bytes = float(directory.metadata()?.len()) / float(bench.population.customers);
    report.add(
        Figure::new("file.bytes", "file, for each customer", Unit::Bytes, bytes)
            .aims(Aim::Seen(Bound::Most(1_200.0))),
    );
    Ok(())
}

/// How long it takes to insert the rows of the directory into an empty file.
fn inserted(bench: &Bench, directory: &Path, indexes: Indexes) -> Result<Duration> {
    let target = bench.new_database("floor.db")?;
    let time = floor::copy(directory, &target, indexes)?;
    bench.remove("floor.db")?;
    Ok(time)
}
