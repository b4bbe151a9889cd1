//! Restoring a backup: what was erased since stays erased, and what it replaces is set aside.

use std::fs;
use std::path::{Path, PathBuf};

use super::deletion::erase;
use super::keeping::{refused, sync_folder};
use super::{Directory, DirectoryError, Settings};
use crate::domain::access::{Administrator, Operator, Remover};
use crate::domain::audit::Link;
use crate::domain::customer::CustomerId;
use crate::domain::erasure::FeedbackFate;
use crate::store::{Extent, Finding, Location, Part, Purpose, Store, StoreError, beside};

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
    fresh: PathBuf,
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
        let fresh = beside(path, &format!(".restoring-{}", std::process::id()));
        let source = at(backup);
        let prepared = Store::write_copy(&source, &fresh)
            .map_err(DirectoryError::from)
            .and_then(|extent| {
                refuse_unsound(backup, &fresh, settings)?;
                let mut prepared = Self {
                    location: location.clone(),
                    fresh: fresh.clone(),
                    extent,
                    replaced: Replaced::Nothing,
                    erased: Vec::new(),
                    last_given: None,
                    known: None,
                };
                if path.exists() {
                    prepared.compare()?;
                }
                Ok(prepared)
            });
        if prepared.is_err() {
            forget(&fresh);
        }
        prepared
    }

    /// Compares the backup with the directory that is there.
    fn compare(&mut self) -> Result<(), DirectoryError> {
        let present = match Store::open(&self.location, Purpose::Read) {
            Ok(present) => present,
            Err(StoreError::Damaged | StoreError::Corrupt { .. } | StoreError::Database(_)) => {
                self.replaced = Replaced::Unreadable;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
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

    /// Leaves everything as it was.
    pub fn give_up(self) {
        forget(&self.fresh);
    }

    /// Erases again whoever was erased since, and puts the backup in its place. `stamp` is a part of
    /// the name under which the file that is there is set aside.
    pub fn carry_out(
        self,
        remover: Remover,
        settings: &Settings,
        stamp: &str,
    ) -> Result<Restored, DirectoryError> {
        let done = self.exchange(remover, settings, stamp);
        // Where it has its name by now, an empty log is left under the old one.
        forget(&self.fresh);
        done
    }

    fn exchange(
        &self,
        remover: Remover,
        settings: &Settings,
        stamp: &str,
    ) -> Result<Restored, DirectoryError> {
        let Location::File { path, .. } = &self.location else {
            return Err(StoreError::NotPermitted.into());
        };
        let mut directory = Directory::open(&at(&self.fresh), Purpose::Write, settings.clone())?;
        let erased_again = directory.erase_again(remover, &self.erased)?;
        if let Some(last) = self.last_given {
            directory.store.skip_to(last)?;
        }
        directory.store.compact()?;
        drop(directory);
        refuse_unsound(&self.fresh, &self.fresh, settings)?;
        let named = |error| refused(path, &format!("cannot be written ({error})"));
        fs::File::open(&self.fresh)
            .and_then(|file| file.sync_all())
            .map_err(named)?;
        let aside = beside(path, &format!(".replaced-{stamp}"));
        let was_there = path.exists();
        if aside.exists() {
            return Err(refused(
                &aside,
                "is there already; move it away and try again",
            ));
        }
        if was_there && self.replaced == Replaced::Nothing && self.known.is_none() {
            return Err(refused(
                path,
                "was made while the backup was looked at; restore it again",
            ));
        }
        Store::exchange(&self.location, &self.fresh, &aside, self.known)?;
        sync_folder(path).map_err(named)?;
        Ok(Restored {
            aside: was_there.then_some(aside),
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

fn refuse_unsound(named: &Path, file: &Path, settings: &Settings) -> Result<(), DirectoryError> {
    let directory = Directory::open(&at(file), Purpose::Read, settings.clone())?;
    let mut findings: Vec<Finding> = Vec::new();
    for part in Part::ALL {
        findings.extend(directory.check(Operator.reader(), part)?);
    }
    match findings.first() {
        None => Ok(()),
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

pub(super) fn forget(fresh: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        // Some of them never came into being.
        drop(fs::remove_file(beside(fresh, end)));
    }
}
