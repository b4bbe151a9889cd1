//! Events as they come in, cut into transactions and batches.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::CommandError;
use super::queue::Receiver;
use super::rejects::Rejects;
use crate::domain::event::FeedbackEvent;
use crate::surface::intake::Intake;

/// The most events of one batch, which is held in memory.
const LARGEST_BATCH: usize = 2_000;

/// About the most bytes of input that one batch holds.
const LARGEST_BATCH_BYTES: u64 = 8 * 1024 * 1024;

/// The most events of one transaction. Each writes every page of an index that it touches once,
/// so that few large ones cost less than many small ones.
const LARGEST_TRANSACTION: u64 = 60_000;

/// How long a transaction keeps other writers waiting, at the most.
const LONGEST_TRANSACTION: Duration = Duration::from_secs(4);

/// How long a batch that is not full waits for more events.
const PATIENCE: Duration = Duration::from_millis(10);

/// What the reading thread sends.
pub(super) type Read = std::io::Result<Intake>;

/// The events of one input.
pub(super) struct Stream<'a> {
    receiver: Receiver<Read>,
    /// What was taken out of the queue and has not had its turn.
    taken: VecDeque<Read>,
    name: &'a str,
    rejects: &'a mut Rejects,
    began: Instant,
    /// Bytes of the input before this transaction.
    pub(super) started_at: u64,
    /// Bytes of the input up to now.
    pub(super) position: u64,
    /// Records read in this transaction.
    pub(super) read: u64,
    /// Records refused in this transaction.
    pub(super) rejected: u64,
    /// Why the stream ended before its end, if it did.
    pub(super) failure: Option<CommandError>,
}

impl<'a> Stream<'a> {
    pub(super) fn new(receiver: Receiver<Read>, name: &'a str, rejects: &'a mut Rejects) -> Self {
        Self {
            receiver,
            taken: VecDeque::new(),
            name,
            rejects,
            began: Instant::now(),
            started_at: 0,
            position: 0,
            read: 0,
            rejected: 0,
            failure: None,
        }
    }

    /// Waits for the first event of a transaction. `false` at the end of the input.
    pub(super) fn begin_transaction(&mut self) -> bool {
        if self.failure.is_some() {
            return false;
        }
        if self.taken.is_empty() {
            self.receiver.take(&mut self.taken, 1, None);
        }
        self.began = Instant::now();
        self.started_at = self.position;
        (self.read, self.rejected) = (0, 0);
        !self.taken.is_empty()
    }

    /// The next batch of the transaction; `None` when it is full, or nothing more has come.
    pub(super) fn next_batch(&mut self) -> Option<Vec<FeedbackEvent>> {
        if self.is_over() {
            return None;
        }
        let mut events = Vec::new();
        let (started_at, until) = (self.position, Instant::now() + PATIENCE);
        while events.len() < LARGEST_BATCH
            && self.position - started_at < LARGEST_BATCH_BYTES
            && !self.is_over()
        {
            let missing = LARGEST_BATCH - events.len();
            let Some(read) = self.next_read(missing, until) else {
                break;
            };
            match self.accept(read) {
                Ok(event) => events.extend(event),
                Err(failure) => {
                    // What came before is kept; the failure is told after it.
                    self.failure = Some(failure);
                    break;
                }
            }
        }
        (!events.is_empty()).then_some(events)
    }

    /// Whether the transaction is as large, or has lasted as long, as one may.
    fn is_over(&self) -> bool {
        self.read >= LARGEST_TRANSACTION || self.began.elapsed() >= LONGEST_TRANSACTION
    }

    /// What has come, or comes before a moment, at which so many would be welcome.
    fn next_read(&mut self, welcome: usize, until: Instant) -> Option<Read> {
        if self.failure.is_some() {
            return None;
        }
        if self.taken.is_empty() {
            self.receiver.take(&mut self.taken, welcome, Some(until));
        }
        self.taken.pop_front()
    }

    fn accept(&mut self, read: Read) -> Result<Option<FeedbackEvent>, CommandError> {
        let intake = read.map_err(|source| CommandError::File {
            what: format!(
                "`{}` cannot be read any further; what came before is kept",
                self.name
            ),
            source,
        })?;
        self.read += 1;
        self.position = intake.bytes;
        match intake.result {
            Ok(event) => Ok(Some(event)),
            Err(rejection) => {
                self.rejected += 1;
                self.rejects.add(self.name, intake.line, &rejection)?;
                Ok(None)
            }
        }
    }
}
