//! JSON values one after another, or in an array, over as many lines as they like.

use std::io::{self, BufRead};

use super::element_scanner::ElementScanner;
use super::input::{Input, count_lines};
use super::refusal::Refused;
use super::{LONGEST_RECORD, Record, json_object};

/// Divides an input into JSON values. Each is one record; an array is a record for each element.
pub(super) struct JsonElements<R> {
    pub(super) input: Input<R>,
    /// The element, at most as much of it as is kept; the buffer is used again for each.
    pub(super) text: Vec<u8>,
    /// The line on which the array began that is being read.
    array_since: Option<u64>,
}

impl<R: BufRead> JsonElements<R> {
    pub(super) fn new(input: Input<R>) -> Self {
        Self {
            input,
            text: Vec::new(),
            array_since: None,
        }
    }

    /// The next record; its text is in the buffer.
    pub(super) fn advance(&mut self) -> io::Result<Option<Record>> {
        self.text.clear();
        let before = self.input.line();
        if !self.find_element()? {
            return Ok(self.array_since.take().map(|began| Record {
                // Where the `]` should stand, after all elements, so that lines stay in their order.
                line: before.max(began),
                object: Err(Refused::new(format!(
                    "the input ends, and the array that begins on line {began} has no closing `]`; \
                     it may have been cut short"
                ))),
                is_cut: false,
            }));
        }
        let line = self.input.line();
        let size = self.carve()?;
        let is_cut = size > LONGEST_RECORD as u64;
        let object = if is_cut {
            Err(json_object::too_long("element", size))
        } else {
            json_object::read(&self.text)
        };
        Ok(Some(Record {
            line,
            object,
            is_cut,
        }))
    }

    /// Passes over everything between elements, and answers whether one follows.
    fn find_element(&mut self) -> io::Result<bool> {
        loop {
            self.input.skip_white_space()?;
            match (self.input.fill_buf()?.first(), self.array_since) {
                (None, _) => return Ok(false),
                (Some(b','), _) => {}
                (Some(b'['), None) => self.array_since = Some(self.input.line()),
                (Some(b']'), Some(_)) => self.array_since = None,
                (Some(_), _) => return Ok(true),
            }
            self.input.consume(1);
        }
    }

    /// Reads to the end of an element, keeps what fits, and answers how long it is.
    fn carve(&mut self) -> io::Result<u64> {
        let mut scanner = ElementScanner::default();
        let mut size = 0;
        loop {
            let buffer = self.input.fill_buf()?;
            let (used, is_done) = scanner.scan(buffer);
            let taken = buffer.get(..used).unwrap_or_default();
            size += used as u64;
            let room = LONGEST_RECORD - self.text.len();
            self.text
                .extend_from_slice(taken.get(..room.min(used)).unwrap_or_default());
            let lines = count_lines(taken);
            self.input.pass(used, lines);
            scanner.is_impatient = size > LONGEST_RECORD as u64;
            if is_done || used == 0 {
                self.text.truncate(self.text.trim_ascii_end().len());
                return Ok(size);
            }
        }
    }
}
