//! A run beside an earlier one, such as ten million customers beside one million.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::notation;
use crate::options::Size;
use crate::report::{Report, table};

/// A file of results, as far as it is compared.
#[derive(Deserialize)]
pub(crate) struct Earlier {
    customers: u64,
    figures: Vec<EarlierFigure>,
}

#[derive(Deserialize)]
struct EarlierFigure {
    key: String,
    seen: f64,
}

impl Earlier {
    /// Reads a file of results.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let unreadable = || format!("`{}` is not a file of results", file.display());
        let text = std::fs::read_to_string(file).with_context(unreadable)?;
        serde_json::from_str(&text).with_context(unreadable)
    }
}

/// Every figure that both runs have, with how it grew.
pub(crate) fn to_text(report: &Report, size: Size, earlier: &Earlier) -> String {
    let (then, now) = (Size(earlier.customers).to_string(), size.to_string());
    let mut table = table(["what", &then, &now, "ratio", "target", "met"]);
    for figure in report.figures() {
        let Some(before) = earlier.figures.iter().find(|one| one.key == figure.key) else {
            continue;
        };
        let ratio = figure.seen / before.seen;
        table.add_row([
            figure.what.clone(),
            notation::amount(figure.unit, before.seen),
            notation::amount(figure.unit, figure.seen),
            notation::times(ratio),
            figure.growth.map(notation::growth).unwrap_or_default(),
            notation::met(figure.growth.map(|growth| growth.holds(ratio))).to_owned(),
        ]);
    }
    format!("{now} customers beside {then}\n\n{table}\n")
}
