//! Many combinations of search, filter, sort, order and depth, in the store, beside the same page
//! read straight from an index.

mod combination;
mod floor;
mod material;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use customer_directory::domain::access::Operator;
use customer_directory::domain::search::CustomerQuery;
use customer_directory::service::Directory;

use crate::bench::Bench;
use crate::figures::{Aim, Bound, Figure, Unit};
use crate::notation::amount;
use crate::report::Report;
use crate::samples::Samples;
use crate::{progress, subjects};
use combination::Combination;

/// How long a combination is repeated, and how often at least and at most.
const PATIENCE: Duration = Duration::from_millis(150);
const FEWEST: u32 = 30;
const MOST: u32 = 500;

/// One that takes longer is repeated less often.
const SLOW: Duration = Duration::from_millis(50);
const FEWEST_SLOW: u32 = 5;

/// Rows that are read at a time on the way to a deep page.
const STRIDE: usize = 100;

/// What is aimed for, in times of the floor.
const MOST_FLOORS: f64 = 30.0;

/// Combinations that are named in the report.
const NAMED: usize = 10;

/// A combination that was measured.
struct Measured {
    name: String,
    /// How long it took the first time, when only what others had asked for was in memory.
    first: Duration,
    median: Duration,
    p99: Duration,
}

/// Measures every combination.
pub(super) fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let database = bench.directory()?;
    let directory = subjects::open(&database)?;
    let subjects = subjects::choose(&directory, bench.population.customers)?;
    let combinations = combination::all(&bench.population, &subjects, &directory)?;
    let floor = floor::Floor::open(&database)?;
    // Half before and half after, so that the floor sees the same machine.
    let mut least = floor.measure()?;
    let bar = progress::bar("searching", combinations.len() as u64);
    let (mut measured, mut failures) = (Vec::new(), Vec::new());
    for combination in &combinations {
        match measure(&directory, combination) {
            Ok(one) => measured.extend(one),
            Err(error) => failures.push(format!("{}: {error:#}", combination.name)),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    least.extend(floor.measure()?);
    add(report, measured, least)?;
    ensure!(
        failures.is_empty(),
        "{} combinations fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
    Ok(())
}

fn add(report: &mut Report, mut measured: Vec<Measured>, mut floor: Samples) -> Result<()> {
    let count = measured.len();
    let (mut medians, mut firsts) = (Samples::default(), Samples::default());
    for one in &measured {
        medians.add(one.median);
        firsts.add(one.first);
    }
    measured.sort_by_key(|one| std::cmp::Reverse(one.p99));
    let worst = measured.first().context("nothing was searched")?.p99;
    report.add(
        Figure::time(
            "search.p99",
            format!("search, worst p99 of {count} combinations"),
            worst,
        )
        .above(floor.percentile(99))
        .aims(Aim::Ratio(Bound::Most(MOST_FLOORS)))
        .grows(Bound::Most(4.0)),
    );
    report.add(
        Figure::time("search.p50", "search, median p50 of them", medians.median())
            .above(floor.median()),
    );
    for (key, name, time) in [
        (
            "search.first_p99",
            "search, each for the first time, p99",
            firsts.percentile(99),
        ),
        (
            "search.first_p50",
            "search, each for the first time, p50",
            firsts.median(),
        ),
    ] {
        report.add(Figure::time(key, name, time));
    }
    let most = floor.percentile(99).mul_f64(MOST_FLOORS);
    let over = measured.iter().filter(|one| one.p99 > most).count();
    let time = |time: Duration| amount(Unit::Seconds, time.as_secs_f64());
    let slowest = measured.into_iter().take(NAMED);
    report.list(
        &format!("searches over the target: {over} of {count}; the slowest, p99 and p50"),
        slowest.map(|one| {
            let (p99, median) = (time(one.p99), time(one.median));
            format!("{p99:>8}  {median:>8}  {}", one.name)
        }),
    );
    Ok(())
}

/// Repeats a combination; `None` where it has no page of that depth.
fn measure(directory: &Directory, combination: &Combination) -> Result<Option<Measured>> {
    let query = combination.question.query()?;
    let Some(query) = at_page(directory, query, combination.page)? else {
        return Ok(None);
    };
    let ask = || -> Result<Duration> {
        let started = Instant::now();
        let page = directory.list_customers(Operator.reader(), &query)?;
        let time = started.elapsed();
        std::hint::black_box(page);
        Ok(time)
    };
    let first = ask()?;
    let warm = ask()?;
    let times = if warm > SLOW {
        FEWEST_SLOW
    } else {
        let fitting = PATIENCE.div_duration_f64(warm.max(Duration::from_micros(1)));
        (FEWEST..MOST)
            .find(|&times| f64::from(times) >= fitting)
            .unwrap_or(MOST)
    };
    let mut samples = Samples::default();
    for _ in 0..times {
        samples.add(ask()?);
    }
    Ok(Some(Measured {
        name: combination.name.clone(),
        first,
        median: samples.median(),
        p99: samples.percentile(99),
    }))
}

/// The question for one of its pages; `None` where there is no such page.
fn at_page(
    directory: &Directory,
    query: CustomerQuery,
    page: usize,
) -> Result<Option<CustomerQuery>> {
    let limit = query.limit;
    let mut query = query;
    let mut left = (page - 1) * limit;
    while left > 0 {
        query.limit = left.min(STRIDE);
        let page = directory.list_customers(Operator.reader(), &query)?;
        left -= page.customers.len().min(left);
        let Some(last) = page.customers.last().filter(|_| page.has_more) else {
            return Ok(None);
        };
        query.after = Some(last.position.clone());
    }
    query.limit = limit;
    Ok(Some(query))
}
