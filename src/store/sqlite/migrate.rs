//! The schema: its versions, and how a file comes to the newest one.

use std::path::{Path, PathBuf};

use rusqlite::limits::Limit;
use rusqlite::{Connection, TransactionBehavior};

use super::super::StoreError;
use super::postings::build;
use super::reading_indexes;

/// Marks a file as ours: `CDIR`.
const APPLICATION_ID: i32 = 0x4344_4952;

/// Every version of the schema, oldest first. A migration that was shipped never changes.
pub(super) const MIGRATIONS: [&str; 3] = [
    include_str!("migrations/0001_directory.sql"),
    include_str!("migrations/0002_postings.sql"),
    include_str!("migrations/0003_access.sql"),
];

/// What a file is, as far as its header tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It has no tables yet.
    Empty,
    /// It has an older schema.
    Older(usize),
    /// It has the newest schema, but an import that was killed left it without some indexes.
    Unindexed,
    /// It has the newest schema.
    Current,
}

/// Tells what a file is. A newer file and one of another program are refused by name.
pub(super) fn state(
    connection: &Connection,
    path: &Path,
    known: usize,
) -> Result<State, StoreError> {
    let unsuitable = |problem: String| StoreError::Unsuitable {
        path: path.to_owned(),
        problem,
    };
    // One snapshot for all three questions: another process may make the tables in between.
    let _snapshot = connection
        .is_autocommit()
        .then(|| connection.unchecked_transaction())
        .transpose()?;
    let application_id: i32 = connection
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .map_err(|error| {
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) {
                unsuitable("is not a database; give another path with `--db`".to_owned())
            } else {
                error.into()
            }
        })?;
    let version: usize = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let is_empty: bool =
        connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| {
            row.get(0)
        })?;
    if is_empty && version == 0 && (application_id == 0 || application_id == APPLICATION_ID) {
        Ok(State::Empty)
    } else if application_id != APPLICATION_ID {
        Err(unsuitable(
            "is the database of another program; give another path with `--db`".to_owned(),
        ))
    } else if version > known {
        Err(unsuitable(format!(
            "was written by a newer customer-directory (schema {version}; this program knows {known}); install that version"
        )))
    } else if version < known {
        Ok(State::Older(version))
    } else if reading_indexes::are_there(connection)?
        && build::state(connection)? == build::State::Built
    {
        Ok(State::Current)
    } else {
        Ok(State::Unindexed)
    }
}

/// Brings a file to the newest schema, once, whichever of several processes comes first.
///
/// Before an older file is touched, a copy is set aside next to it.
pub(super) fn migrate(
    connection: &mut Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    match state(connection, path, migrations.len())? {
        State::Current => return Ok(()),
        State::Older(version) => set_copy_aside(connection, path, version)?,
        State::Empty | State::Unindexed => {}
    }
    let known = migrations.len();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = match state(&transaction, path, known)? {
        State::Current => return Ok(()),
        State::Unindexed => known,
        State::Empty => 0,
        State::Older(version) => version,
    };
    for migration in migrations.iter().skip(version) {
        transaction.execute_batch(migration)?;
    }
    reading_indexes::build(&transaction)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", migrations.len())?;
    transaction.commit()?;
    build::build(connection)
}

/// The copy that is kept of a file before it is migrated.
fn copy_path(path: &Path, version: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-schema-{}", version + 1));
    PathBuf::from(name)
}

fn set_copy_aside(connection: &Connection, path: &Path, version: usize) -> Result<(), StoreError> {
    let copy = copy_path(path, version);
    if copy.exists() || !path.exists() {
        return Ok(());
    }
    // Written under a name of this process first: a copy that was cut short must not look whole.
    let mut unfinished = copy.as_os_str().to_owned();
    unfinished.push(format!(".{}", std::process::id()));
    let unfinished = PathBuf::from(unfinished);
    match std::fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            let problem = format!("is left of an earlier copy and cannot be removed ({error})");
            return Err(StoreError::Unsuitable {
                path: unfinished,
                problem,
            });
        }
        Ok(()) | Err(_) => super::file::prepare(&unfinished, false)?,
    }
    // The copy is attached while it is written; nothing else ever is.
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    let copied = connection.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()]);
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    copied?;
    std::fs::rename(&unfinished, &copy).map_err(|error| StoreError::Unsuitable {
        path: copy.clone(),
        problem: format!(
            "the copy before the migration cannot be kept ({error}); free its name and try again"
        ),
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{Limit, MIGRATIONS, State, copy_path, migrate, reading_indexes, state};

    const NEXT: &str = "CREATE TABLE next (id INTEGER) STRICT";

    fn and_next() -> Vec<&'static str> {
        MIGRATIONS.into_iter().chain([NEXT]).collect()
    }

    #[test]
    fn an_older_file_is_migrated_after_a_copy_was_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers.db");
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, &MIGRATIONS).unwrap();
        connection
            .execute("UPDATE tallies SET count = 7 WHERE name = 'customers'", [])
            .unwrap();

        // As every connection of ours is.
        connection
            .set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)
            .unwrap();

        migrate(&mut connection, &path, &and_next()).unwrap();

        let known = MIGRATIONS.len();
        assert_eq!(
            state(&connection, &path, known + 1).unwrap(),
            State::Current
        );
        let copy = Connection::open(copy_path(&path, known)).unwrap();
        assert_eq!(state(&copy, &path, known).unwrap(), State::Current);
        let kept: i64 = copy
            .query_row(
                "SELECT count FROM tallies WHERE name = 'customers'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(kept, 7);
    }

    #[test]
    fn a_failing_migration_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers.db");
        let mut connection = Connection::open(&path).unwrap();
        let migrations = [MIGRATIONS[0], "CREATE NONSENSE"];
        assert!(migrate(&mut connection, &path, &migrations).is_err());
        assert_eq!(state(&connection, &path, 1).unwrap(), State::Empty);
    }

    #[test]
    fn a_file_of_the_first_schema_is_found_by_its_postings_afterwards() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = std::path::Path::new(":memory:");
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection
            .execute_batch(
                "PRAGMA application_id = 0x43444952; PRAGMA user_version = 1;
                 INSERT INTO customers (id, name, name_at, version, feedback_count, first_seen, last_seen,
                     sort_name, tags, channels, words)
                 VALUES (1, 'Zoë Ada', 5, 1, 1, 5, 5, 'zoe ada', 'VIP', 'email', ' ada zoe');
                 INSERT INTO customer_tags VALUES (1, 'vip', 'VIP', NULL, 5);
                 INSERT INTO customer_channels VALUES ('email', 1);
                 INSERT INTO customer_search (rowid, words) VALUES (1, ' ada zoe');
                 INSERT INTO feedback (source, reference, channel, created_at, has_original, ingested_at, outcome)
                 VALUES ('s', 'r', 'email', 5, 1, 5, 4);
                 UPDATE tallies SET count = 1;",
            )
            .unwrap();
        migrate(&mut connection, path, &MIGRATIONS).unwrap();
        let has = |collection: &str, key: &str| -> bool {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {collection}_postings WHERE key = ?1)");
            connection.query_row(&sql, [key], |row| row.get(0)).unwrap()
        };
        for key in ["wzoe", "3ada", "tvip", "cemail", "m1970-01"] {
            assert!(has("customer", key), "{key}");
        }
        assert!(has("feedback", "cemail") && has("feedback", "u"));
        let counted: i64 = connection
            .query_row(
                "SELECT count FROM tallies WHERE name = 'feedback'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(counted, 1);
    }

    #[test]
    fn a_file_that_an_import_left_without_indexes_gets_them_back() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = std::path::Path::new(":memory:");
        migrate(&mut connection, path, &MIGRATIONS).unwrap();
        reading_indexes::drop_all(&connection).unwrap();
        assert_eq!(
            state(&connection, path, MIGRATIONS.len()).unwrap(),
            State::Unindexed
        );
        migrate(&mut connection, path, &MIGRATIONS).unwrap();
        assert_eq!(
            state(&connection, path, MIGRATIONS.len()).unwrap(),
            State::Current
        );
    }

    #[test]
    fn every_foreign_key_is_checked_over_an_index_and_every_table_is_strict() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(
            &mut connection,
            std::path::Path::new(":memory:"),
            &MIGRATIONS,
        )
        .unwrap();
        let tables: Vec<(String, bool)> = connection
            .prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(tables.len() > 8);
        for (table, strict) in tables {
            assert!(strict, "{table} is not STRICT");
            let unindexed: Vec<String> = connection
                .prepare(
                    "SELECT key.\"from\" FROM pragma_foreign_key_list(?1) AS key WHERE NOT EXISTS (
                         SELECT 1 FROM pragma_index_list(?1) AS list, pragma_index_info(list.name) AS info
                         WHERE info.seqno = 0 AND info.name = key.\"from\")",
                )
                .unwrap()
                .query_map([&table], |row| row.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            assert!(unindexed.is_empty(), "{table}: {unindexed:?} has no index");
        }
    }
}
