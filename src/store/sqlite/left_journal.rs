//! What a process has left that was killed while it changed a file outside of the log: while it took
//! the file for itself, to put a backup in its place, or while it made it.
//!
//! The journal beside the file says how it was before, and `SQLite` takes back what was changed since.
//! A connection that cannot write cannot do that, and could not read the file either.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::super::keeping::beside;

/// Takes back what is half done, if anything is. Where that fails, whoever reads the file hears why.
pub(super) fn take_back(path: &Path) {
    let journal = fs::metadata(beside(path, "-journal"));
    if !journal.is_ok_and(|journal| journal.len() > 0) {
        return;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // One that belongs to a process that lives is left to it.
    drop(
        Connection::open_with_flags(path, flags).and_then(|connection| {
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        }),
    );
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rusqlite::Connection;

    use super::super::super::unfinished::make_private;
    use super::super::super::{Location, Purpose};
    use super::super::Sqlite;

    #[test]
    fn who_only_reads_finds_the_file_as_it_was_before_a_change_that_was_cut_short() {
        for purpose in [Purpose::Read, Purpose::Inspect, Purpose::Write] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("customers.db");
            let at = |name: &str| Location::File {
                path: folder.path().join(name),
                may_be_shared: false,
            };
            drop(Sqlite::open(&at("customers.db"), Purpose::Write).unwrap());
            let connection = Connection::open(&path).unwrap();
            connection
                .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
                .unwrap();
            // More than the cache holds is written before the end.
            connection
                .execute_batch(
                    "PRAGMA cache_size = 1; BEGIN; UPDATE tallies SET count = 7;
                     CREATE TABLE much AS WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n LIMIT 9000)
                     SELECT v, hex(randomblob(50)) FROM n;",
                )
                .unwrap();
            for end in ["", "-journal"] {
                let cut = folder.path().join(format!("cut.db{end}"));
                drop(make_private(&cut).unwrap());
                fs::copy(folder.path().join(format!("customers.db{end}")), cut).unwrap();
            }
            let opened = Sqlite::open(&at("cut.db"), purpose).unwrap();
            let changed: i64 = opened
                .connection
                .query_row("SELECT count(*) FROM tallies WHERE count = 7", [], |row| {
                    row.get(0)
                })
                .unwrap();
            let tables: i64 = opened
                .connection
                .query_row(
                    "SELECT count(*) FROM sqlite_schema WHERE name = 'much'",
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!((changed, tables), (0, 0), "{purpose:?}");
            assert!(!folder.path().join("cut.db-journal").exists());
        }
    }
}
