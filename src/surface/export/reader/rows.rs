//! The rows of a CSV table.

use std::io::{self, BufRead, Read};

use csv::{ErrorKind, ReaderBuilder, StringRecord, Terminator};
use serde_json::{Map, Value};

use super::super::LONGEST_RECORD;
use super::super::table::{self, COLUMNS};
use super::Refusal;
use crate::domain::export::ExportRecord;

/// Reads the fields of each row.
pub(super) struct Rows<R> {
    parser: csv::Reader<Measured<R>>,
    cells: StringRecord,
    line: u64,
}

/// A reader that gives no more than one record may have: a quote without an end is not read to the end
/// of the file.
struct Measured<R> {
    inner: R,
    consumed: u64,
    left: usize,
}

impl<R: BufRead> Rows<R> {
    /// Reads the names of the columns.
    pub(super) fn new(reader: R) -> Result<Self, Refusal> {
        let mut rows = Self {
            parser: ReaderBuilder::new()
                .has_headers(false)
                // A line end of two characters would be counted with the row behind it.
                .terminator(Terminator::Any(b'\n'))
                .from_reader(Measured {
                    inner: reader,
                    consumed: 0,
                    left: LONGEST_RECORD,
                }),
            cells: StringRecord::new(),
            line: 1,
        };
        let is_there = rows.read()?;
        let names = COLUMNS.iter().map(|(name, _)| *name);
        let found = rows.cells.iter().map(table::without_line_end);
        if !is_there || !found.eq(names) {
            return Err(Refusal::Line {
                line: 1,
                problem: "these are not the columns of an export, with commas between them; take the file as it was \
                          exported"
                    .to_owned(),
            });
        }
        Ok(rows)
    }

    /// The number of the line on which the row that was read last begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn consumed(&self) -> u64 {
        self.parser.get_ref().consumed
    }

    /// The fields of the next row; `None` at the end of the file.
    pub(super) fn advance(&mut self) -> Result<Option<Map<String, Value>>, Refusal> {
        if !self.read()? {
            return Ok(None);
        }
        let fields = table::fields(&self.cells);
        fields.map(Some).map_err(|problem| self.refusal(problem))
    }

    pub(super) fn refuse_other_plain(&self, record: Option<&ExportRecord>) -> Result<(), Refusal> {
        let refused = table::refuse_other_plain(&self.cells, record);
        refused.map_err(|problem| self.refusal(problem))
    }

    fn read(&mut self) -> Result<bool, Refusal> {
        self.parser.get_mut().left = LONGEST_RECORD;
        let next_line = self.parser.position().line();
        let read = self.parser.read_record(&mut self.cells);
        if matches!(read, Ok(true) | Err(_)) {
            let begins = self.cells.position().map(csv::Position::line);
            self.line = begins.unwrap_or(next_line);
        }
        read.map_err(|error| match error.into_kind() {
            ErrorKind::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.refusal(error.to_string())
            }
            ErrorKind::Io(error) => Refusal::Unreadable(error),
            ErrorKind::Utf8 { pos, .. } => Refusal::Line {
                line: pos.map_or(next_line, |pos| pos.line()),
                problem: "it is not UTF-8".to_owned(),
            },
            ErrorKind::UnequalLengths { pos, len, .. } => Refusal::Line {
                line: pos.map_or(next_line, |pos| pos.line()),
                problem: format!(
                    "it has {len} cells, and an export has {}; if it is the last line, the file was cut off",
                    COLUMNS.len()
                ),
            },
            ErrorKind::Seek | ErrorKind::Serialize(_) | ErrorKind::Deserialize { .. } | _ => {
                self.refusal("it is no CSV".to_owned())
            }
        })
    }

    fn refusal(&self, problem: String) -> Refusal {
        Refusal::Line {
            line: self.line,
            problem,
        }
    }
}

impl<R: BufRead> Read for Measured<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "it is longer than the {LONGEST_RECORD} bytes that are read; a quote may lack its end"
                ),
            ));
        }
        let most = into.len().min(self.left);
        let count = self.inner.read(into.get_mut(..most).unwrap_or_default())?;
        self.left -= count;
        self.consumed += count as u64;
        Ok(count)
    }
}
