//! Backups, and what a directory takes on the disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Directory, DirectoryError};
use crate::domain::access::{Administrator, Reader};
use crate::store::{Extent, Location, Statistics, Store, StoreError, beside};

/// How a backup is made.
#[derive(Debug, Clone)]
pub struct BackupRequest {
    /// The file to write.
    pub target: PathBuf,
    /// How many older backups to keep beside it; none: an existing file is left and refused.
    pub keep: Option<u32>,
}

impl Directory {
    /// What the directory holds.
    pub fn statistics(&self, _: Reader) -> Result<Statistics, DirectoryError> {
        Ok(self.store.statistics()?)
    }

    /// Writes every row into fresh pages and cuts off the log. Says whether nothing is left of what
    /// was there before.
    pub fn compact(&mut self, _: Administrator) -> Result<bool, DirectoryError> {
        Ok(self.store.compact()?)
    }

    /// Writes a backup under another name, compares it with the directory, and gives it its name
    /// only then. Others may write meanwhile.
    pub fn back_up(
        &self,
        _: Reader,
        location: &Location,
        request: &BackupRequest,
    ) -> Result<Extent, DirectoryError> {
        let target = &request.target;
        refuse_target(location, target, request.keep)?;
        let unfinished = beside(target, &format!(".unfinished-{}", std::process::id()));
        let written = self.write_backup(location, &unfinished).and_then(|extent| {
            rotate(target, request.keep.unwrap_or(0))
                .and_then(|()| fs::rename(&unfinished, target))
                .and_then(|()| sync_folder(target))
                .map_err(|error| refused(target, &format!("cannot be given its name ({error})")))?;
            Ok(extent)
        });
        if written.is_err() {
            for end in ["", "-journal"] {
                // It may not have come into being.
                drop(fs::remove_file(beside(&unfinished, end)));
            }
        }
        written
    }

    fn write_backup(
        &self,
        location: &Location,
        unfinished: &Path,
    ) -> Result<Extent, DirectoryError> {
        let before = self.store.extent()?;
        let copied = Store::write_copy(location, unfinished)?;
        let is_part =
            copied.changes == 0 || self.store.link_of(copied.changes)? == Some(copied.head);
        // Where nobody wrote in between, both hold the same.
        let is_same = before.changes != copied.changes || before == copied;
        if is_part && is_same && before.changes <= copied.changes {
            Ok(copied)
        } else {
            Err(refused(
                unfinished,
                "is not what the directory holds; run `customer-directory check`",
            ))
        }
    }
}

/// Refuses to write where something else stands.
fn refuse_target(
    location: &Location,
    target: &Path,
    keep: Option<u32>,
) -> Result<(), DirectoryError> {
    if let Location::File { path, .. } = location
        && let (Ok(own), Some(folder), Some(name)) = (
            path.canonicalize(),
            folder_of(target).canonicalize().ok(),
            target.file_name(),
        )
    {
        let wanted = folder.join(name);
        if ["", "-wal", "-shm", "-journal"]
            .iter()
            .any(|end| wanted == beside(&own, end))
        {
            return Err(refused(
                target,
                "is the directory itself; choose another name",
            ));
        }
    }
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(refused(target, &format!("cannot be looked at ({error})"))),
        Ok(metadata) if metadata.file_type().is_symlink() => Err(refused(
            target,
            "is a symbolic link; give the path of the file itself",
        )),
        Ok(metadata) if !metadata.is_file() => {
            Err(refused(target, "is not a file; give the name of a file"))
        }
        Ok(_) if keep.is_none() => Err(refused(
            target,
            "is there already; choose another name, or keep older backups with `--keep 7`",
        )),
        Ok(_) => Ok(()),
    }
}

/// Gives each older backup the next number; the one beyond the last goes.
fn rotate(target: &Path, keep: u32) -> io::Result<()> {
    if !target.exists() || keep == 0 {
        return Ok(());
    }
    let numbered = |number: u32| beside(target, &format!(".{number}"));
    for number in (1..keep).rev() {
        match fs::rename(numbered(number), numbered(number + 1)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    fs::rename(target, numbered(1))
}

/// A name is on the disk once its folder is.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    fs::File::open(folder_of(path))?.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

pub(super) fn refused(path: &Path, problem: &str) -> DirectoryError {
    StoreError::Unsuitable {
        path: path.to_owned(),
        problem: problem.to_owned(),
    }
    .into()
}
