//! What was done to a disk, so that it can be had at every moment without doing it all again.

use crate::disk::Disk;
use crate::file::Change;

/// An operation that changed a disk or what would survive of it.
#[derive(Debug, Clone)]
pub(crate) enum Done {
    Changed(usize, Change),
    Synced { file: usize, with_folder: bool },
    Made(String),
    Deleted { name: String, durably: bool },
}

/// Everything that was done to a disk, in its order.
#[derive(Debug, Clone, Default)]
pub struct Trace(pub(crate) Vec<Done>);

impl Trace {
    /// How many operations there were.
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Whether nothing was done.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A disk to which the operations of a trace are done again, one after the other.
#[derive(Debug)]
pub struct Replay<'a> {
    disk: Disk,
    trace: &'a Trace,
    done: usize,
}

impl<'a> Replay<'a> {
    /// Begins with a disk as it was before.
    pub fn new(disk: Disk, trace: &'a Trace) -> Self {
        Self {
            disk,
            trace,
            done: 0,
        }
    }

    /// What is found on the disk after the power is cut at the operation of this number, counted from
    /// 1. Numbers must not fall from one call to the next.
    pub fn cut_at(&mut self, at: u64, chance: &mut dyn FnMut() -> u64) -> Disk {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        while let Some(next) = self.trace.0.get(self.done) {
            // A write that the cut meets may be there as every other that was not synced.
            let is_met = self.done + 1 == at && is_write(next);
            if self.done + 1 >= at && !is_met {
                break;
            }
            self.disk.do_again(next);
            self.done += 1;
        }
        self.disk.after_power_cut(chance)
    }
}

fn is_write(done: &Done) -> bool {
    matches!(done, Done::Changed(_, Change::Write(..)))
}
