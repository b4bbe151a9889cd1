//! Files that are being written: under a name of their own until they are whole.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::keeping::beside;

/// What `SQLite` may leave beside a file.
pub const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// How often a name is tried that others take away at this very moment.
const ATTEMPTS: u32 = 100;

/// A file that is being written for another name. It goes with this value, whatever became of it;
/// what a process has left that was killed goes when the next one begins the same.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    /// Held locked as long as somebody writes, so that others know. It is another kind of lock than
    /// the database's own, which closing this file would drop: it is closed last.
    file: File,
}

impl Unfinished {
    /// Makes an empty file for its owner only. Its name is the target's, the word and a number.
    pub fn beside(target: &Path, word: &str) -> io::Result<Self> {
        let start = beside(target, &format!(".{word}-"));
        take_away_left(&start);
        let path = beside(&start, &std::process::id().to_string());
        let mut attempt = 0;
        loop {
            match make(&path) {
                Ok(file) => return Ok(Self { path, file }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < ATTEMPTS => {
                    // Another process of this number has left it, or is about to take it away.
                    attempt += 1;
                    take_away(&path);
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What writes into the file.
    pub fn writer(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Brings what was written onto the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Gives the file its name, in the place of whatever has it, and brings that onto the disk.
    pub fn finish(self, target: &Path) -> io::Result<()> {
        self.sync()?;
        fs::rename(&self.path, target)?;
        sync_folder(target)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        remove_whole(&self.path);
    }
}

/// A name is on the disk once its folder is.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

/// The folder that a path lies in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Whether two names are those of one file; where the system does not tell, they are not.
pub fn has_both_names(one: &Path, other: &Path) -> bool {
    let look = |path| fs::symlink_metadata(path);
    match (look(one), look(other)) {
        (Ok(one), Ok(other)) => cfg!(unix) && is_same(&one, &other),
        _ => false,
    }
}

/// Whether a name still is that of an open file.
pub(super) fn is_named(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(file), Ok(named)) => is_same(&file, &named),
        _ => false,
    }
}

/// Whether two are of one file; where the system does not tell, it is taken for granted.
#[cfg(unix)]
pub(super) fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
pub(super) fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

/// Makes an empty file for its owner only, where none is.
pub(super) fn make_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

fn make(path: &Path) -> io::Result<File> {
    let file = make_private(path)?;
    match file.try_lock() {
        Ok(()) if !is_named(&file, path) => Err(ErrorKind::AlreadyExists.into()),
        Err(fs::TryLockError::WouldBlock) => Err(ErrorKind::AlreadyExists.into()),
        // Where there are no locks, nobody takes away what was left.
        Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(file),
    }
}

/// Takes away what was left under names that begin so and end with a number.
fn take_away_left(start: &Path) {
    let name = start.file_name().unwrap_or_default().to_string_lossy();
    let Ok(entries) = fs::read_dir(folder_of(start)) else {
        return;
    };
    for entry in entries.flatten() {
        let found = entry.file_name();
        let is_left = found.to_str().is_some_and(|found| {
            let number = found.strip_prefix(name.as_ref()).unwrap_or_default();
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        if is_left && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            take_away(&entry.path());
        }
    }
}

/// Removes a file that nobody writes any more.
fn take_away(path: &Path) {
    if let Ok(file) = File::open(path)
        && file.try_lock().is_ok()
        && is_named(&file, path)
    {
        remove_whole(path);
    }
}

/// Removes a file that is not wanted, with what lies beside it, as far as that is there.
pub fn remove_whole(path: &Path) {
    for end in COMPANIONS.iter().chain(&[""]) {
        // Most of them never came into being, and a finished file has its own name.
        drop(fs::remove_file(beside(path, end)));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Unfinished;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_given_up_goes_and_what_is_finished_has_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("kept.db");
        let unfinished = Unfinished::beside(&target, "unfinished").unwrap();
        std::fs::write(unfinished.path(), "half").unwrap();
        drop(unfinished);
        assert_eq!(names(folder.path()), Vec::<String>::new());
        let unfinished = Unfinished::beside(&target, "unfinished").unwrap();
        std::fs::write(unfinished.path(), "whole").unwrap();
        unfinished.finish(&target).unwrap();
        assert_eq!(names(folder.path()), ["kept.db"]);
        assert_eq!(std::fs::read(&target).unwrap(), b"whole");
    }

    #[test]
    fn what_was_left_is_taken_away_and_what_is_being_written_or_anothers_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("kept.db");
        let left = format!("kept.db.unfinished-{}", std::process::id());
        for name in [
            &left,
            "kept.db.unfinished-1",
            "kept.db.unfinished-1-wal",
            "kept.db.unfinished-1x",
            "kept.db.unfinished-",
            "other.db.unfinished-1",
        ] {
            std::fs::write(folder.path().join(name), "half").unwrap();
        }
        let written = std::fs::File::create(folder.path().join("kept.db.unfinished-2")).unwrap();
        written.lock().unwrap();
        let unfinished = Unfinished::beside(&target, "unfinished").unwrap();
        assert_eq!(std::fs::metadata(unfinished.path()).unwrap().len(), 0);
        drop(unfinished);
        assert_eq!(
            names(folder.path()),
            [
                "kept.db.unfinished-",
                "kept.db.unfinished-1x",
                "kept.db.unfinished-2",
                "other.db.unfinished-1"
            ]
        );
    }
}
