//! Where the database file is, so that one that was taken away is noticed.
//!
//! A file that is open goes on to exist without a name: what is written to it would be
//! acknowledged, and gone when the process ends. Only metadata is looked at.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::super::StoreError;
use super::super::unfinished::is_same;

/// A path, and which file was there when it was opened.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    file: Metadata,
}

impl Place {
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let file = std::fs::metadata(path).map_err(|_gone| StoreError::Gone)?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    /// Refuses where another file, or none, is there now.
    pub(super) fn look(&self) -> Result<(), StoreError> {
        match std::fs::metadata(&self.path) {
            Ok(file) if is_same(&file, &self.file) => Ok(()),
            Ok(_) | Err(_) => Err(StoreError::Gone),
        }
    }
}
