//! What can go wrong below the services.

use std::path::PathBuf;

use thiserror::Error;

/// A store that cannot be opened, read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file or its folder does not suit a directory.
    #[error("{}: {problem}", .path.display())]
    Unsuitable {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong and what to do, as a sentence.
        problem: String,
    },
    /// The file is something else.
    #[error("{}: is not a database; give another path with `--db`", .path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// Another program has changed the tables since the file was opened.
    #[error(
        "the directory was brought to schema {found} by another customer-directory, and this one knows schema {known}; nothing was done; install that version and start again"
    )]
    OtherSchema {
        /// The schema of the file.
        found: i64,
        /// The schema that this program knows.
        known: usize,
    },
    /// Another process held the database for longer than we wait.
    #[error("another process is writing to the directory; try again in a moment")]
    Busy,
    /// The disk is full.
    #[error("the disk is full, so this was not done; free some space and try again")]
    DiskFull,
    /// The system reported an error of the disk. Whether what was written is kept is not known.
    #[error(
        "the disk reported an error while the directory's file was used; look at the disk and at the system's log, and try again"
    )]
    DiskFailed,
    /// The system does not let this user open or write the file.
    #[error(
        "this user may not open or write the directory's file; check the owner and the permissions of the file and of its folder, or choose another file with `--db`"
    )]
    NotPermitted,
    /// The file was moved, replaced or removed since it was opened.
    #[error(
        "the directory's file was moved, replaced or removed; this change was not made; put the file back or start again"
    )]
    Gone,
    /// The file is not whole.
    #[error(
        "the directory's file is damaged, or the disk cannot read it; look at the system's log, and restore a backup"
    )]
    Damaged,
    /// The call was cancelled while it ran.
    #[error("the call was cancelled")]
    Interrupted,
    /// A row that cannot be what it should be.
    #[error("the directory is damaged: {table} row {row} cannot be read; restore a backup")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row's number.
        row: i64,
    },
    /// Anything else that the database reports. Its text may quote data, so it is a source only.
    #[error("the directory's file could not be used")]
    Database(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::SystemIoFailure) if finds_no_room(&error) => Self::DiskFull,
            Some(ErrorCode::SystemIoFailure) => Self::DiskFailed,
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                Self::NotPermitted
            }
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged,
            _ => Self::Database(error),
        }
    }
}

/// What readers share beside the log takes room too. That it finds none has a code of its own.
fn finds_no_room(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::StoreError;

    #[test]
    fn a_failing_disk_is_told_from_a_full_one_and_from_a_damaged_file() {
        let of = |code| {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            StoreError::from(error)
        };
        for code in [ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_FSYNC] {
            assert!(matches!(of(code), StoreError::DiskFailed), "{code}");
        }
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_SHMSIZE] {
            assert!(matches!(of(code), StoreError::DiskFull), "{code}");
        }
        assert!(matches!(of(ffi::SQLITE_CORRUPT), StoreError::Damaged));
    }
}
