//! What is measured, a line for each section.

mod calls;
mod changes;
mod ingestion;
mod search;
mod sharing;
mod summary;
mod tokens;

use anyhow::Result;
use clap::builder::PossibleValuesParser;

use crate::bench::Bench;
use crate::report::Report;

/// A part of the bench that can be run alone.
pub(crate) struct Section {
    /// What it is called after `--only`.
    pub(crate) name: &'static str,
    /// Measures, and adds what it found.
    pub(crate) run: fn(&Bench, &mut Report) -> Result<()>,
}

/// Every section, in the order in which they run. The first makes the directory that the others
/// use.
pub(crate) const ALL: [Section; 7] = [
    Section {
        name: "ingestion",
        run: ingestion::run,
    },
    Section {
        name: "calls",
        run: calls::run,
    },
    Section {
        name: "search",
        run: search::run,
    },
    Section {
        name: "summary",
        run: summary::run,
    },
    Section {
        name: "tokens",
        run: tokens::run,
    },
    Section {
        name: "changes",
        run: changes::run,
    },
    Section {
        name: "sharing",
        run: sharing::run,
    },
];

/// Reads the name of a section.
pub(crate) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(ALL.map(|section| section.name))
}
