//! Putting another file in the place of a directory that nobody uses.
//!
//! At each moment the directory's name is that of a whole file: of the one that was there, until it
//! is that of the other. Whatever stops it in between leaves the first, with a second name.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::keeping::beside;
use super::super::{COMPANIONS, Location, StoreError, folder_of, has_both_names, sync_folder};
use super::{Sqlite, audit, file, former, tallies};
use crate::domain::audit::Link;
use crate::domain::customer::CustomerId;

impl Sqlite {
    /// Makes the folder of a directory that is to come there.
    pub(in super::super) fn prepare_folder(location: &Location) -> Result<(), StoreError> {
        match location {
            Location::File { path, .. } => file::prepare_folder(path),
            Location::Temporary => Ok(()),
        }
    }

    /// Gives a directory's file another name, and its own to another file. Others who have the file
    /// open make it fail, and so does a change since its audit had this head; nothing is changed then.
    pub(in super::super) fn exchange(
        location: &Location,
        fresh: &Path,
        aside: &Path,
        known: Option<(u64, Link)>,
    ) -> Result<(), StoreError> {
        let Location::File { path, .. } = location else {
            return Err(StoreError::NotPermitted);
        };
        let problem = |problem: String| StoreError::Unsuitable {
            path: path.clone(),
            problem,
        };
        let failed = |error: io::Error| problem(format!("cannot be exchanged ({error})"));
        let is_there = path.try_exists().map_err(failed)?;
        let held = if is_there { hold(path)? } else { None };
        if is_there && held.is_none() && known.is_some() {
            // It could be read a moment ago. Whether others use it now cannot be told.
            return Err(StoreError::Damaged);
        }
        if let (Some(held), Some(known)) = (&held, known)
            && audit::head(held)? != known
        {
            held.execute_batch("ROLLBACK; PRAGMA journal_mode = WAL")?;
            return Err(problem(
                "was changed while the backup was looked at; restore it again".to_owned(),
            ));
        }
        forget_second_names(path).map_err(failed)?;
        let mut moved = Moved::default();
        let exchanged = set_aside(path, aside, is_there, &mut moved)
            .and_then(|()| sync_folder(path))
            .and_then(|()| take_place(fresh, path, is_there));
        if let Err(error) = exchanged {
            moved.back();
            return Err(failed(error));
        }
        drop(held);
        forget_empty(aside);
        sync_folder(path).map_err(|error| {
            problem(format!(
                "is the backup now, but a power cut could still take that back ({error}); look at the disk, then \
                 run `customer-directory check`"
            ))
        })
    }

    /// Ids of customers who were deleted, ascending.
    pub(in super::super) fn deleted(&self) -> Result<Vec<CustomerId>, StoreError> {
        former::deleted(&self.connection)
    }

    /// The last ids that were given: of customers and of feedback.
    pub(in super::super) fn last_given(&self) -> Result<[i64; 2], StoreError> {
        let last = |table: &str| tallies::last_given(&self.connection, table);
        Ok([last("customers")?, last("feedback")?])
    }

    /// Gives no id up to these again.
    pub(in super::super) fn skip_to(&mut self, last: [i64; 2]) -> Result<(), StoreError> {
        for (table, last) in ["customers", "feedback"].into_iter().zip(last) {
            let known = self.connection.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1",
                rusqlite::params![table, last],
            )?;
            if known == 0 {
                self.connection.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
                    rusqlite::params![table, last],
                )?;
            }
            tallies::count_anew(&self.connection, table)?;
        }
        Ok(())
    }
}

/// Names that were given, to be taken back.
#[derive(Debug, Default)]
struct Moved {
    second: Option<PathBuf>,
    renamed: Vec<(PathBuf, PathBuf)>,
}

impl Moved {
    /// As it was before, as far as the system lets us: what cannot be moved back is set aside.
    fn back(self) {
        for (from, to) in self.renamed {
            drop(fs::rename(to, from));
        }
        if let Some(second) = self.second {
            drop(fs::remove_file(second));
        }
    }
}

/// Gives the file a second name, and what lies beside it another one: a log that was left there would
/// be taken for that of the file that comes.
fn set_aside(path: &Path, aside: &Path, is_there: bool, moved: &mut Moved) -> io::Result<()> {
    if is_there {
        match fs::hard_link(path, aside) {
            Ok(()) => moved.second = Some(aside.to_owned()),
            Err(error) if knows_one_name(&error) => {
                fs::rename(path, aside)?;
                moved.renamed.push((path.to_owned(), aside.to_owned()));
            }
            Err(error) => return Err(error),
        }
    }
    for end in COMPANIONS {
        let (from, to) = (beside(path, end), beside(aside, end));
        match fs::rename(&from, &to) {
            Ok(()) => moved.renamed.push((from, to)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Of what lay beside the file only a log that says something is worth keeping.
fn forget_empty(aside: &Path) {
    for end in COMPANIONS {
        let path = beside(aside, end);
        let is_empty = fs::metadata(&path).is_ok_and(|file| file.len() == 0);
        if is_empty || end == "-shm" {
            drop(fs::remove_file(path));
        }
    }
}

/// Gives a file the name, in the place of the one that was there; where none was, of none.
fn take_place(fresh: &Path, path: &Path, was_there: bool) -> io::Result<()> {
    if was_there {
        return fs::rename(fresh, path);
    }
    rename_to_free(fresh, path).unwrap_or_else(|| match fs::hard_link(fresh, path) {
        Err(error) if knows_one_name(&error) => fs::rename(fresh, path),
        linked => linked,
    })
}

/// Gives a file a name that must be free, and takes its own away in the same step. Nothing where the
/// system or the filesystem has no such step; then the other name is taken away later.
#[cfg(target_os = "linux")]
fn rename_to_free(fresh: &Path, path: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, fresh, CWD, path, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS) => None,
        renamed => Some(renamed.map_err(io::Error::from)),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_to_free(_: &Path, _: &Path) -> Option<io::Result<()>> {
    None
}

/// Whether a filesystem, such as that of a memory stick, gives a file one name only.
fn knows_one_name(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Unsupported | ErrorKind::PermissionDenied | ErrorKind::TooManyLinks
    )
}

/// An exchange that was stopped has left the file, which still is the directory, a second name.
fn forget_second_names(path: &Path) -> io::Result<()> {
    let start = beside(path, ".replaced-");
    let start = start.file_name().unwrap_or_default().to_string_lossy();
    for entry in fs::read_dir(folder_of(path))? {
        let entry = entry?;
        let begins_so = entry.file_name().to_string_lossy().starts_with(&*start);
        if begins_so && has_both_names(path, &entry.path()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Takes a file for this process alone. A file that is no database any more has no users.
fn hold(path: &Path) -> Result<Option<Connection>, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // It leaves the log only while no other connection is open, and takes it into the file.
    let mode = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| {
        row.get::<_, String>(0)
    });
    let taken = mode.and_then(|mode| {
        if mode != "delete" {
            return Ok(false);
        }
        connection.execute_batch("BEGIN EXCLUSIVE").map(|()| true)
    });
    match taken {
        Ok(true) => Ok(Some(connection)),
        Ok(false) => Err(StoreError::Busy),
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Ok(None),
            _ => Err(error.into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Location, Purpose, StoreError};
    use super::{Link, Sqlite};

    #[test]
    fn a_directory_that_was_changed_since_it_was_looked_at_stays_and_can_be_used() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File {
            path: folder.path().join("customers.db"),
            may_be_shared: false,
        };
        drop(Sqlite::open(&location, Purpose::Write).unwrap());
        let (fresh, aside) = (
            folder.path().join("fresh.db"),
            folder.path().join("aside.db"),
        );
        std::fs::write(&fresh, "another").unwrap();
        let refused = Sqlite::exchange(&location, &fresh, &aside, Some((7, Link([1; 32]))));
        assert!(
            matches!(refused, Err(StoreError::Unsuitable { .. })),
            "{refused:?}"
        );
        assert!(fresh.exists() && !aside.exists());
        let opened = Sqlite::open(&location, Purpose::Write).unwrap();
        let mode: String = (opened.connection)
            .query_row("PRAGMA journal_mode", [], |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
    }
    #[test]
    fn what_is_in_the_way_stops_it_and_what_an_earlier_one_left_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers.db");
        let location = Location::File {
            path: path.clone(),
            may_be_shared: false,
        };
        drop(Sqlite::open(&location, Purpose::Write).unwrap());
        let (fresh, aside, left) = (
            folder.path().join("fresh.db"),
            folder.path().join("customers.db.replaced-2"),
            folder.path().join("customers.db.replaced-1"),
        );
        std::fs::write(&fresh, "another").unwrap();
        std::fs::hard_link(&path, &left).unwrap();
        std::fs::create_dir(&aside).unwrap();
        let refused = Sqlite::exchange(&location, &fresh, &aside, None);
        assert!(
            matches!(refused, Err(StoreError::Unsuitable { .. })),
            "{refused:?}"
        );
        assert!(fresh.exists() && !left.exists());
        drop(Sqlite::open(&location, Purpose::Write).unwrap());
        std::fs::remove_dir(&aside).unwrap();
        Sqlite::exchange(&location, &fresh, &aside, None).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"another");
        assert!(
            std::fs::read(&aside)
                .unwrap()
                .starts_with(b"SQLite format 3")
        );
    }
}
