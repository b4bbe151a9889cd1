//! Reading an export, record by record, in bounded memory.

mod lines;
mod rows;

use std::fmt;
use std::io::{self, BufRead};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::fields::Fields;
use super::record::{self, Part};
use super::{BYTE_ORDER_MARK, Problem, frame};
use crate::domain::export::{ExportCounts, ExportExtent, ExportRecord};
use lines::Lines;
use rows::Rows;

/// Reads an export in either form.
pub struct ExportReader<R> {
    source: Source<R>,
    is_over: bool,
    extent: ExportExtent,
    exported_at: Timestamp,
}

enum Source<R> {
    Lines(Lines<R>),
    Rows(Box<Rows<R>>),
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A record.
    Record(ExportRecord),
    /// The end, with how many records there were when the export was written.
    End(ExportCounts),
}

/// Why a file cannot be read as an export.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A line is not as it must be.
    #[error("line {line}: {problem}; nothing was imported")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// Why, as a sentence without its end.
        problem: String,
    },
    /// The file cannot be read.
    #[error("it cannot be read any further ({0}); nothing was imported")]
    Unreadable(#[from] io::Error),
}

impl<R: BufRead> ExportReader<R> {
    /// Recognises the form and reads the header.
    pub fn open(mut reader: R) -> Result<Self, Refusal> {
        let skipped = if reader.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        reader.consume(skipped);
        let source = if reader.fill_buf()?.first() == Some(&b'{') {
            Source::Lines(Lines::new(reader))
        } else {
            Source::Rows(Box::new(Rows::new(reader)?))
        };
        let mut opened = Self {
            source,
            is_over: false,
            extent: ExportExtent {
                person: None,
                customers: 0,
                feedback: 0,
                last_customer: 0,
                last_feedback: 0,
            },
            exported_at: Timestamp::UNIX_EPOCH,
        };
        opened.read_header()?;
        Ok(opened)
    }

    /// What the export holds as a whole.
    pub fn extent(&self) -> &ExportExtent {
        &self.extent
    }

    /// When it was made, UTC.
    pub fn exported_at(&self) -> Timestamp {
        self.exported_at
    }

    /// The number of the line on which the last record began, from 1.
    pub fn line(&self) -> u64 {
        match &self.source {
            Source::Lines(lines) => lines.line(),
            Source::Rows(rows) => rows.line(),
        }
    }

    /// How many bytes were read.
    pub fn consumed(&self) -> u64 {
        match &self.source {
            Source::Lines(lines) => lines.consumed(),
            Source::Rows(rows) => rows.consumed(),
        }
    }

    /// The next record, and once the end; `None` after it. A file that ends without it, or goes on
    /// behind it, is refused.
    pub fn advance(&mut self) -> Result<Option<Row>, Refusal> {
        if self.is_over {
            return Ok(None);
        }
        let Some(fields) = self.fields()? else {
            return Err(self.refusal(
                "the file ends behind it and not with its last record: it was cut off; take the whole file, or \
                 export again"
                    .to_owned(),
            ));
        };
        let part = record::read(&fields).map_err(|problem| self.refusal(problem))?;
        match part {
            Part::Record(record) => {
                self.refuse_other_plain(Some(&record))?;
                Ok(Some(Row::Record(record)))
            }
            Part::End(counts) => {
                self.refuse_other_plain(None)?;
                self.is_over = true;
                if self.fields()?.is_some() {
                    return Err(self.refusal("it stands behind the last record".to_owned()));
                }
                Ok(Some(Row::End(counts)))
            }
        }
    }

    fn read_header(&mut self) -> Result<(), Refusal> {
        let read = self.fields()?.unwrap_or_default();
        let mut fields = Fields(read.clone());
        let header = frame::header_read(&mut fields);
        let (extent, exported_at) = header.map_err(|problem| self.refusal(problem))?;
        let again = frame::header_written(&extent, exported_at);
        record::refuse_other(&read, &again.0).map_err(|problem| self.refusal(problem))?;
        self.refuse_other_plain(None)?;
        (self.extent, self.exported_at) = (extent, exported_at);
        Ok(())
    }

    fn fields(&mut self) -> Result<Option<Map<String, Value>>, Refusal> {
        match &mut self.source {
            Source::Lines(lines) => lines.advance(),
            Source::Rows(rows) => rows.advance(),
        }
    }

    fn refuse_other_plain(&self, record: Option<&ExportRecord>) -> Result<(), Refusal> {
        match &self.source {
            Source::Lines(_) => Ok(()),
            Source::Rows(rows) => rows.refuse_other_plain(record),
        }
    }

    fn refusal(&self, problem: Problem) -> Refusal {
        Refusal::Line {
            line: self.line(),
            problem,
        }
    }
}

impl<R> fmt::Debug for ExportReader<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ExportReader(hidden)")
    }
}
