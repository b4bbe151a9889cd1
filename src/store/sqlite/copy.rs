//! Copies of a directory as it is at one moment, whoever else writes to it.

use std::path::Path;

use rusqlite::limits::Limit;
use rusqlite::{Connection, OptionalExtension as _};

use super::super::keeping::{Extent, KnownBackup, Statistics};
use super::super::{Location, StoreError};
use super::migrate::{self, MIGRATIONS, State};
use super::postings::{CUSTOMERS, FEEDBACK};
use super::{Sqlite, audit, connection, tallies};
use crate::domain::audit::Link;
use jiff::Timestamp;

impl Sqlite {
    /// Copies a directory into an empty file.
    pub(in super::super) fn write_copy(
        location: &Location,
        target: &Path,
    ) -> Result<(), StoreError> {
        let Location::File { path, .. } = location else {
            return Err(StoreError::NotPermitted);
        };
        let source = connection::open_as_it_is(path)?;
        let unsuitable = |problem: &str| StoreError::Unsuitable {
            path: path.clone(),
            problem: problem.to_owned(),
        };
        match migrate::state(&source, path, MIGRATIONS.len())? {
            State::Empty => return Err(unsuitable("holds nothing; choose another file")),
            State::Older(_) => {
                return Err(unsuitable(
                    "was written by an older customer-directory; open it once, by `stats --db` for example, and try \
                     again",
                ));
            }
            State::Current | State::Unindexed => {}
        }
        match vacuum_into(&source, target) {
            Err(StoreError::DiskFull) => Err(StoreError::Unsuitable {
                path: target.to_owned(),
                problem: "the copy cannot be written (the disk is full); free some space, or choose another place"
                    .to_owned(),
            }),
            copied => copied,
        }
    }

    /// Reads a copy back, and answers how far it goes.
    pub(in super::super) fn verify_copy(path: &Path) -> Result<Extent, StoreError> {
        let copy = Self::over(connection::open_as_it_is(path)?)?;
        let is_whole: String =
            copy.connection
                .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if is_whole != "ok" {
            return Err(StoreError::Damaged);
        }
        let extent = copy.extent()?;
        for (table, kept) in [
            (CUSTOMERS.rows, extent.customers),
            (FEEDBACK.rows, extent.feedback),
        ] {
            if count(&copy.connection, table)? != kept {
                return Err(StoreError::Damaged);
            }
        }
        Ok(extent)
    }

    pub(in super::super) fn extent(&self) -> Result<Extent, StoreError> {
        let snapshot = self.connection.unchecked_transaction()?;
        let (changes, head) = audit::head(&snapshot)?;
        Ok(Extent {
            customers: tallies::rows(&snapshot, CUSTOMERS.rows)?,
            feedback: tallies::rows(&snapshot, FEEDBACK.rows)?,
            changes,
            head,
        })
    }

    pub(in super::super) fn link_of(&self, change: u64) -> Result<Option<Link>, StoreError> {
        link_of(&self.connection, change)
    }

    pub(in super::super) fn statistics(&self) -> Result<Statistics, StoreError> {
        let snapshot = self.connection.unchecked_transaction()?;
        let number = |sql: &str| -> Result<u64, StoreError> {
            Ok(snapshot.query_row(sql, [], |row| row.get(0))?)
        };
        let of_kind = |kind: i64| {
            number(&format!(
                "SELECT count(*) FROM contacts WHERE kind = {kind}"
            ))
        };
        let (oldest_feedback, newest_feedback) = snapshot.query_row(
            "SELECT (SELECT min(created_at) FROM feedback), (SELECT max(created_at) FROM feedback)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Statistics {
            customers: tallies::rows(&snapshot, CUSTOMERS.rows)?,
            contacts: [of_kind(1)?, of_kind(2)?, of_kind(3)?],
            feedback: tallies::rows(&snapshot, FEEDBACK.rows)?,
            unlinked: number("SELECT count(*) FROM feedback WHERE customer_id IS NULL")?,
            merged: number("SELECT count(*) FROM former_customers WHERE became IS NOT NULL")?,
            deleted: number("SELECT count(*) FROM former_customers WHERE became IS NULL")?,
            plans: count(&snapshot, "plans")?,
            keys: count(&snapshot, "keys")?,
            changes: audit::head(&snapshot)?.0,
            oldest_feedback,
            newest_feedback,
            last_backup: last_backup(&snapshot)?,
            schema: number("PRAGMA user_version")?,
        })
    }
}

/// Copies a directory into an empty file, page by fresh page: nothing that was erased goes along.
pub(super) fn vacuum_into(connection: &Connection, target: &Path) -> Result<(), StoreError> {
    // The copy is attached while it is written; nothing else ever is.
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    let copied = connection.execute("VACUUM INTO ?1", [target.to_string_lossy()]);
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    copied?;
    Ok(())
}

/// When the latest backup was made, and how far it went. No change of the directory: the audit does
/// not have it, so that a backup is not older than what it was made of.
const BACKUP: [&str; 2] = ["backup_at", "backup_changes"];

/// Notes a backup.
pub(super) fn note_backup(
    connection: &Connection,
    at: Timestamp,
    changes: u64,
) -> Result<(), StoreError> {
    let [time, number] = BACKUP;
    tallies::keep(connection, time, at.as_millisecond())?;
    tallies::keep(connection, number, changes.cast_signed())
}

fn last_backup(connection: &Connection) -> Result<Option<KnownBackup>, StoreError> {
    let [time, number] = BACKUP;
    let (at, changes) = (
        tallies::kept(connection, time)?,
        tallies::kept(connection, number)?,
    );
    let (Some(at), Some(changes)) = (at, changes) else {
        return Ok(None);
    };
    Ok(Some(KnownBackup {
        at,
        changes,
        head: link_of(connection, changes)?,
    }))
}

fn link_of(connection: &Connection, change: u64) -> Result<Option<Link>, StoreError> {
    let sql = "SELECT hash FROM audit WHERE number = ?1";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([change], |row| row.get(0).map(Link))
        .optional()?)
}

/// How many rows a table has, counted one by one.
pub(super) fn count(connection: &Connection, table: &str) -> Result<u64, StoreError> {
    let sql = format!("SELECT count(*) FROM {table}");
    Ok(connection.query_row(&sql, [], |row| row.get(0))?)
}
