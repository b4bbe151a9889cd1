//! CSV: a header, and a record for each event.

use std::io::{self, BufRead, Read};
use std::mem;

use csv::{ReaderBuilder, StringRecord, Terminator};
use serde_json::{Map, Value};

use super::csv_columns::Columns;
use super::input::{Input, Line, without_line_end};
use super::refusal::Refused;
use super::{LONGEST_RECORD, Record, json_object};

/// How many bytes may be read twice, ahead of what sound records earn: it keeps an input made of
/// open quotes from costing more than a few readings of it.
const PATIENCE: usize = 16 * LONGEST_RECORD;

/// Divides an input into CSV records.
///
/// Where a record ends is found here, so that a quote that never closes does not fill memory with
/// the rest of the input; what is in a record is read by the CSV parser.
pub(super) struct CsvRecords<R> {
    pub(super) input: Input<R>,
    /// The record, at most as much of it as is kept; the buffer is used again for each.
    pub(super) text: Vec<u8>,
    delimiter: u8,
    parser: Option<csv::Reader<Feed>>,
    cells: StringRecord,
    columns: Option<Columns>,
    /// The line whose open quote may reach into the lines that are read now.
    open_quote: Option<u64>,
    /// How many bytes may still be read twice in looking for the ends of quotes.
    patience: usize,
}

/// The text of one record on its way to the parser.
#[derive(Default)]
struct Feed {
    text: Vec<u8>,
    at: usize,
}

/// Where a walk over a record stands, by the parser's own rules: a quote opens a cell only at its
/// start, and two quotes within are one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    AfterQuote,
}

impl<R: BufRead> CsvRecords<R> {
    pub(super) fn new(input: Input<R>) -> Self {
        Self {
            input,
            text: Vec::new(),
            delimiter: b',',
            parser: None,
            cells: StringRecord::new(),
            columns: None,
            open_quote: None,
            patience: PATIENCE,
        }
    }

    /// The next record; its text is in the buffer.
    pub(super) fn advance(&mut self) -> io::Result<Option<Record>> {
        if self.parser.is_none() {
            self.delimiter = delimiter_of(self.input.look_at_line()?);
        }
        loop {
            let line = self.input.line();
            let Some((carved, is_cut)) = self.carve(line)? else {
                return Ok(None);
            };
            let object = match carved {
                Ok(()) if self.text.trim_ascii().is_empty() => continue,
                Ok(()) => self.read(line),
                Err(refused) => Err(refused),
            };
            let object = match object {
                Ok(None) => continue,
                Ok(Some(object)) => Ok(object),
                Err(refused) => Err(refused),
            };
            return Ok(Some(Record {
                line,
                object,
                is_cut,
            }));
        }
    }

    /// Reads one record into the buffer, and answers whether it can be read and whether it is cut.
    fn carve(&mut self, line: u64) -> io::Result<Option<(Result<(), Refused>, bool)>> {
        self.text.clear();
        let mut place = Place::CellStart;
        let mut first_line = None;
        loop {
            let before = self.text.len();
            match (self.input.read_line(&mut self.text)?, first_line) {
                (None, None) => return Ok(None),
                (Some(Line::TooLong), None) => {
                    let size = self.input.skip_line(&mut self.text)?;
                    return Ok(Some((Err(json_object::too_long("line", size)), true)));
                }
                (Some(Line::Whole), _) => {}
                (None | Some(Line::TooLong), Some(first)) => {
                    return Ok(Some((Err(self.give_back(line, first)), false)));
                }
            }
            place = self.walk(place, before);
            if place != Place::Quoted {
                self.patience = PATIENCE.min(self.patience + 4 * self.text.len());
                return Ok(Some((Ok(()), false)));
            }
            let first = *first_line.get_or_insert(self.text.len());
            if self.patience < LONGEST_RECORD {
                return Ok(Some((Err(self.give_back(line, first)), false)));
            }
        }
    }

    /// Gives back all lines of a record but the first, whose quote has no end.
    fn give_back(&mut self, line: u64, first_line: usize) -> Refused {
        let rest = self.text.split_off(first_line);
        self.patience = self.patience.saturating_sub(rest.len());
        self.input.unread(rest);
        self.open_quote = Some(line);
        Refused::new(format!(
            "a quote opens here and does not close within the next {LONGEST_RECORD} bytes of the \
             input; close it, or write a quote that belongs to the text twice"
        ))
    }

    fn walk(&self, place: Place, from: usize) -> Place {
        let bytes = self.text.get(from..).unwrap_or_default();
        bytes
            .iter()
            .fold(place, |place, byte| match (place, *byte) {
                (Place::Quoted, b'"') => Place::AfterQuote,
                (Place::Quoted, _) | (Place::CellStart | Place::AfterQuote, b'"') => Place::Quoted,
                (Place::CellStart | Place::Plain | Place::AfterQuote, byte)
                    if byte == self.delimiter =>
                {
                    Place::CellStart
                }
                (Place::CellStart | Place::Plain | Place::AfterQuote, _) => Place::Plain,
            })
    }

    /// Reads the record in the buffer: the header, which gives nothing, or an event.
    fn read(&mut self, line: u64) -> Result<Option<Map<String, Value>>, Refused> {
        if self.columns.is_none() {
            return self.read_header();
        }
        json_object::utf8(&self.text)?;
        self.parse()?;
        let Some(columns) = &self.columns else {
            return Ok(None);
        };
        let beyond = self.cells.iter().skip(columns.len());
        if beyond.clone().any(|cell| !cell.trim().is_empty()) {
            return Err(Refused::new(format!(
                "it has {} cells, and the header has {}; put cells that hold a separator in \
                 quotes",
                self.cells.len(),
                columns.len()
            )));
        }
        if let Some(open) = self.open_quote {
            if self.cells.len() < columns.len() {
                return Err(Refused::new(format!(
                    "it has fewer cells than the header and may belong to the cell that line \
                     {open} opens; close the quote on line {open}"
                )));
            }
            if line > open {
                self.open_quote = None;
            }
        }
        Ok(columns.object(&self.cells))
    }

    /// Reads the header. One without a column that is known is most likely no header at all.
    fn read_header(&mut self) -> Result<Option<Map<String, Value>>, Refused> {
        let header = String::from_utf8_lossy(&self.text)
            .into_owned()
            .into_bytes();
        let text = mem::replace(&mut self.text, header);
        let parsed = self.parse();
        self.text = text;
        parsed?;
        let columns = Columns::read(&self.cells);
        let are_known = columns.are_known();
        self.columns = Some(columns);
        if are_known {
            return Ok(None);
        }
        Err(Refused::new(
            "it is read as the header of a CSV file, and has no column such as `message`, \
             `email`, `phone` or `user_id`; name the columns, or say with `--format` what the \
             file is"
                .to_owned(),
        ))
    }

    /// Divides the text in the buffer into cells.
    fn parse(&mut self) -> Result<(), Refused> {
        let parser = self.parser.get_or_insert_with(|| {
            ReaderBuilder::new()
                .delimiter(self.delimiter)
                .has_headers(false)
                .flexible(true)
                .terminator(Terminator::Any(b'\n'))
                .from_reader(Feed::default())
        });
        parser.get_mut().load(&self.text);
        match parser.read_record(&mut self.cells) {
            Ok(_) => Ok(()),
            Err(_unreadable) => Err(Refused::new(
                "it is not CSV; save the file as CSV in UTF-8".to_owned(),
            )),
        }
    }
}

impl Feed {
    fn load(&mut self, record: &[u8]) {
        self.text.clear();
        self.text.extend_from_slice(without_line_end(record));
        self.text.push(b'\n');
        self.at = 0;
    }
}

impl Read for Feed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.text.get(self.at..).unwrap_or_default().read(into)?;
        self.at += count;
        Ok(count)
    }
}

/// The separator that a header has most of: comma, semicolon or tab.
fn delimiter_of(header: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in header {
        is_quoted ^= *byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += u32::from(!is_quoted && byte == delimiter);
        }
    }
    let mut most = (b',', 0);
    for candidate in counts {
        if candidate.1 > most.1 {
            most = candidate;
        }
    }
    most.0
}
