//! What the bench is asked for: `cargo bench -- --customers 100k --only search`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Parser;

use crate::sections;

/// Measures the customer directory, each figure beside its floor in the same run.
#[derive(Debug, Parser)]
#[command(name = "cargo bench --", max_term_width = 100)]
pub(crate) struct Options {
    /// How many customers the directory has: 1k to 10m
    #[arg(long, default_value = "1m")]
    pub(crate) customers: Size,
    /// Run only these sections
    #[arg(long, value_name = "SECTION", value_delimiter = ',', value_parser = sections::names())]
    pub(crate) only: Vec<String>,
    /// Make the events and the directory again, whatever was kept of earlier runs
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Write the results here [default: target/bench/results-<size>.json, if every section ran]
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Show the results beside those of an earlier run, such as of a smaller directory
    #[arg(long, value_name = "FILE")]
    pub(crate) compare: Option<PathBuf>,
    /// How long the section `sharing` shares, in seconds
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
    /// What cargo passes to every bench
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
    /// Be the server that answers with constants: the floor of calls
    #[arg(long, hide = true, value_name = "FILE")]
    pub(crate) echo: Option<PathBuf>,
}

/// Past this number of people two would have the same phone number.
const LARGEST: u64 = 10_000_000;

/// A number of customers, with `k` or `m` after it for thousands and millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.to_ascii_lowercase();
        let (digits, factor) = match (text.strip_suffix('k'), text.strip_suffix('m')) {
            (Some(digits), _) => (digits, 1_000),
            (_, Some(digits)) => (digits, 1_000_000),
            (None, None) => (text.as_str(), 1),
        };
        let number: Option<u64> = digits.parse().ok();
        number
            .and_then(|number| number.checked_mul(factor))
            .filter(|size| (1_000..=LARGEST).contains(size))
            .map(Self)
            .ok_or_else(|| "give a size from 1k to 10m".to_owned())
    }
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            size if size % 1_000_000 == 0 => write!(formatter, "{}m", size / 1_000_000),
            size if size % 1_000 == 0 => write!(formatter, "{}k", size / 1_000),
            size => write!(formatter, "{size}"),
        }
    }
}
