//! The schema: its versions, and how a file comes to the newest one.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::super::{StoreError, Unfinished};
use super::copy::vacuum_into;
use super::postings::build;
use super::reading_indexes;

/// Marks a file as ours: `CDIR`.
const APPLICATION_ID: i32 = 0x4344_4952;

/// Every version of the schema, oldest first. A migration that was shipped never changes.
pub(super) const MIGRATIONS: [&str; 6] = [
    include_str!("../migrations/0001_directory.sql"),
    include_str!("../migrations/0002_postings.sql"),
    include_str!("../migrations/0003_access.sql"),
    include_str!("../migrations/0004_fewer_pages.sql"),
    include_str!("../migrations/0005_checksums.sql"),
    include_str!("../migrations/0006_details.sql"),
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
                StoreError::NotADatabase {
                    path: path.to_owned(),
                }
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

/// Refuses a file that a newer program has migrated since it was opened. Asked inside a transaction,
/// so that nothing is read or written by rules that do not hold any more.
pub(super) fn hold_schema(connection: &Connection) -> Result<(), StoreError> {
    let found: i64 = connection
        .prepare_cached("PRAGMA user_version")?
        .query_row([], |row| row.get(0))?;
    let known = MIGRATIONS.len();
    if i64::try_from(known) == Ok(found) {
        Ok(())
    } else {
        Err(StoreError::OtherSchema { found, known })
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
    let unkept = |error: std::io::Error| StoreError::Unsuitable {
        path: copy.clone(),
        problem: format!(
            "the copy before the migration cannot be kept ({error}), so nothing was migrated; free some space or its \
             name and try again"
        ),
    };
    // A copy that was cut short must not look whole.
    let unfinished = Unfinished::beside(&copy, "unfinished").map_err(unkept)?;
    vacuum_into(connection, unfinished.path())?;
    // Somebody else may have set a copy aside and migrated the file meanwhile: theirs is the one of
    // the older file.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let copied: usize = Connection::open_with_flags(unfinished.path(), flags)?.query_row(
        "PRAGMA user_version",
        [],
        |row| row.get(0),
    )?;
    if copied != version || copy.exists() {
        return Ok(());
    }
    // On the disk before the migration: a power cut must not take the one and leave the other.
    unfinished.finish(&copy).map_err(unkept)
}
