//! A file that is written under another name, and gets its own when it is whole and on the disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::CommandError;

/// Bytes written at a time.
const WRITE_BUFFER: usize = 256 * 1024;

/// A new file of this user's alone. Dropped before its end, it leaves nothing.
pub(super) struct NewFile {
    path: PathBuf,
    unfinished: PathBuf,
    file: BufWriter<File>,
}

impl NewFile {
    /// Begins a file, where none is.
    pub(super) fn begin(path: &Path) -> Result<Self, CommandError> {
        refuse_present(path)?;
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(format!(".unfinished-{}", std::process::id()));
        let unfinished = PathBuf::from(unfinished);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options
            .open(&unfinished)
            .map_err(|source| unwritten(path, source))?;
        Ok(Self {
            path: path.to_owned(),
            unfinished,
            file: BufWriter::with_capacity(WRITE_BUFFER, file),
        })
    }

    /// Gives the file its name, once everything is on the disk.
    pub(super) fn finish(mut self) -> Result<(), CommandError> {
        let folder = self.path.parent().filter(|it| !it.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let written = self
            .file
            .flush()
            .and_then(|()| self.file.get_ref().sync_all());
        written.map_err(|source| unwritten(&self.path, source))?;
        refuse_present(&self.path)?;
        fs::rename(&self.unfinished, &self.path)
            .and_then(|()| File::open(folder)?.sync_all())
            .map_err(|source| unwritten(&self.path, source))
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

impl Drop for NewFile {
    fn drop(&mut self) {
        // It has its own name by now, or is not wanted.
        drop(fs::remove_file(&self.unfinished));
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
