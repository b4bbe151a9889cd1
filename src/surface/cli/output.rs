//! Writing answers to stdout.

use std::io::{ErrorKind, Write as _};

use serde::Serialize;

/// Writes a text. A reader that has seen enough and closed the pipe is no failure.
pub(super) fn print(text: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes an answer as one line of JSON.
pub(super) fn print_json(answer: &impl Serialize) -> std::io::Result<()> {
    print(&format!("{}\n", serde_json::to_string(answer)?))
}
