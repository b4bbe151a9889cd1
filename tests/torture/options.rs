//! What the run is asked for.

use std::time::Duration;

use clap::Parser;

/// The most time that a promise takes where no minutes are given.
pub(crate) const LONGEST_SHORT_FORM: Duration = Duration::from_secs(12);

/// Holds every promise to the test and prints a table of what came of it.
#[derive(Debug, Parser)]
#[command(name = "cargo test --release --test torture --", max_term_width = 100)]
pub(crate) struct Options {
    /// Only promises whose names have one of these in them
    filters: Vec<String>,
    /// Run the long forms, for about so long in all; without it, the short ones
    #[arg(long)]
    minutes: Option<f64>,
    /// Run each long form until it has all of its trials, however long that takes
    #[arg(long, conflicts_with = "minutes")]
    full: bool,
    /// Where chance begins: the same seed makes the same trials
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Print the promises and how many trials they have
    #[arg(long)]
    pub(crate) list: bool,
    /// Leave out promises whose names have this in them
    #[arg(long)]
    skip: Vec<String>,
    #[command(flatten)]
    of_cargo: OfCargo,
}

/// What `cargo test` hands to every test program, and means nothing here.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "flags that others have named"
)]
struct OfCargo {
    #[arg(long, hide = true)]
    nocapture: bool,
    #[arg(long, hide = true)]
    no_capture: bool,
    #[arg(long, hide = true)]
    show_output: bool,
    #[arg(long, hide = true)]
    exact: bool,
    #[arg(long, hide = true)]
    ignored: bool,
    #[arg(long, hide = true)]
    include_ignored: bool,
    #[arg(long, short, hide = true)]
    quiet: bool,
    #[arg(long, hide = true)]
    test_threads: Option<usize>,
    #[arg(long, hide = true)]
    format: Option<String>,
    #[arg(long, hide = true)]
    color: Option<String>,
}

/// How many trials there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Enough to notice a breach that a change has made.
    Short,
    /// As many as are wanted, or as there are in so long.
    Within(Duration),
    /// As many as are wanted.
    Full,
}

impl Options {
    /// How many trials there are.
    pub(crate) fn form(&self) -> Form {
        match self.minutes.map(|minutes| minutes * 60.0) {
            Some(seconds) => {
                Form::Within(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO))
            }
            None if self.full => Form::Full,
            None => Form::Short,
        }
    }

    /// How many processors are used: `--test-threads`, or as many as there are.
    pub(crate) fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        self.of_cargo.test_threads.unwrap_or_else(all).max(1)
    }

    /// Whether a promise is meant. One that `cargo test -- --ignored` asks for is none.
    pub(crate) fn chooses(&self, name: &str) -> bool {
        let has = |part: &String| {
            if self.of_cargo.exact {
                name == part
            } else {
                name.contains(part.as_str())
            }
        };
        !self.of_cargo.ignored
            && (self.filters.is_empty() || self.filters.iter().any(has))
            && !self.skip.iter().any(has)
    }
}
