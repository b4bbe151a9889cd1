//! Where an import goes: to a file that is not there yet, or in which nothing is kept.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::super::DirectoryError;
use super::super::keeping::refused;
use crate::domain::audit::Link;
use crate::store::{Location, Purpose, Store, StoreError, Unfinished, beside, remove_whole};

/// The place of a directory that holds nothing.
#[derive(Debug)]
pub(super) struct Target {
    location: Location,
    path: PathBuf,
    /// The audit's head of what is there; none where nothing is.
    known: Option<(u64, Link)>,
}

impl Target {
    /// Refuses a place where anything is kept.
    pub(super) fn empty(location: &Location) -> Result<Self, DirectoryError> {
        let Location::File { path, .. } = location else {
            return Err(StoreError::NotPermitted.into());
        };
        let mut target = Self {
            location: location.clone(),
            path: path.clone(),
            known: None,
        };
        if path.exists() {
            let present = Store::open(location, Purpose::Read)?;
            let now = present.extent()?;
            if now.changes > 0 || present.last_given()? != [0, 0] {
                return Err(refused(
                    path,
                    "is no empty directory, and an import adds to none; name a new file with `--db`, and make its \
                     keys afterwards",
                ));
            }
            target.known = Some((now.changes, now.head));
        }
        Ok(target)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn unwritten(&self, error: &io::Error) -> DirectoryError {
        refused(&self.path, &format!("cannot be written ({error})"))
    }

    /// Gives its name to the file that was built.
    pub(super) fn take(&self, fresh: &Unfinished) -> Result<(), DirectoryError> {
        let log = beside(fresh.path(), "-wal");
        if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            return Err(refused(&log, "could not be taken into its file; try again"));
        }
        fresh.sync().map_err(|error| self.unwritten(&error))?;
        if self.known.is_none() && self.path.exists() {
            return Err(refused(
                &self.path,
                "was made during the import; name another file with `--db`",
            ));
        }
        let aside = beside(&self.path, &format!(".empty-{}", std::process::id()));
        Store::exchange(&self.location, fresh.path(), &aside, self.known)?;
        // Nothing was in it.
        remove_whole(&aside);
        Ok(())
    }
}
