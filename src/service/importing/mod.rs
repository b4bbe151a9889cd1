//! Importing: an export becomes a directory again, all of it or nothing.
//!
//! The directory is built in a file of its own, checked as `check` does, and gets its name only then.

mod records;
mod target;

use super::restoring::at;
use super::{Directory, DirectoryError, Settings};
use crate::domain::access::{Administrator, Operator};
use crate::domain::audit::{FIRST_LINK, Link};
use crate::domain::export::{
    ExportCounts, ExportExtent, ExportKind, ExportPlace, ExportRecord, HIGHEST_ID,
};
use crate::store::{Location, Purpose, Store, Unfinished};
use target::Target;

/// The most records of one transaction, and about the most bytes of them.
const LARGEST_BATCH: usize = 4_000;
const LARGEST_BATCH_BYTES: usize = 8 * 1024 * 1024;

/// A directory that is being built. Dropped before its end, it leaves nothing.
#[derive(Debug)]
pub struct Importing {
    target: Target,
    /// Closed before its file goes.
    directory: Option<Directory>,
    fresh: Unfinished,
    extent: ExportExtent,
    last_place: Option<ExportPlace>,
    counts: ExportCounts,
    head: Link,
    waiting: Vec<(u64, ExportRecord)>,
    waiting_bytes: usize,
}

/// A directory that was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// How many records of each kind.
    pub counts: ExportCounts,
    /// The link of the last change.
    pub head: Link,
    /// How many changes stay in the file: those of one person are no chain.
    pub changes_left_out: u64,
}

impl Importing {
    /// Begins where nothing is kept yet: refused where there is a customer, feedback or a change. What
    /// the export holds stands on a line of it.
    pub fn begin(
        _: Administrator,
        location: &Location,
        (line, extent): (u64, ExportExtent),
        settings: &Settings,
    ) -> Result<Self, DirectoryError> {
        let target = Target::empty(location)?;
        let limits = [extent.last_customer, extent.last_feedback];
        if limits.iter().any(|last| !(0..=HIGHEST_ID).contains(last)) {
            let problem = format!("an id is at most {HIGHEST_ID}, and the last one given is not");
            return Err(at_line(line, &problem));
        }
        Store::prepare_folder(location)?;
        let fresh = Unfinished::beside(target.path(), "importing")
            .map_err(|error| target.unwritten(&error))?;
        let mut importing = Self {
            target,
            fresh,
            directory: None,
            extent,
            last_place: None,
            counts: ExportCounts::default(),
            head: FIRST_LINK,
            waiting: Vec::new(),
            waiting_bytes: 0,
        };
        let file = at(importing.fresh.path());
        let mut directory = Directory::open(&file, Purpose::Import, settings.clone())?;
        directory.store.begin_import()?;
        importing.directory = Some(directory);
        Ok(importing)
    }

    /// Takes a record, which stands on a line and has about so many bytes.
    pub fn add(
        &mut self,
        line: u64,
        bytes: usize,
        record: ExportRecord,
    ) -> Result<(), DirectoryError> {
        self.judge(&record)
            .map_err(|problem| at_line(line, &problem))?;
        let place = record.place();
        let last_kind = self.last_place.as_ref().map(|last| last.0);
        if last_kind.is_some_and(|last| last != record.kind()) {
            // What others refer to is looked up in the tables.
            self.write_waiting()?;
        }
        self.last_place = Some(place);
        self.counts.add(record.kind(), 1);
        self.waiting.push((line, record));
        self.waiting_bytes += bytes;
        if self.waiting.len() >= LARGEST_BATCH || self.waiting_bytes >= LARGEST_BATCH_BYTES {
            self.write_waiting()?;
        }
        Ok(())
    }

    /// What is wrong with a record by itself, and after the one before it.
    fn judge(&mut self, record: &ExportRecord) -> Result<(), String> {
        let is_next = self.last_place.as_ref() < Some(&record.place());
        if !is_next {
            return Err(format!(
                "this `{}` stands behind one that comes after it, or is there twice",
                record.kind().as_str()
            ));
        }
        records::judge(record, &self.extent)?;
        if let ExportRecord::Change(row) = record
            && self.extent.person.is_none()
        {
            let is_next = row.number == self.counts.of(ExportKind::Change) + 1;
            if !is_next || row.link_after(self.head) != row.link {
                return Err(format!(
                    "change {} is not as it was written, or one before it is missing",
                    row.number
                ));
            }
            self.head = row.link;
        }
        Ok(())
    }

    fn write_waiting(&mut self) -> Result<(), DirectoryError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        let Some(directory) = &mut self.directory else {
            return Ok(());
        };
        let is_whole = self.extent.person.is_none();
        // The audit is the one of the export: what happens here is no change.
        let proof = Operator.administrator(jiff::Timestamp::UNIX_EPOCH);
        directory
            .store
            .write(proof, |store| records::write(store, waiting, is_whole))
    }

    /// Ends after the last line, which says how many records there were. `tell` is told what is
    /// being done meanwhile.
    pub fn finish(
        mut self,
        line: u64,
        counts: &ExportCounts,
        tell: impl Fn(&'static str),
    ) -> Result<Imported, DirectoryError> {
        if *counts != self.counts {
            let differs = |kind: &ExportKind| counts.of(*kind) != self.counts.of(*kind);
            let kind = ExportKind::ALL.into_iter().find(differs);
            let kind = kind.unwrap_or(ExportKind::Customer);
            let problem = format!(
                "{} of the kind `{}` were written, and {} are here; take the file as it was exported",
                counts.of(kind),
                kind.as_str(),
                self.counts.of(kind)
            );
            return Err(at_line(line, &problem));
        }
        for (kind, told) in [
            (ExportKind::Customer, self.extent.customers),
            (ExportKind::Feedback, self.extent.feedback),
        ] {
            let here = self.counts.of(kind);
            if here != told {
                let kind = kind.as_str();
                let problem = format!(
                    "the first record tells of {told} of the kind `{kind}`, and {here} are here; take the file as it \
                     was exported"
                );
                return Err(at_line(line, &problem));
            }
        }
        self.write_waiting()?;
        let last = [self.extent.last_customer, self.extent.last_feedback];
        if let Some(directory) = &mut self.directory {
            directory.store.skip_to(last)?;
            tell("building indexes");
            directory.store.finish_import()?;
            tell("checking");
            refuse_unsound(directory)?;
        }
        // The last one who uses the file takes its log into it.
        self.directory = None;
        self.target.take(&self.fresh)?;
        let changes = self.counts.of(ExportKind::Change);
        Ok(Imported {
            counts: self.counts,
            head: self.head,
            changes_left_out: self.extent.person.map_or(0, |_| changes),
        })
    }
}

fn refuse_unsound(directory: &Directory) -> Result<(), DirectoryError> {
    match directory.first_finding(Operator.reader())? {
        None => Ok(()),
        Some(finding) => Err(DirectoryError::Refused {
            problem: format!(
                "what it holds does not fit together ({}: {}, {:?}); nothing was imported",
                finding.part.as_str(),
                finding.problem,
                finding.ids
            ),
        }),
    }
}

/// The refusal of a line.
fn at_line(line: u64, problem: &str) -> DirectoryError {
    DirectoryError::Refused {
        problem: format!("line {line}: {problem}; nothing was imported"),
    }
}

/// What is wrong, in the words of whoever looks at a record.
type Problem = String;
