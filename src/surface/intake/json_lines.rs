//! JSON Lines: an object on each line.

use std::io::{self, BufRead};

use super::Record;
use super::input::{Input, Line, without_line_end};
use super::json_object;

/// Divides an input into lines. Each line that is not blank is one record.
pub(super) struct JsonLines<R> {
    pub(super) input: Input<R>,
    /// The line, at most as much of it as is kept; the buffer is used again for each.
    pub(super) text: Vec<u8>,
}

impl<R: BufRead> JsonLines<R> {
    pub(super) fn new(input: Input<R>) -> Self {
        Self {
            input,
            text: Vec::new(),
        }
    }

    /// The next record; its text is in the buffer.
    pub(super) fn advance(&mut self) -> io::Result<Option<Record>> {
        loop {
            let line = self.input.line();
            self.text.clear();
            let (object, is_cut) = match self.input.read_line(&mut self.text)? {
                None => return Ok(None),
                Some(Line::Whole) if self.text.trim_ascii().is_empty() => continue,
                Some(Line::Whole) => (json_object::read(without_line_end(&self.text)), false),
                Some(Line::TooLong) => {
                    let size = self.input.skip_line(&mut self.text)?;
                    (Err(json_object::too_long("line", size)), true)
                }
            };
            return Ok(Some(Record {
                line,
                object,
                is_cut,
            }));
        }
    }
}
