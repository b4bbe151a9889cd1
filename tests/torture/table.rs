//! What came of a run, as a person reads it.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use comfy_table::{CellAlignment, Table, presets};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::promises::Promise;
use super::trials::Trials;

/// What came of a promise.
pub(crate) struct Row {
    /// The promise.
    pub(crate) name: &'static str,
    /// How many trials were wanted.
    pub(crate) wanted: u64,
    /// What came of them.
    pub(crate) trials: Trials,
    /// How long they took.
    pub(crate) took: Duration,
}

impl Row {
    /// Whether there were fewer trials than wanted.
    pub(crate) fn is_short(&self) -> bool {
        self.trials.trials < self.wanted
    }

    /// Whether there were trials, and none failed.
    pub(crate) fn is_kept(&self) -> bool {
        self.trials.trials > 0 && self.trials.failed == 0
    }
}

/// A bar on stderr; nothing where nobody looks.
pub(crate) fn bar(name: &'static str, trials: u64) -> ProgressBar {
    let bar = ProgressBar::new(trials);
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{msg:44} {bar:24.cyan/dim} {pos}/{len}  {elapsed}")
        .unwrap_or_else(|_invalid| ProgressStyle::default_bar());
    let bar = bar.with_style(style).with_message(name);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The promises and how many trials they have, as `--list` prints them.
pub(crate) fn list(promises: &[&Promise]) -> String {
    let mut text = String::new();
    for promise in promises {
        // The ending by which programs know the lists of test programs.
        let _infallible = writeln!(text, "{}: test", promise.name);
    }
    text
}

/// The table, the first failure of each promise, and the line of sums. In a long run promises with
/// fewer trials than wanted are marked.
pub(crate) fn text(rows: &[Row], seed: u64, is_long: bool) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["promise", "trials", "wanted", "", "lost or failed", "s", ""]);
    for row in rows {
        let mark = if is_long && row.is_short() {
            "short"
        } else {
            ""
        };
        table.add_row([
            row.name.to_owned(),
            row.trials.trials.to_string(),
            row.wanted.to_string(),
            mark.to_owned(),
            row.trials.failed.to_string(),
            format!("{:.1}", row.took.as_secs_f64()),
            row.trials.note.clone(),
        ]);
    }
    for column in table.column_iter_mut().skip(1).take(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!("\n{table}\n");
    for row in rows.iter().filter(|row| !row.is_kept()) {
        let failure = row.trials.first_failure.as_deref();
        let failure = failure.unwrap_or("there was no trial");
        let _infallible = write!(
            text,
            "\n{}: {failure}\n  again: cargo test --test torture -- --seed {seed} '{}'\n",
            row.name, row.name
        );
    }
    let passed = rows.iter().filter(|row| row.is_kept()).count();
    let failed = rows.len() - passed;
    let short = rows.iter().filter(|row| is_long && row.is_short()).count();
    let _infallible = write!(text, "\n{passed} passed, {failed} failed");
    if short > 0 {
        let _infallible = write!(
            text,
            ", {short} had fewer trials than wanted: give more `--minutes`, or `--full`"
        );
    }
    text.push('\n');
    text
}

/// Writes to stdout. A pipe that nobody reads any more is no failure of a promise.
pub(crate) fn print(text: &str) {
    let _nobody_reads = std::io::stdout().write_all(text.as_bytes());
}
