//! How the directory is kept.
//!
//! A [`Store`] runs work in transactions: [`Store::read`] sees one consistent state, and
//! [`Store::write`] keeps all of its changes or none. Work speaks to the store through
//! [`ReadRecords`] and [`WriteRecords`], in domain types; SQL stays inside the backend's folder.

mod check;
mod error;
mod export;
mod keeping;
mod records;
mod sqlite;
mod unfinished;

use std::path::PathBuf;
use std::time::Duration;

pub use check::{Finding, Part};
pub use error::StoreError;
pub use export::ReadExport;
pub use keeping::{Extent, KnownBackup, Size, Statistics, beside, read_through};
pub use records::{CustomerChange, NotedPair, ReadRecords, Secret, WriteRecords};

use crate::domain::access::ChangeProof;
pub use sqlite::{Interrupter, Occurrences};
pub use unfinished::{
    COMPANIONS, Unfinished, folder_of, has_both_names, remove_whole, sync_folder,
};

/// Where a directory is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In a file.
    File {
        /// The file's path.
        path: PathBuf,
        /// Whether other users of the machine may have access to the file.
        may_be_shared: bool,
    },
    /// In a temporary file of this process, which vanishes with it.
    Temporary,
}

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Reading only, over a connection that cannot write.
    Read,
    /// Reading a file as it is: it is neither made nor migrated, and nothing in it is built.
    Inspect,
    /// Reading and single changes.
    Write,
    /// Reading and many changes in large transactions.
    Import,
}

/// How far what was erased is gone from the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// Nothing of it is left.
    Clean,
    /// Others were at work: the file or its log may hold some of it for a while.
    Held,
    /// The file is too large to be written anew at once: unused parts of its pages may hold some.
    TooLarge,
}

/// An open directory. Owned by one thread at a time.
#[derive(Debug)]
pub struct Store {
    backend: sqlite::Sqlite,
}

impl Store {
    /// Opens a directory; makes an empty one where there is none, migrates one that is older. To
    /// inspect, neither is done: both are refused.
    pub fn open(location: &Location, purpose: Purpose) -> Result<Self, StoreError> {
        sqlite::Sqlite::open(location, purpose).map(|backend| Self { backend })
    }

    /// Copies the directory into a temporary file of this process, which vanishes with it.
    pub fn scratch_copy(&self) -> Result<Self, StoreError> {
        self.backend.scratch_copy().map(|backend| Self { backend })
    }

    /// Runs work that sees one consistent state.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&dyn ReadRecords) -> Result<T, E>,
    ) -> Result<T, E> {
        self.backend.read(work)
    }

    /// Runs work whose changes are kept together, or not at all when it fails. Takes the proof that
    /// the caller may make them.
    pub fn write<P: ChangeProof, T, E: From<StoreError>>(
        &mut self,
        _: P,
        work: impl FnOnce(&mut dyn WriteRecords) -> Result<T, E>,
    ) -> Result<T, E> {
        self.backend.write(work)
    }

    /// Leaves nothing in the file and its log of what was there before.
    pub fn sweep(&mut self) -> Result<Sweep, StoreError> {
        self.backend.sweep()
    }

    /// Checks one part of what is kept. The audit's chain is for the services to follow.
    pub fn check(&self, part: Part) -> Result<Vec<Finding>, StoreError> {
        self.backend.check(part)
    }

    /// Writes everything anew that follows from other rows, all of it or nothing.
    pub fn repair(&mut self) -> Result<(), StoreError> {
        self.backend.repair()
    }

    /// Prepares for many writes of which the end is known. Where nothing is kept yet, what only
    /// reading needs is left undone until [`Self::finish_import`].
    pub fn begin_import(&mut self) -> Result<(), StoreError> {
        self.backend.begin_first_import()
    }

    /// Makes up for what [`Self::begin_import`] left undone.
    pub fn finish_import(&mut self) -> Result<(), StoreError> {
        self.backend.finish_import()
    }

    /// Interrupts from now on each statement that still runs after so long; `None` for no bound.
    pub fn bound(&mut self, longest: Option<Duration>) -> Result<(), StoreError> {
        self.backend.bound(longest)
    }

    /// A handle by which another thread stops the statement that runs.
    pub fn interrupter(&self) -> Interrupter {
        self.backend.interrupter()
    }
}
