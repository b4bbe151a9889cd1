//! The disk: what is on it, what would survive, and when it fails.

use std::collections::BTreeMap;

use crate::file::{Change, File};
use crate::trace::{Done, Trace};

/// What happens to a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// It loses its power.
    Cut,
    /// An operation fails; the next ones do not.
    ErrorOnce,
    /// An operation fails, and all that follow.
    ErrorFromNowOn,
    /// There is no room for a write; for the next one there is.
    FullOnce,
    /// There is no room from now on.
    FullFromNowOn,
}

/// A way in which a disk is worse than it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// It says that it has synced and has not.
    Lies,
    /// `PRAGMA synchronous = FULL` is taken for `NORMAL`.
    TakesFullForNormal,
}

/// What a file system is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Read,
    Write,
    Sync,
    Folder,
}

/// How an operation ends that does not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Error,
    Full,
}

/// A disk with one folder on it.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: Vec<File>,
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    done: u64,
    at: u64,
    fault: Fault,
    is_dead: bool,
    traits: Vec<Trait>,
    trace: Option<Trace>,
}

impl Disk {
    /// Plans a fault for the operation of this number, counted from 1 from now on. Reading counts
    /// only for errors: it is no moment of its own to lose power at.
    pub fn plan(&mut self, fault: Fault, at: u64) {
        (self.fault, self.at, self.done, self.is_dead) = (fault, at, 0, false);
    }

    /// How many operations there were since the plan was made.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Whether it has lost its power.
    pub fn is_dead(&self) -> bool {
        self.is_dead
    }

    /// Makes the disk worse.
    pub fn be(&mut self, bad: Trait) {
        self.traits.push(bad);
    }

    /// Writes down everything that is done from now on.
    pub fn record(&mut self) {
        self.trace = Some(Trace::default());
    }

    /// What was done since [`Disk::record`].
    pub fn recorded(&mut self) -> Trace {
        self.trace.take().unwrap_or_default()
    }

    /// Whether a file is in the folder.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Makes everything durable, as after a long while.
    pub fn settle(&mut self) {
        self.trace = None;
        self.files.iter_mut().for_each(File::sync);
        self.durable_names.clone_from(&self.names);
    }

    /// What is found on the disk after a power cut at this moment: of what was not synced, each
    /// sector is there, not there or torn, as chance has it.
    pub fn after_power_cut(&self, chance: &mut dyn FnMut() -> u64) -> Self {
        let eagerness = [0, 64, 128, 192, 256][usize::try_from(chance() % 5).unwrap_or(0)];
        let mut files = Vec::new();
        for file in &self.files {
            files.push(file.after(eagerness, chance));
        }
        let mut names = self.durable_names.clone();
        for (name, file) in &self.names {
            if chance() % 256 < eagerness {
                names.insert(name.clone(), *file);
            }
        }
        names.retain(|name, _| self.names.contains_key(name) || chance() % 256 >= eagerness);
        Self {
            files,
            durable_names: names.clone(),
            names,
            ..Self::default()
        }
    }

    pub(crate) fn is(&self, bad: Trait) -> bool {
        self.traits.contains(&bad)
    }

    /// Counts an operation, and says how it fails if it does.
    pub(crate) fn step(&mut self, operation: Operation) -> Result<(), Failure> {
        if self.is_dead {
            return Err(Failure::Error);
        }
        let counts = match self.fault {
            Fault::None | Fault::Cut => operation != Operation::Read,
            Fault::ErrorOnce | Fault::ErrorFromNowOn => true,
            Fault::FullOnce | Fault::FullFromNowOn => operation == Operation::Write,
        };
        if !counts {
            return Ok(());
        }
        self.done += 1;
        let is_now = self.done == self.at;
        match self.fault {
            Fault::Cut if is_now => {
                self.is_dead = true;
                Err(Failure::Error)
            }
            Fault::ErrorOnce if is_now => Err(Failure::Error),
            Fault::ErrorFromNowOn if self.done >= self.at => Err(Failure::Error),
            Fault::FullOnce if is_now => Err(Failure::Full),
            Fault::FullFromNowOn if self.done >= self.at => Err(Failure::Full),
            _ => Ok(()),
        }
    }

    /// The number of a file, which is made if need be.
    pub(crate) fn open(&mut self, name: &str, may_be_made: bool) -> Option<usize> {
        if let Some(number) = self.names.get(name) {
            return Some(*number);
        }
        if !may_be_made || self.step(Operation::Folder).is_err() {
            return None;
        }
        self.carry_out(Done::Made(name.to_owned()));
        Some(self.files.len() - 1)
    }

    pub(crate) fn file(&mut self, number: usize) -> &mut File {
        &mut self.files[number]
    }

    pub(crate) fn write(&mut self, number: usize, at: usize, bytes: &[u8]) -> Result<(), Failure> {
        let was_alive = !self.is_dead;
        let outcome = self.step(Operation::Write);
        let written = match outcome {
            Ok(()) => bytes,
            // A power cut meets it as every other write that was not synced.
            Err(_) if self.is_dead => bytes,
            // A write that fails may have been made in part.
            Err(_) => bytes.get(..bytes.len() / 2).unwrap_or_default(),
        };
        if was_alive {
            self.carry_out(Done::Changed(number, Change::Write(at, written.to_vec())));
        }
        outcome
    }

    pub(crate) fn truncate(&mut self, number: usize, length: usize) -> Result<(), Failure> {
        self.step(Operation::Folder)?;
        self.carry_out(Done::Changed(number, Change::Truncate(length)));
        Ok(())
    }

    /// Syncs a file, and the folder with it where the file was new.
    pub(crate) fn sync(&mut self, number: usize, with_folder: bool) -> Result<(), Failure> {
        self.step(Operation::Sync)?;
        if !self.is(Trait::Lies) {
            self.carry_out(Done::Synced {
                file: number,
                with_folder,
            });
        }
        Ok(())
    }

    pub(crate) fn delete(&mut self, name: &str, durably: bool) -> Result<bool, Failure> {
        if !self.has(name) {
            return Ok(false);
        }
        self.step(Operation::Folder)?;
        self.carry_out(Done::Deleted {
            name: name.to_owned(),
            durably: durably && !self.is(Trait::Lies),
        });
        Ok(true)
    }

    fn carry_out(&mut self, operation: Done) {
        self.do_again(&operation);
        if let Some(trace) = &mut self.trace {
            trace.0.push(operation);
        }
    }

    /// Does what was done to a disk like this one.
    pub(crate) fn do_again(&mut self, operation: &Done) {
        match operation {
            Done::Changed(file, change) => self.files[*file].change(change.clone()),
            Done::Synced { file, with_folder } => {
                self.files[*file].sync();
                if *with_folder {
                    self.durable_names.clone_from(&self.names);
                }
            }
            Done::Made(name) => {
                self.files.push(File::default());
                self.names.insert(name.clone(), self.files.len() - 1);
            }
            Done::Deleted { name, durably } => {
                self.names.remove(name);
                if *durably {
                    self.durable_names.clone_from(&self.names);
                }
            }
        }
    }
}
