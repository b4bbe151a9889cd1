//! `cargo bench`: every figure of the customer directory beside its floor in the same run.
//!
//! It makes up a company's feedback from a seed, lets the real program take it in, keeps both in
//! `target/bench`, and measures the real program and the library on them. `cargo bench -- --help`
//! says what can be chosen.

#![expect(
    clippy::indexing_slicing,
    reason = "a place that is not there should stop the run: nobody waits for an answer"
)]

mod bench;
mod comparison;
mod conversation;
mod echo;
mod figures;
mod imprint;
mod memory;
mod notation;
mod options;
mod placement;
mod population;
mod program;
mod progress;
mod random;
mod report;
mod samples;
mod sections;
mod subjects;

use std::io::Write as _;

use anyhow::{Result, bail};
use clap::Parser as _;

use bench::Bench;
use comparison::Earlier;
use options::Options;
use report::Report;

/// As in the real program, so that no floor is lower than it could be.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let options = Options::parse();
    if let Some(answers) = &options.echo {
        return echo::serve(answers);
    }
    if !options.bench {
        // `cargo test --benches` starts it too, and wants no figures.
        return Ok(());
    }
    // Before anything is measured: a file that cannot be read must not cost a run its results.
    let earlier = options.compare.as_deref().map(Earlier::read).transpose()?;
    let bench = Bench::new(&options)?;
    let mut report = Report::default();
    let mut failures = Vec::new();
    for section in &sections::ALL {
        let is_chosen = options.only.is_empty() || options.only.iter().any(|it| it == section.name);
        // What the others find is worth showing whatever becomes of one.
        if is_chosen && let Err(error) = (section.run)(&bench, &mut report) {
            failures.push(format!("{}: {error:#}", section.name));
        }
    }
    if let Err(error) = show(
        &options,
        &bench,
        &report,
        earlier.as_ref(),
        failures.is_empty(),
    ) {
        failures.push(format!("results: {error:#}"));
    }
    if !failures.is_empty() {
        bail!("{}", failures.join("\n"));
    }
    Ok(())
}

fn show(
    options: &Options,
    bench: &Bench,
    report: &Report,
    earlier: Option<&Earlier>,
    is_whole: bool,
) -> Result<()> {
    let mut text = report.to_text(bench.size);
    if let Some(earlier) = earlier {
        text += "\n";
        text += &comparison::to_text(report, bench.size, earlier);
    }
    std::io::stdout().write_all(text.as_bytes())?;
    let results = bench.file(&format!("results-{}.json", bench.size));
    // What ran in part must not take the place of a whole run.
    let default = (is_whole && options.only.is_empty()).then_some(&results);
    if let Some(file) = options.json.as_ref().or(default) {
        report.write(file, bench.size)?;
    }
    Ok(())
}
