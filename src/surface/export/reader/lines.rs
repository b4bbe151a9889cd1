//! JSON Lines.

use std::io::{BufRead, Read as _};

use serde_json::{Map, Value};

use super::super::LONGEST_RECORD;
use super::Refusal;

/// Reads an object from each line.
pub(super) struct Lines<R> {
    reader: R,
    line: u64,
    consumed: u64,
    text: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            line: 0,
            consumed: 0,
            text: Vec::new(),
        }
    }

    /// The number of the line that was read last; at the end of the file, that of its last line.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The object of the next line; `None` at the end of the file.
    pub(super) fn advance(&mut self) -> Result<Option<Map<String, Value>>, Refusal> {
        self.text.clear();
        let most = LONGEST_RECORD as u64 + 1;
        let read = (&mut self.reader)
            .take(most)
            .read_until(b'\n', &mut self.text)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        self.consumed += read as u64;
        let refused = |problem: String| Refusal::Line {
            line: self.line,
            problem,
        };
        if read as u64 == most && !self.text.ends_with(b"\n") {
            return Err(refused(format!(
                "it is longer than the {LONGEST_RECORD} bytes that are read"
            )));
        }
        let text = std::str::from_utf8(&self.text)
            .map_err(|_not_utf8| refused("it is not UTF-8".to_owned()))?;
        match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Ok(Some(fields)),
            Ok(_) | Err(_) => Err(refused(
                "it is no JSON object; if it is the last line, the file was cut off".to_owned(),
            )),
        }
    }
}
