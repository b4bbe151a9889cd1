//! A file that is written under another name, and gets its own when it is whole and on the disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::CommandError;
use crate::service::Unfinished;

/// Bytes written at a time.
const WRITE_BUFFER: usize = 256 * 1024;

/// A new file of this user's alone. Dropped before its end, it leaves nothing.
pub(super) struct NewFile {
    path: PathBuf,
    file: BufWriter<File>,
    unfinished: Unfinished,
}

impl NewFile {
    /// Begins a file, where none is.
    pub(super) fn begin(path: &Path) -> Result<Self, CommandError> {
        refuse_present(path)?;
        let begun = Unfinished::beside(path, "unfinished")
            .and_then(|unfinished| Ok((unfinished.writer()?, unfinished)));
        let (file, unfinished) = begun.map_err(|source| unwritten(path, source))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::with_capacity(WRITE_BUFFER, file),
            unfinished,
        })
    }

    /// Gives the file its name, once everything is on the disk.
    pub(super) fn finish(self) -> Result<(), CommandError> {
        let Self {
            path,
            mut file,
            unfinished,
        } = self;
        let written = file.flush().and_then(|()| unfinished.sync());
        written.map_err(|source| unwritten(&path, source))?;
        refuse_present(&path)?;
        unfinished
            .finish(&path)
            .map_err(|source| unwritten(&path, source))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn refuse_present(path: &Path) -> Result<(), CommandError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(CommandError::Refused(format!(
            "{} is there already; give the name of a new file",
            path.display()
        )));
    }
    Ok(())
}

fn unwritten(path: &Path, source: io::Error) -> CommandError {
    CommandError::File {
        what: format!(
            "{} cannot be written; give the name of a new file",
            path.display()
        ),
        source,
    }
}
