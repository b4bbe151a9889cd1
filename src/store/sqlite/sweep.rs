//! Sweeping: what was erased leaves the bytes of the file too.
//!
//! `secure_delete` overwrites what is deleted where it stands. But a page that was split may hold
//! copies, between its index and its rows, of rows that moved to another page: these are gone once
//! the file is written anew. The log keeps pages as they were until it is cut off.

use rusqlite::Connection;
use rusqlite::limits::Limit;

use super::super::{StoreError, Sweep};
use super::Sqlite;

/// A file of more pages, of 4 KiB each, is not written anew while others wait.
const MOST_PAGES: i64 = 32 * 1024;

impl Sqlite {
    pub(in super::super) fn sweep(&mut self) -> Result<Sweep, StoreError> {
        // Whoever asked for the deletion may have gone; it stands.
        self.stop.shielded(|| sweep(&self.connection))
    }

    pub(in super::super) fn compact(&mut self) -> Result<bool, StoreError> {
        self.end_what_was_left()?;
        write_anew(&self.connection)?;
        self.connection.execute_batch("PRAGMA optimize")?;
        Ok(!cut_off_log(&self.connection)?)
    }
}

fn sweep(connection: &Connection) -> Result<Sweep, StoreError> {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let is_small = pages <= MOST_PAGES;
    if is_small {
        write_anew(connection)?;
    }
    let is_held = cut_off_log(connection)?;
    Ok(match (is_held, is_small) {
        (true, _) => Sweep::Held,
        (false, true) => Sweep::Clean,
        (false, false) => Sweep::TooLarge,
    })
}

/// Cuts off the log; says whether others held it.
fn cut_off_log(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?)
}

/// Writes every row into fresh pages. The database into which they are written first is attached
/// while that lasts; it takes more room than memory should give.
fn write_anew(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "temp_store", "FILE")?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    let written = connection.execute("VACUUM", []);
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    written?;
    Ok(())
}
