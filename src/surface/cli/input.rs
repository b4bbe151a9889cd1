//! The files that are read.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::CommandError;

/// Bytes read at a time.
const READ_BUFFER: usize = 256 * 1024;

/// A file or stdin, opened.
pub(super) struct Input {
    /// What messages call it.
    pub(super) name: String,
    /// How long it is, in bytes, where that is known.
    pub(super) size: Option<u64>,
    /// Its bytes.
    pub(super) reader: BufReader<Box<dyn Read + Send>>,
}

impl Input {
    /// Opens a file; `-` is stdin.
    pub(super) fn open(path: &Path) -> Result<Self, CommandError> {
        if path.as_os_str() == "-" {
            return Ok(Self::of(
                "stdin".to_owned(),
                None,
                Box::new(std::io::stdin()),
            ));
        }
        let name = path.display().to_string();
        let failed = |source| CommandError::File {
            what: format!("`{name}` cannot be read"),
            source,
        };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(CommandError::Refused(format!(
                "`{name}` is a folder; name the files in it"
            )));
        }
        let size = metadata.is_file().then_some(metadata.len());
        Ok(Self::of(name, size, Box::new(file)))
    }

    fn of(name: String, size: Option<u64>, bytes: Box<dyn Read + Send>) -> Self {
        Self {
            name,
            size,
            reader: BufReader::with_capacity(READ_BUFFER, bytes),
        }
    }
}
