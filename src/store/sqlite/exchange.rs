//! Putting another file in the place of a directory that nobody uses.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::super::keeping::beside;
use super::super::{Location, StoreError};
use super::{Sqlite, audit, former, tallies};
use crate::domain::audit::Link;
use crate::domain::customer::CustomerId;

impl Sqlite {
    /// Renames a directory's file, and gives its name to another one. Others who have the file
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
        let failed = |error: std::io::Error| StoreError::Unsuitable {
            path: path.clone(),
            problem: format!("cannot be exchanged ({error})"),
        };
        let rename = |from: &Path, to: &Path| {
            ["", "-wal", "-shm"]
                .map(|end| (beside(from, end), beside(to, end)))
                .iter()
                .filter(|(from, _)| from.exists())
                .try_for_each(|(from, to)| std::fs::rename(from, to))
                .map_err(failed)
        };
        let held = if path.exists() {
            Some(hold(path)?)
        } else {
            None
        };
        if let (Some(Some(held)), Some(known)) = (&held, known)
            && audit::head(held)? != known
        {
            held.execute_batch("ROLLBACK; PRAGMA journal_mode = WAL")?;
            return Err(StoreError::Unsuitable {
                path: path.clone(),
                problem: "was changed while the backup was looked at; restore it again".to_owned(),
            });
        }
        if held.is_some() {
            rename(path, aside)?;
        }
        let renamed = std::fs::rename(fresh, path);
        if renamed.is_err() && held.is_some() {
            rename(aside, path)?;
        }
        drop(held);
        renamed.map_err(failed)
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
    match taken.map_err(StoreError::from) {
        Ok(true) => Ok(Some(connection)),
        Ok(false) => Err(StoreError::Busy),
        Err(StoreError::Damaged | StoreError::Database(_)) => Ok(None),
        Err(error) => Err(error),
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
}
