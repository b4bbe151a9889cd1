//! How customers divide: everybody, and those whom a filter means, in the store.

use std::time::{Duration, Instant};

use anyhow::Result;
use customer_directory::domain::access::Operator;
use customer_directory::domain::label::Channel;
use customer_directory::domain::search::{Dimension, Filter, SummaryQuery};
use customer_directory::service::Directory;

use crate::bench::Bench;
use crate::figures::{Aim, Bound, Figure};
use crate::report::Report;
use crate::samples::Samples;
use crate::subjects;

/// How often a question is asked.
const TIMES: u32 = 20;

/// Measures both.
pub(super) fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let directory = subjects::open(&bench.directory()?)?;
    let everybody = measure(&directory, Filter::default())?;
    report.add(
        Figure::time("summary.all", "summary of everybody, p50", everybody)
            .aims(Aim::Seen(Bound::Most(0.05)))
            .grows(Bound::Most(12.0)),
    );
    let by_email = Filter {
        channel: Some(Channel::parse("email")?),
        ..Filter::default()
    };
    let some = measure(&directory, by_email)?;
    report.add(Figure::time(
        "summary.channel",
        "summary of a channel, p50",
        some,
    ));
    Ok(())
}

fn measure(directory: &Directory, filter: Filter) -> Result<Duration> {
    let query = SummaryQuery {
        search: None,
        filter,
        by: vec![
            Dimension::Tag,
            Dimension::Channel,
            Dimension::Company,
            Dimension::FirstSeenMonth,
            Dimension::FieldKey,
        ],
        top: 10,
    };
    let mut samples = Samples::default();
    for _ in 0..TIMES {
        let started = Instant::now();
        std::hint::black_box(directory.summarize_customers(Operator.reader(), &query)?);
        samples.add(started.elapsed());
    }
    Ok(samples.median())
}
