//! Connections and their settings.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::{Location, Purpose, StoreError};
use super::file;
use super::interrupter::Stop;
use super::left_journal;
use super::migrate::{self, MIGRATIONS, State};
use super::place::Place;

/// Older versions can damage a write-ahead log that several processes use.
const OLDEST_SAFE_SQLITE: i32 = 3_051_003;

/// How often a busy database is asked again: about ten seconds in all.
const BUSY_ATTEMPTS: i32 = 3_200;

/// Prepared statements kept by a connection.
const STATEMENT_CACHE: usize = 96;

/// Page caches in KiB, by purpose. What a server has of a million customers holds the inner pages of
/// every index; with less each look-up reads several from the file.
const SERVER_CACHE: i64 = 8 * 1024;
const IMPORT_CACHE: i64 = 92 * 1024;

/// Pages of write-ahead log after which they are copied into the file: as many as fit into what the
/// log keeps of its file, which is then written over and never grows again.
const CHECKPOINT: i64 = 2_000;
const LOG_LIMIT: i64 = 8 * 1024 * 1024;

/// The same in an import.
const IMPORT_CHECKPOINT: i64 = 32 * 1024;

/// Opens a directory for a purpose, made or migrated first where that is needed. Says where the file
/// is, if it is in one.
pub(super) fn open(
    location: &Location,
    purpose: Purpose,
) -> Result<(Connection, Option<Place>), StoreError> {
    let Location::File {
        path,
        may_be_shared,
    } = location
    else {
        return Ok((open_temporary()?, None));
    };
    if rusqlite::version_number() < OLDEST_SAFE_SQLITE {
        return Err(StoreError::Unsuitable {
            path: path.clone(),
            problem: format!(
                "needs SQLite 3.51.3 or newer; this program has {}",
                rusqlite::version()
            ),
        });
    }
    if purpose == Purpose::Inspect {
        file::refuse_unsuitable(path, *may_be_shared)?;
    } else {
        file::prepare(path, *may_be_shared)?;
    }
    let place = Place::of(path)?;
    let connection = match purpose {
        Purpose::Inspect => inspect(path)?,
        Purpose::Read => open_for_reading(path, &place)?,
        Purpose::Write | Purpose::Import => {
            let connection = open_for_writing(path, &place)?;
            let (cache, checkpoint) = match purpose {
                Purpose::Import => (IMPORT_CACHE, IMPORT_CHECKPOINT),
                Purpose::Write | Purpose::Read | Purpose::Inspect => (SERVER_CACHE, CHECKPOINT),
            };
            connection.pragma_update(None, "cache_size", -cache)?;
            connection.pragma_update(None, "wal_autocheckpoint", checkpoint)?;
            connection
        }
    };
    Ok((connection, Some(place)))
}

/// Opens an empty directory in a temporary file.
fn open_temporary() -> Result<Connection, StoreError> {
    let mut connection = open_blank()?;
    migrate::migrate(&mut connection, Path::new("a temporary file"), &MIGRATIONS)?;
    Ok(connection)
}

/// Opens a temporary database without tables. `SQLite` unlinks its file, and nobody needs it to
/// survive anything.
pub(super) fn open_blank() -> Result<Connection, StoreError> {
    let mut connection = Connection::open("")?;
    settle(&mut connection)?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    keep_notes_in_memory(&connection)?;
    connection.pragma_update(None, "cache_size", -IMPORT_CACHE)?;
    Ok(connection)
}

/// What a statement of many rows would have to take back is noted for each statement; in a file,
/// that costs more than the rows.
fn keep_notes_in_memory(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.pragma_update(None, "temp_store", "MEMORY")?)
}

/// A server that may only read never holds a connection that can write: what is missing is made
/// over another one first, which is closed again.
fn open_for_reading(path: &Path, place: &Place) -> Result<Connection, StoreError> {
    let mut connection = open_unwritable(path)?;
    let state = migrate::state(&connection, path, MIGRATIONS.len())?;
    place.look()?;
    match state {
        State::Current => {}
        State::Empty | State::Older(_) | State::Unindexed => {
            drop(connection);
            drop(open_for_writing(path, place)?);
            connection = open_unwritable(path)?;
        }
    }
    settle_for_reading(&connection)?;
    Ok(connection)
}

/// Opens a file that is to be checked as it is.
fn inspect(path: &Path) -> Result<Connection, StoreError> {
    let connection = open_unwritable(path)?;
    let problem = match migrate::state(&connection, path, MIGRATIONS.len())? {
        State::Current => {
            settle_for_reading(&connection)?;
            return Ok(connection);
        }
        State::Empty => "holds nothing; give another path with `--db`".to_owned(),
        State::Older(version) => format!(
            "was written by an older customer-directory (schema {version}; this program knows {}) and was left as it \
             is; `stats` migrates it, after a copy was set aside, then try again",
            MIGRATIONS.len()
        ),
        State::Unindexed => {
            "is in the middle of an import, or of one that was cut short; wait for its end, or let `stats` build what \
             is missing, then try again"
                .to_owned()
        }
    };
    Err(StoreError::Unsuitable {
        path: path.to_owned(),
        problem,
    })
}

fn open_unwritable(path: &Path) -> Result<Connection, StoreError> {
    left_journal::take_back(path);
    let mut connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    settle(&mut connection)?;
    Ok(connection)
}

fn settle_for_reading(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -SERVER_CACHE)?;
    Ok(())
}

/// Opens a file for reading as it is: it is neither made nor migrated, and nothing is built.
pub(super) fn open_as_it_is(path: &Path) -> Result<Connection, StoreError> {
    let connection = open_unwritable(path)?;
    migrate::state(&connection, path, MIGRATIONS.len())?;
    Ok(connection)
}

fn open_for_writing(path: &Path, place: &Place) -> Result<Connection, StoreError> {
    let mut connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    settle(&mut connection)?;
    let state = migrate::state(&connection, path, MIGRATIONS.len())?;
    // Before anything is written: a backup may have taken the file's place since it was opened, and
    // the log of this connection would lie beside that one.
    place.look()?;
    if state == State::Empty {
        connection.pragma_update(None, "synchronous", "EXTRA")?;
    }
    write_ahead(&connection, path)?;
    migrate::migrate(&mut connection, path, &MIGRATIONS)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    keep_notes_in_memory(&connection)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "journal_size_limit", LOG_LIMIT)?;
    Ok(connection)
}

/// Settings that every connection has.
fn settle(connection: &mut Connection) -> Result<(), StoreError> {
    connection.busy_handler(Some(wait_while_busy))?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Without it a statement with `LIMIT ?` is prepared anew each time it runs.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

/// Switches a file to the write-ahead log. The busy handler does not cover this step.
fn write_ahead(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let mut attempt = 0;
    loop {
        match connection.query_row("PRAGMA journal_mode = WAL", [], |row| {
            row.get::<_, String>(0)
        }) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => {
                return Err(StoreError::Unsuitable {
                    path: path.to_owned(),
                    problem: "lies where a write-ahead log cannot be kept; choose a local folder with `--db`".to_owned(),
                });
            }
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && wait_while_busy(attempt) =>
            {
                attempt += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Gives up waiting for other processes where the connection is to stop.
pub(super) fn wait_until_stopped(
    connection: &mut Connection,
    stop: Stop,
) -> Result<(), StoreError> {
    let wait = move |attempt| !stop.is_asked() && wait_while_busy(attempt);
    Ok(connection.busy_handler(Some(wait))?)
}

/// Waits 0.2 to 6 ms, unevenly, so that processes that wait for each other fall out of step.
fn wait_while_busy(attempt: i32) -> bool {
    if attempt >= BUSY_ATTEMPTS {
        return false;
    }
    let spread = attempt.unsigned_abs().wrapping_mul(2_654_435_761)
        ^ std::process::id().wrapping_mul(40_503);
    std::thread::sleep(Duration::from_micros(200 + u64::from(spread % 5_800)));
    true
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    #[test]
    fn large_values_are_read_through_the_page_cache() {
        let connection = Connection::open_in_memory().unwrap();
        let reads_past_it: bool = connection
            .query_row(
                "SELECT sqlite_compileoption_used('DIRECT_OVERFLOW_READ')",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert!(!reads_past_it, "`.cargo/config.toml` was not heeded");
    }
}
