//! Tables and records for people.

use std::fmt;

use comfy_table::presets;
use comfy_table::{Attribute, Cell, ContentArrangement};

/// A table without lines; it fits itself to a terminal and is never cut in a pipe.
pub(super) struct Table(comfy_table::Table);

impl Table {
    /// An empty table.
    pub(super) fn new(titles: &[&str]) -> Self {
        let mut table = comfy_table::Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(
            titles
                .iter()
                .map(|title| Cell::new(title).add_attribute(Attribute::Bold)),
        );
        Self(table)
    }

    /// Adds a row.
    pub(super) fn add<const COLUMNS: usize>(&mut self, row: [String; COLUMNS]) {
        self.0.add_row(row);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.0.lines().map(|line| line.trim_end().to_owned());
        formatter.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}
