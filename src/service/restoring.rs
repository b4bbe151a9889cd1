//! Restoring a backup: what was erased since stays erased, and what it replaces is set aside.

use std::fs;
use std::path::{Path, PathBuf};

use super::deletion::erase;
use super::keeping::refused;
use super::{Directory, DirectoryError, Settings};
use crate::domain::access::{Administrator, Operator, Remover};
use crate::domain::audit::Link;
use crate::domain::customer::CustomerId;
use crate::domain::erasure::FeedbackFate;
use crate::store::{
    Extent, Location, Purpose, Store, StoreError, Unfinished, beside, read_through,
};

/// What a restoration would replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// Nothing is there.
    Nothing,
    /// The same directory, which the backup is a part of, with so many changes since.
    Later(u64),
    /// A directory that the backup was not made of.
    Another,
    /// A file that cannot be read.
    Unreadable,
}

/// A backup that was copied beside the directory and found sound.
#[derive(Debug)]
pub struct Restoration {
    location: Location,
    fresh: Unfinished,
    /// How far the backup goes.
    pub extent: Extent,
    /// What stands in its place.
    pub replaced: Replaced,
    erased: Vec<(CustomerId, FeedbackFate)>,
    last_given: Option<[i64; 2]>,
    /// The audit's head of what was there when it was looked at.
    known: Option<(u64, Link)>,
}

/// A backup that was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the file that was there before is now.
    pub aside: Option<PathBuf>,
    /// How many people were erased again.
    pub erased_again: usize,
}

impl Restoration {
    /// Copies a backup beside the directory, checks it, and compares it with what is there.
    /// Nothing of that is changed.
    pub fn prepare(
        _: Administrator,
        location: &Location,
        backup: &Path,
        settings: &Settings,
    ) -> Result<Self, DirectoryError> {
        let Location::File { path, .. } = location else {
            return Err(StoreError::NotPermitted.into());
        };
        refuse_backup(path, backup)?;
        Store::prepare_folder(location)?;
        let fresh =
            Unfinished::beside(path, "restoring").map_err(|error| unwritten(path, &error))?;
        Store::write_copy(&at(backup), fresh.path())?;
        let extent = sound(backup, fresh.path(), settings)?;
        let mut prepared = Self {
            location: location.clone(),
            fresh,
            extent,
            replaced: Replaced::Nothing,
            erased: Vec::new(),
            last_given: None,
            known: None,
        };
        let is_there = path
            .try_exists()
            .map_err(|error| refused(path, &format!("cannot be looked at ({error}); try again")))?;
        if is_there {
            prepared.look_at_present(path)?;
        }
        Ok(prepared)
    }

    /// Compares the backup with what is there, which may be past reading.
    fn look_at_present(&mut self, path: &Path) -> Result<(), DirectoryError> {
        let failing = || {
            let problem = "cannot be looked at, because the disk reported an error; nothing was changed; try again, or \
                 move it away with what lies beside it and restore then";
            refused(path, problem)
        };
        let mut outcome = self.compare();
        if outcome.as_ref().is_err_and(is_past_reading) {
            // SQLite takes what the disk refuses to read for damage. Nobody who was erased may come
            // back because of that.
            read_through(path).map_err(|_failure| failing())?;
            outcome = self.compare();
        }
        match outcome {
            Err(error) if is_past_reading(&error) => {
                self.replaced = Replaced::Unreadable;
                (self.erased, self.last_given, self.known) = (Vec::new(), None, None);
                Ok(())
            }
            Err(DirectoryError::Store(StoreError::DiskFailed)) => Err(failing()),
            outcome => outcome,
        }
    }

    /// Compares the backup with the directory that is there.
    fn compare(&mut self) -> Result<(), DirectoryError> {
        self.erased.clear();
        let present = Store::open(&self.location, Purpose::Read)?;
        let now = present.extent()?;
        self.known = Some((now.changes, now.head));
        let head = self.extent.head;
        let is_part = match self.extent.changes {
            0 => now.changes == 0 || now.customers == 0,
            changes => present.link_of(changes)? == Some(head),
        };
        if !is_part {
            self.replaced = if now.changes == 0 && now.customers == 0 {
                Replaced::Nothing
            } else {
                Replaced::Another
            };
            return Ok(());
        }
        self.replaced = Replaced::Later(now.changes - self.extent.changes);
        self.last_given = Some(present.last_given()?);
        for id in present.deleted()? {
            let rows = present.read(|records| records.audit_of(id))?;
            let was_kept = rows.iter().any(|row| {
                row.entry.details.iter().any(|detail| match detail {
                    crate::domain::audit::Detail::Count { name, .. } => {
                        name == "feedback_made_anonymous"
                    }
                    crate::domain::audit::Detail::Field { .. } => false,
                })
            });
            let fate = if was_kept {
                FeedbackFate::KeepAnonymous
            } else {
                FeedbackFate::Remove
            };
            self.erased.push((id, fate));
        }
        Ok(())
    }

    /// Erases again whoever was erased since, and puts the backup in its place. `stamp` is a part of
    /// the name under which the file that is there is set aside.
    pub fn carry_out(
        self,
        remover: Remover,
        settings: &Settings,
        stamp: &str,
    ) -> Result<Restored, DirectoryError> {
        let Location::File { path, .. } = &self.location else {
            return Err(StoreError::NotPermitted.into());
        };
        let fresh = self.fresh.path();
        let mut directory = Directory::open(&at(fresh), Purpose::Write, settings.clone())?;
        let erased_again = directory.erase_again(remover, &self.erased)?;
        if let Some(last) = self.last_given {
            directory.store.skip_to(last)?;
        }
        if erased_again > 0 {
            // What was copied is in fresh pages already.
            directory.store.compact()?;
        }
        drop(directory);
        self.fresh.sync().map_err(|error| unwritten(path, &error))?;
        let aside = beside(path, &format!(".replaced-{stamp}"));
        let was_there = path.exists();
        if was_there && self.replaced == Replaced::Nothing && self.known.is_none() {
            return Err(refused(
                path,
                "was made while the backup was looked at; restore it again",
            ));
        }
        match Store::exchange(&self.location, fresh, &aside, self.known) {
            Err(StoreError::Busy) => Err(refused(
                path,
                "is used by another process, so nothing was changed; stop the servers that use it and try again",
            )),
            exchanged => Ok(exchanged?),
        }?;
        // Where the file was gone its log may be there all the same.
        let aside = ["", "-wal"].map(|end| beside(&aside, end));
        Ok(Restored {
            aside: aside.into_iter().find(|path| path.exists()),
            erased_again,
        })
    }
}

impl Directory {
    /// Erases those who were erased after the backup was made.
    fn erase_again(
        &mut self,
        remover: Remover,
        erased: &[(CustomerId, FeedbackFate)],
    ) -> Result<usize, DirectoryError> {
        self.change(remover, "restore", |records, trail, act| {
            let mut count = 0;
            for (id, fate) in erased {
                let Some(customer) = records.customer(*id)? else {
                    continue;
                };
                erase(records, &customer, *fate, act)?;
                trail.add(Some(*id), None, Vec::new());
                count += 1;
            }
            if count == 0 {
                trail.add(None, None, Vec::new());
            }
            Ok(count)
        })
    }
}

/// A file of this user's.
pub(super) fn at(path: &Path) -> Location {
    Location::File {
        path: path.to_owned(),
        may_be_shared: true,
    }
}

fn refuse_backup(own: &Path, backup: &Path) -> Result<(), DirectoryError> {
    let metadata = fs::metadata(backup)
        .map_err(|error| refused(backup, &format!("cannot be looked at ({error})")))?;
    if !metadata.is_file() {
        return Err(refused(backup, "is not a file; give the path of a backup"));
    }
    match (own.canonicalize(), backup.canonicalize()) {
        (Ok(own), Ok(backup)) if own == backup => Err(refused(
            &backup,
            "is the directory itself; give the path of a backup",
        )),
        _ => Ok(()),
    }
}

/// How far a copy goes, whose parts all fit together.
fn sound(named: &Path, copy: &Path, settings: &Settings) -> Result<Extent, DirectoryError> {
    let directory = Directory::open(&at(copy), Purpose::Read, settings.clone())?;
    match directory.first_finding(Operator.reader())? {
        None => Ok(directory.store.extent()?),
        Some(first) => Err(refused(
            named,
            &format!(
                "is not sound ({}: {}); choose another backup",
                first.part.as_str(),
                first.problem
            ),
        )),
    }
}

fn is_past_reading(error: &DirectoryError) -> bool {
    matches!(
        error,
        DirectoryError::Store(
            StoreError::Damaged | StoreError::Corrupt { .. } | StoreError::NotADatabase { .. }
        )
    )
}

fn unwritten(path: &Path, error: &std::io::Error) -> DirectoryError {
    let problem = format!(
        "the backup cannot be copied beside it ({error}); look at its folder and the free space, and try again"
    );
    refused(path, &problem)
}
