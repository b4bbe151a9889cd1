//! Backups, and what a directory takes on the disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Directory, DirectoryError};
use crate::domain::access::{Administrator, ChangeProof as _, Reader};
use crate::store::{
    COMPANIONS, Extent, Location, Statistics, Store, StoreError, Unfinished, beside, folder_of,
    has_both_names,
};

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
        let unfinished = Unfinished::beside(target, "unfinished")
            .map_err(|error| refused(target, &unwritten(&error)))?;
        let extent = self.write_backup(location, unfinished.path())?;
        unfinished
            .sync()
            .map_err(|error| refused(target, &unwritten(&error)))?;
        let one_too_many = rotate(target, request.keep.unwrap_or(0)).map_err(|error| {
            refused(
                target,
                &format!("older backups cannot be renamed ({error}); try again"),
            )
        })?;
        unfinished.finish(target).map_err(|error| {
            refused(
                target,
                &format!("cannot be given its name ({error}); try again"),
            )
        })?;
        if let Some(path) = one_too_many {
            fs::remove_file(&path).map_err(|error| {
                let problem = format!(
                    "is one backup too many and cannot be removed ({error}); the new one is written"
                );
                refused(&path, &problem)
            })?;
        }
        Ok(extent)
    }

    /// Notes in the directory that a backup of so much was made.
    pub fn note_backup(
        &mut self,
        administrator: Administrator,
        extent: &Extent,
    ) -> Result<(), DirectoryError> {
        let at = administrator.act().at;
        self.store.write(administrator, |records| {
            Ok(records.note_backup(at, extent.changes)?)
        })
    }

    fn write_backup(
        &self,
        location: &Location,
        unfinished: &Path,
    ) -> Result<Extent, DirectoryError> {
        let before = self.store.extent()?;
        Store::write_copy(location, unfinished)?;
        let copied = Store::verify_copy(unfinished)?;
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
        if COMPANIONS
            .iter()
            .chain(&[""])
            .any(|end| wanted == beside(&own, end))
        {
            return Err(refused(
                target,
                "is the directory itself; choose another name",
            ));
        }
    }
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => refuse_log(target),
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

/// Refuses a name beside which the log of a file lies that is gone: it would be taken for this one's.
fn refuse_log(target: &Path) -> Result<(), DirectoryError> {
    for end in COMPANIONS {
        let log = beside(target, end);
        let is_log = end != "-shm" && fs::metadata(&log).is_ok_and(|log| log.len() > 0);
        if is_log {
            let problem = "is the log of a file that is gone, and would be taken for the backup's; move it away";
            return Err(refused(&log, problem));
        }
    }
    Ok(())
}

/// Gives each older backup the next number, as far as there is no room in between, and answers the one
/// beyond the last. The latest keeps its name as well until the new one takes it, so that whatever
/// fails loses none.
fn rotate(target: &Path, keep: u32) -> io::Result<Option<PathBuf>> {
    let numbered = |number: u32| beside(target, &format!(".{number}"));
    // The second: another run has come so far and was stopped.
    if keep == 0 || !target.exists() || has_both_names(target, &numbered(1)) {
        return Ok(None);
    }
    let last = (1..=keep).take_while(|number| numbered(*number).exists());
    let last = last.last().unwrap_or(0);
    for number in (1..=last).rev() {
        fs::rename(numbered(number), numbered(number + 1))?;
        rename_companions(&numbered(number), &numbered(number + 1))?;
    }
    // Some filesystems give a file one name only.
    fs::hard_link(target, numbered(1)).or_else(|_refused| fs::rename(target, numbered(1)))?;
    rename_companions(target, &numbered(1))?;
    Ok((last == keep).then(|| numbered(keep + 1)))
}

/// A log that somebody who opened a backup has left goes with it.
fn rename_companions(from: &Path, to: &Path) -> io::Result<()> {
    for end in COMPANIONS {
        match fs::rename(beside(from, end), beside(to, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn unwritten(error: &io::Error) -> String {
    format!("the copy cannot be written ({error}); free some space, or choose another place")
}

pub(super) fn refused(path: &Path, problem: &str) -> DirectoryError {
    StoreError::Unsuitable {
        path: path.to_owned(),
        problem: problem.to_owned(),
    }
    .into()
}
