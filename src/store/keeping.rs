//! Copies of a directory, and what it takes on the disk.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Location, Store, StoreError, sqlite};
use crate::domain::audit::Link;
use crate::domain::customer::CustomerId;

/// How far a copy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many customers there are.
    pub customers: u64,
    /// How many pieces of feedback there are.
    pub feedback: u64,
    /// The number of the last change.
    pub changes: u64,
    /// The link of the last change.
    pub head: Link,
}

/// A backup that the directory knows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownBackup {
    /// When it was made, in milliseconds of Unix time.
    pub at: i64,
    /// The number of the last change in it.
    pub changes: u64,
    /// The link of that change, if the audit still has it.
    pub head: Option<Link>,
}

/// What a directory holds and takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statistics {
    /// How many customers there are.
    pub customers: u64,
    /// How many contacts: user ids, e-mail addresses, phone numbers.
    pub contacts: [u64; 3],
    /// How many pieces of feedback there are.
    pub feedback: u64,
    /// How many of them belong to nobody.
    pub unlinked: u64,
    /// How many ids were merged into others.
    pub merged: u64,
    /// How many ids were deleted.
    pub deleted: u64,
    /// How many plans are kept.
    pub plans: u64,
    /// How many keys were given out.
    pub keys: u64,
    /// How many changes the audit has.
    pub changes: u64,
    /// When the oldest feedback was given, in milliseconds of Unix time.
    pub oldest_feedback: Option<i64>,
    /// When the newest feedback was given, in milliseconds of Unix time.
    pub newest_feedback: Option<i64>,
    /// The latest backup that was made of it, as far as it knows.
    pub last_backup: Option<KnownBackup>,
    /// The version of the schema.
    pub schema: u64,
}

/// The bytes of a directory's file and of its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// The file.
    pub file: u64,
    /// The write-ahead log.
    pub log: u64,
}

impl Size {
    /// What a directory takes now; nothing where it is in no file.
    pub fn of(location: &Location) -> Self {
        let Location::File { path, .. } = location else {
            return Self::default();
        };
        let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        Self {
            file: bytes(path),
            log: bytes(&beside(path, "-wal")),
        }
    }
}

/// The path with something at its end.
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Reads a directory's file and its log from end to end, and fails where the disk does. Not while this
/// process has them open: closing them here would drop the locks that `SQLite` holds on them.
pub fn read_through(path: &Path) -> io::Result<()> {
    for path in [path.to_owned(), beside(path, "-wal")] {
        match File::open(path) {
            Ok(mut file) => drop(io::copy(&mut file, &mut io::sink())?),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl Store {
    /// Writes the directory as it is at one moment into an empty file.
    pub fn write_copy(location: &Location, target: &Path) -> Result<(), StoreError> {
        sqlite::Sqlite::write_copy(location, target)
    }

    /// Reads a copy back, and answers how far it goes if it is whole.
    pub fn verify_copy(path: &Path) -> Result<Extent, StoreError> {
        sqlite::Sqlite::verify_copy(path)
    }

    /// Makes the folder of a directory that is to come there, with access for its owner only.
    pub fn prepare_folder(location: &Location) -> Result<(), StoreError> {
        sqlite::Sqlite::prepare_folder(location)
    }

    /// How far the directory goes.
    pub fn extent(&self) -> Result<Extent, StoreError> {
        self.backend.extent()
    }

    /// The link of a change, if there is one of this number.
    pub fn link_of(&self, change: u64) -> Result<Option<Link>, StoreError> {
        self.backend.link_of(change)
    }

    /// What the directory holds.
    pub fn statistics(&self) -> Result<Statistics, StoreError> {
        self.backend.statistics()
    }

    /// Writes every row into fresh pages, however many they are, and cuts off the log. Says whether
    /// nothing is left of what was there before; others who use the file may hold some.
    pub fn compact(&mut self) -> Result<bool, StoreError> {
        self.backend.compact()
    }

    /// Ids of customers who were deleted, ascending.
    pub fn deleted(&self) -> Result<Vec<CustomerId>, StoreError> {
        self.backend.deleted()
    }

    /// The last ids that were given: of customers and of feedback.
    pub fn last_given(&self) -> Result<[i64; 2], StoreError> {
        self.backend.last_given()
    }

    /// Gives no id up to these again.
    pub fn skip_to(&mut self, last: [i64; 2]) -> Result<(), StoreError> {
        self.backend.skip_to(last)
    }

    /// Gives a directory's file another name, and its own to another file, so that at each moment the
    /// one or the other has it. Refused as busy, with nothing changed, while anybody else has it open;
    /// refused, too, where its audit has another head than the one that is known.
    pub fn exchange(
        location: &Location,
        fresh: &Path,
        aside: &Path,
        known: Option<(u64, Link)>,
    ) -> Result<(), StoreError> {
        sqlite::Sqlite::exchange(location, fresh, aside, known)
    }
}
