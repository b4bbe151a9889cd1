//! Lines that come in, none of them longer than is kept in memory.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

/// The longest line that is read, in bytes. The longest record of an import is a quarter of it.
pub(super) const LONGEST_LINE: usize = 4 << 20;

/// The lines of an input.
pub(super) struct Lines<R> {
    input: R,
    line: Vec<u8>,
    /// The end of a line that was too long is still to come.
    is_skipping: bool,
    has_ended: bool,
}

/// What came in.
pub(super) enum Line<'a> {
    /// A line, without its end.
    Whole(&'a [u8]),
    /// A line of which nothing was kept.
    TooLong,
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// The lines of this input.
    pub(super) fn of(input: R) -> Self {
        Self {
            input,
            line: Vec::new(),
            is_skipping: false,
            has_ended: false,
        }
    }

    /// The next line, or `None` after the last one, whose end may be missing. A call that is given
    /// up loses nothing.
    pub(super) async fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        if self.line.ends_with(b"\n") {
            self.line.clear();
            // One large message is no reason to hold its room for ever.
            self.line.shrink_to(1 << 16);
        }
        while !self.has_ended {
            let came = self.input.fill_buf().await?;
            let end = came.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(came.len(), |end| end + 1);
            self.has_ended = came.is_empty();
            if self.has_ended && !self.line.is_empty() {
                self.line.push(b'\n');
            } else if !self.is_skipping && self.line.len() + taken <= LONGEST_LINE + 1 {
                self.line.extend(came.iter().take(taken));
            } else {
                self.input.consume(taken);
                self.line = Vec::new();
                let was_known = std::mem::replace(&mut self.is_skipping, end.is_none());
                if !was_known {
                    return Ok(Some(Line::TooLong));
                }
                continue;
            }
            self.input.consume(taken);
            if self.line.ends_with(b"\n") {
                let line = self.line.strip_suffix(b"\n").unwrap_or_default();
                return Ok(Some(Line::Whole(line)));
            }
        }
        Ok(None)
    }
}
