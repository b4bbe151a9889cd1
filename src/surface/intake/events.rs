//! The events of an input, one after another.

use std::fmt;
use std::io::{self, BufRead};

use super::csv_records::CsvRecords;
use super::event::event_from_json;
use super::format::Layout;
use super::input::{Input, without_line_end};
use super::json_elements::JsonElements;
use super::json_lines::JsonLines;
use super::{Intake, IntakeOptions, Record, Rejection};
use crate::service::Occurrences;
use crate::surface::export::{AN_EXPORT, is_export};

/// Reads events in order, in bounded memory whatever the size of the input.
///
/// An error of the input ends the iteration; a record that is refused does not.
pub struct Events<R> {
    source: Source<R>,
    options: IntakeOptions,
    occurrences: Occurrences,
    has_failed: bool,
}

enum Source<R> {
    Lines(JsonLines<R>),
    Elements(JsonElements<R>),
    Csv(Box<CsvRecords<R>>),
}

impl<R: BufRead> Events<R> {
    /// Recognises the format from the first line, unless the options name it.
    pub fn open(reader: R, options: IntakeOptions) -> io::Result<Self> {
        let mut input = Input::new(reader)?;
        let first_line = input.skip_blank_lines()?;
        if is_export(first_line) {
            return Err(io::Error::other(format!("it is {AN_EXPORT}")));
        }
        let source = match Layout::of(options.format, first_line.trim_ascii_start()) {
            Layout::Lines => Source::Lines(JsonLines::new(input)),
            Layout::Elements => Source::Elements(JsonElements::new(input)),
            Layout::Csv => Source::Csv(Box::new(CsvRecords::new(input))),
        };
        Ok(Self {
            source,
            options,
            occurrences: Occurrences::default(),
            has_failed: false,
        })
    }

    fn advance(&mut self) -> io::Result<Option<Intake>> {
        let Some(record) = self.source.advance()? else {
            return Ok(None);
        };
        let Record {
            line,
            object,
            is_cut,
        } = record;
        let mut failure = None;
        let result = object.and_then(|object| {
            event_from_json(object, &self.options, |fingerprint| {
                self.occurrences
                    .count(fingerprint.half())
                    .unwrap_or_else(|error| {
                        failure = Some(error);
                        0
                    })
            })
        });
        if let Some(error) = failure {
            return Err(io::Error::other(error));
        }
        let (input, text) = self.source.parts();
        Ok(Some(Intake {
            line,
            bytes: input.consumed(),
            result: result.map_err(|refused| Rejection {
                reason: refused.to_string(),
                raw: without_line_end(text).to_vec(),
                is_cut,
            }),
        }))
    }
}

impl<R: BufRead> Iterator for Events<R> {
    type Item = io::Result<Intake>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let next = self.advance();
        self.has_failed = next.is_err();
        next.transpose()
    }
}

impl<R> fmt::Debug for Events<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Events(hidden)")
    }
}

impl<R: BufRead> Source<R> {
    fn advance(&mut self) -> io::Result<Option<Record>> {
        match self {
            Self::Lines(lines) => lines.advance(),
            Self::Elements(elements) => elements.advance(),
            Self::Csv(records) => records.advance(),
        }
    }

    /// The input, and the text of the record that was read last.
    fn parts(&self) -> (&Input<R>, &[u8]) {
        match self {
            Self::Lines(lines) => (&lines.input, &lines.text),
            Self::Elements(elements) => (&elements.input, &elements.text),
            Self::Csv(records) => (&records.input, &records.text),
        }
    }
}
