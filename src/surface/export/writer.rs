//! Writing an export, record by record.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use jiff::Timestamp;

use super::fields::Fields;
use super::table::{self, COLUMNS};
use super::{ExportForm, frame, record};
use crate::domain::export::{ExportCounts, ExportExtent, ExportRecord};
use crate::domain::instant;

/// Writes an export in one of its forms.
pub struct ExportWriter<W: Write>(Form<W>);

enum Form<W: Write> {
    JsonLines(W),
    Csv(Box<csv::Writer<W>>),
}

impl<W: Write> ExportWriter<W> {
    /// Begins an export: writes what names it and what it holds.
    pub fn begin(
        form: ExportForm,
        out: W,
        extent: &ExportExtent,
        exported_at: Timestamp,
    ) -> io::Result<Self> {
        let mut writer = Self(match form {
            ExportForm::JsonLines => Form::JsonLines(out),
            ExportForm::Csv => {
                let mut table = WriterBuilder::new()
                    .quote_style(QuoteStyle::Necessary)
                    .terminator(Terminator::CRLF)
                    .from_writer(out);
                table.write_record(COLUMNS.map(|(name, _)| name))?;
                Form::Csv(Box::new(table))
            }
        });
        let exported_at = instant::to_millisecond(exported_at).unwrap_or(exported_at);
        writer.write(&frame::header_written(extent, exported_at), None)?;
        Ok(writer)
    }

    /// Writes a record.
    pub fn record(&mut self, record: &ExportRecord) -> io::Result<()> {
        self.write(&record::written(record), Some(record))
    }

    /// Writes the last record, and answers what was written to.
    pub fn end(mut self, counts: &ExportCounts) -> io::Result<W> {
        self.write(&frame::end_written(counts), None)?;
        match self.0 {
            Form::JsonLines(mut out) => {
                out.flush()?;
                Ok(out)
            }
            Form::Csv(table) => table
                .into_inner()
                .map_err(|error| io::Error::other(error.to_string())),
        }
    }

    fn write(&mut self, fields: &Fields, record: Option<&ExportRecord>) -> io::Result<()> {
        match &mut self.0 {
            Form::JsonLines(out) => {
                serde_json::to_writer(&mut *out, &fields.0)?;
                out.write_all(b"\n")
            }
            Form::Csv(table) => Ok(table.write_record(table::cells(&fields.0, record))?),
        }
    }
}

impl<W: Write> std::fmt::Debug for ExportWriter<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ExportWriter(hidden)")
    }
}
