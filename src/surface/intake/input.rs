//! The bytes of an input, with a count of bytes and lines and a bounded look ahead.

use std::io::{self, BufRead, ErrorKind, Read};

use super::LONGEST_RECORD;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A reader that knows where it is, and that takes bytes back.
pub(super) struct Input<R> {
    inner: R,
    /// Bytes that come before those of `inner`, from `ahead_at` on.
    ahead: Vec<u8>,
    ahead_at: usize,
    consumed: u64,
    line: u64,
}

/// What reading a line found.
pub(super) enum Line {
    /// A line of at most [`LONGEST_RECORD`] bytes, now in the buffer.
    Whole,
    /// A line that does not fit; a part of it is in the buffer, and the rest comes next.
    TooLong,
}

impl<R: BufRead> Input<R> {
    /// Starts after a byte order mark, if there is one.
    pub(super) fn new(mut inner: R) -> io::Result<Self> {
        let mut ahead = Vec::new();
        let mark = BYTE_ORDER_MARK.len() as u64;
        Read::take(&mut inner, mark).read_to_end(&mut ahead)?;
        let ahead_at = if ahead == BYTE_ORDER_MARK {
            ahead.len()
        } else {
            0
        };
        Ok(Self {
            inner,
            ahead,
            ahead_at,
            consumed: ahead_at as u64,
            line: 1,
        })
    }

    /// How many bytes have been read.
    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The number of the line that is read next, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Passes over bytes of the buffer that hold so many line ends.
    pub(super) fn pass(&mut self, count: usize, lines: u64) {
        self.line += lines;
        self.consume(count);
    }

    /// Passes over white space.
    pub(super) fn skip_white_space(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.fill_buf()?;
            let length = buffer.len();
            let blank = length - buffer.trim_ascii_start().len();
            let lines = count_lines(buffer.get(..blank).unwrap_or_default());
            self.pass(blank, lines);
            if blank < length || length == 0 {
                return Ok(());
            }
        }
    }

    /// Passes over lines of white space, and shows the first other one as
    /// [`Input::look_at_line`] does. Its own white space stays: it may be a first empty cell.
    pub(super) fn skip_blank_lines(&mut self) -> io::Result<&[u8]> {
        loop {
            let line = self.look_at_line()?;
            let length = line.len();
            if length == 0 || !line.trim_ascii().is_empty() {
                return self.look_at_line();
            }
            let lines = count_lines(line);
            self.pass(length, lines);
        }
    }

    /// Shows the next line, or as much of it as is read of a record, and leaves it to be read.
    pub(super) fn look_at_line(&mut self) -> io::Result<&[u8]> {
        self.ahead.drain(..self.ahead_at);
        self.ahead_at = 0;
        if !self.ahead.contains(&b'\n') {
            let room = LONGEST_RECORD.saturating_sub(self.ahead.len()) as u64;
            Read::take(&mut self.inner, room).read_until(b'\n', &mut self.ahead)?;
        }
        let end = self.ahead.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(self.ahead.len(), |end| end + 1);
        Ok(self.ahead.get(..length).unwrap_or_default())
    }

    /// Appends the next line, with its line end, to a buffer that holds at most
    /// [`LONGEST_RECORD`] bytes; `None` at the end of the input.
    pub(super) fn read_line(&mut self, buffer: &mut Vec<u8>) -> io::Result<Option<Line>> {
        // Room for the line end comes on top.
        let room = (LONGEST_RECORD.saturating_sub(buffer.len()) + 2) as u64;
        let read = Read::take(&mut *self, room).read_until(b'\n', buffer)?;
        if read == 0 {
            return Ok(None);
        }
        let is_ended = buffer.ends_with(b"\n");
        self.line += u64::from(is_ended);
        let is_whole = is_ended || (read as u64) < room;
        if is_whole && without_line_end(buffer).len() <= LONGEST_RECORD {
            Ok(Some(Line::Whole))
        } else {
            Ok(Some(Line::TooLong))
        }
    }

    /// Passes over the rest of a line whose beginning is in the buffer, cuts the buffer to what
    /// is kept, and answers how long the line is.
    pub(super) fn skip_line(&mut self, buffer: &mut Vec<u8>) -> io::Result<u64> {
        let mut size = without_line_end(buffer).len() as u64;
        let mut is_ended = buffer.ends_with(b"\n");
        while !is_ended {
            let rest = self.fill_buf()?;
            let length = rest.len();
            let end = rest.iter().position(|byte| *byte == b'\n');
            size += end.unwrap_or(length) as u64;
            is_ended = end.is_some() || length == 0;
            self.pass(end.map_or(length, |end| end + 1), u64::from(end.is_some()));
        }
        buffer.truncate(LONGEST_RECORD);
        Ok(size)
    }

    /// Takes bytes back that were read last, to be read again.
    pub(super) fn unread(&mut self, bytes: Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        self.consumed = self.consumed.saturating_sub(bytes.len() as u64);
        self.line = self.line.saturating_sub(count_lines(&bytes));
        let rest = self.ahead.split_off(self.ahead_at);
        self.ahead = bytes;
        self.ahead.extend_from_slice(&rest);
        self.ahead_at = 0;
    }
}

impl<R: BufRead> Read for Input<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ahead_at < self.ahead.len() {
            return Ok(self.ahead.get(self.ahead_at..).unwrap_or_default());
        }
        while let Err(error) = self.inner.fill_buf() {
            if error.kind() != ErrorKind::Interrupted {
                return Err(error);
            }
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.consumed += count as u64;
        if self.ahead_at < self.ahead.len() {
            self.ahead_at += count;
        } else {
            self.inner.consume(count);
        }
    }
}

/// A line without what ends it.
pub(super) fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// How many line ends there are.
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{Input, Line, without_line_end};
    use crate::surface::intake::LONGEST_RECORD;

    /// Lines with their lengths, read through a buffer of seven bytes.
    fn lines(bytes: &[u8]) -> Vec<(u64, u64)> {
        let mut input = Input::new(BufReader::with_capacity(7, bytes)).unwrap();
        let (mut buffer, mut lines) = (Vec::new(), Vec::new());
        loop {
            buffer.clear();
            let number = input.line();
            match input.read_line(&mut buffer).unwrap() {
                None => break,
                Some(Line::Whole) => lines.push((number, without_line_end(&buffer).len() as u64)),
                Some(Line::TooLong) => {
                    lines.push((number, input.skip_line(&mut buffer).unwrap()));
                    assert_eq!(buffer.len(), LONGEST_RECORD);
                }
            }
        }
        assert_eq!(input.consumed(), bytes.len() as u64);
        lines
    }

    #[test]
    fn lines_end_in_either_way_and_the_last_need_not_end() {
        assert_eq!(lines(b"\xef\xbb\xbfone\r\n\ntwo"), [(1, 3), (2, 0), (3, 3)]);
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"\xef\xbb\xbf"), []);
    }

    #[test]
    fn a_line_is_too_long_from_one_byte_over_the_limit() {
        for end in ["\n", "\r\n", ""] {
            let exact = "x".repeat(LONGEST_RECORD) + end;
            assert_eq!(lines(exact.as_bytes()), [(1, LONGEST_RECORD as u64)]);
            let over = "x".repeat(LONGEST_RECORD + 1) + end;
            let read = lines(over.as_bytes());
            assert_eq!(read.len(), 1);
            assert!(read[0].1 > LONGEST_RECORD as u64 && read[0].1 < LONGEST_RECORD as u64 + 3);
        }
    }

    #[test]
    fn bytes_that_were_taken_back_are_read_again() {
        let mut input = Input::new(&b"one\ntwo\nthree\n"[..]).unwrap();
        let mut buffer = Vec::new();
        input.read_line(&mut buffer).unwrap();
        input.unread(b"one\n".to_vec());
        assert_eq!((input.line(), input.consumed()), (1, 0));
        assert_eq!(input.look_at_line().unwrap(), b"one\n");
        for expected in ["one", "two", "three"] {
            buffer.clear();
            input.read_line(&mut buffer).unwrap();
            assert_eq!(without_line_end(&buffer), expected.as_bytes());
        }
    }
}
