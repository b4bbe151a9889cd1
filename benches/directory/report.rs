//! What a run found: one table, listings under it, and the same as JSON.

use std::path::Path;

use anyhow::{Context as _, Result};
use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Value, json};

use crate::figures::{Figure, Unit, float};
use crate::notation;
use crate::options::Size;
use crate::population::{GENERATION, Population};

/// What a run found.
#[derive(Default)]
pub(crate) struct Report {
    figures: Vec<Figure>,
    listings: Vec<String>,
}

impl Report {
    /// Adds a figure.
    pub(crate) fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Adds lines that explain a figure.
    pub(crate) fn list(&mut self, title: &str, lines: impl IntoIterator<Item = String>) {
        let lines = lines.into_iter().map(|line| format!("\n  {line}"));
        self.listings
            .push(format!("{title}:{}", lines.collect::<String>()));
    }

    /// Every figure.
    pub(crate) fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The report for a person.
    pub(crate) fn to_text(&self, size: Size) -> String {
        let mut table = table(["what", "seen", "floor", "ratio", "target", "met"]);
        for figure in &self.figures {
            let amount = |value| notation::amount(figure.unit, value);
            table.add_row([
                figure.what.clone(),
                amount(figure.seen),
                figure.floor.map(amount).unwrap_or_default(),
                figure.ratio().map(notation::times).unwrap_or_default(),
                notation::target(figure),
                notation::met(figure.is_met()).to_owned(),
            ]);
        }
        let events = float(Population::events_of(size.0));
        let events = notation::amount(Unit::Count, events);
        let head = format!("{size} customers, {events} events");
        let mut parts = vec![head, table.to_string()];
        parts.extend(self.listings.iter().cloned());
        parts.join("\n\n") + "\n"
    }

    /// Writes the report as JSON.
    pub(crate) fn write(&self, file: &Path, size: Size) -> Result<()> {
        let report = json!({
            "customers": size.0,
            "events": Population::events_of(size.0),
            "generation": GENERATION,
            "cores": std::thread::available_parallelism()?,
            "version": env!("CARGO_PKG_VERSION"),
            "figures": self.figures.iter().map(as_json).collect::<Vec<_>>(),
            "listings": self.listings,
        });
        let text = serde_json::to_string_pretty(&report)?;
        std::fs::write(file, text + "\n")
            .with_context(|| format!("`{}` cannot be written", file.display()))
    }
}

fn as_json(figure: &Figure) -> Value {
    json!({
        "key": figure.key,
        "what": figure.what,
        "unit": figure.unit,
        "seen": figure.seen,
        "floor": figure.floor,
        "ratio": figure.ratio(),
        "target": figure.aim.map(|_| notation::target(figure)),
        "met": figure.is_met(),
    })
}

/// A table whose numbers stand under each other. It can be pasted into a Markdown file.
pub(crate) fn table<const COLUMNS: usize>(titles: [&str; COLUMNS]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(titles);
    for (place, column) in table.column_iter_mut().enumerate() {
        if (1..4).contains(&place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
