//! What a suite is given and what it answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

use super::journal::Journal;

/// How often a run that nobody watches says how far it is.
const SAID_EVERY: Duration = Duration::from_secs(30);

/// How much a suite may do.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    most: u64,
    /// How many trials are made at once.
    round: u64,
    /// How many processors it may use.
    threads: usize,
    started: Instant,
    deadline: Option<Instant>,
    bar: ProgressBar,
    journal: Journal,
    /// When it was last said how far it is, in milliseconds since the start.
    said: Arc<AtomicU64>,
}

impl Budget {
    /// So many trials, as long as there is time for another, shown by a bar as it is used up and
    /// told to a journal.
    pub(crate) fn new(
        most: u64,
        deadline: Option<Instant>,
        threads: usize,
        bar: &ProgressBar,
        journal: &Journal,
    ) -> Self {
        Self {
            most,
            round: 1,
            threads,
            started: Instant::now(),
            deadline,
            bar: bar.clone(),
            journal: journal.clone(),
            said: Arc::default(),
        }
    }

    /// The same for a suite that makes so many trials at once.
    pub(crate) fn in_rounds_of(&self, size: u64) -> Self {
        Self {
            round: size,
            ..self.clone()
        }
    }

    /// Whether there may be another trial after so many. The first may always be.
    pub(crate) fn has_more_after(&self, done: u64) -> bool {
        self.bar.set_position(done);
        self.say_after(done);
        let is_late = || {
            self.deadline
                .is_some_and(|deadline| Instant::now() >= deadline)
        };
        done < self.most && (done == 0 || !is_late())
    }

    /// The most trials that are wanted.
    pub(crate) fn most(&self) -> u64 {
        self.most
    }

    /// How many trials are made at once.
    pub(crate) fn round(&self) -> u64 {
        self.round
    }

    /// How many processors may be used.
    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Counts what was made at once, and notes in the journal if it is the first one that failed.
    pub(crate) fn count(&self, trials: &mut Trials, outcome: Result<(), String>) {
        trials.trials += self.round;
        let Err(failure) = outcome else {
            return;
        };
        trials.failed += 1;
        if trials.first_failure.is_none() {
            self.journal.failed(&failure);
            trials.first_failure = Some(failure);
        }
    }

    fn say_after(&self, done: u64) {
        let now = self.started.elapsed();
        let said = Duration::from_millis(self.said.load(Ordering::Relaxed));
        if now.saturating_sub(said) >= SAID_EVERY {
            let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
            self.said.store(now, Ordering::Relaxed);
            self.journal.is_at(done, self.most);
        }
    }
}

/// What came of the trials of a suite.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "trials are what is counted")]
pub(crate) struct Trials {
    /// How many there were.
    pub(crate) trials: u64,
    /// How many were wanted, where only the suite knows.
    pub(crate) wanted: Option<u64>,
    /// How many of them failed.
    pub(crate) failed: u64,
    /// What the first failure was, and how to have it again.
    pub(crate) first_failure: Option<String>,
    /// What the trials went through, in numbers.
    pub(crate) note: String,
}
