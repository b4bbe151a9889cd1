//! What a suite is given and what it answers.

use std::time::Instant;

use indicatif::ProgressBar;

/// How much a suite may do.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    most: u64,
    /// How many trials each that is asked for stands for.
    round: u64,
    deadline: Option<Instant>,
    bar: Option<ProgressBar>,
}

impl Budget {
    /// So many trials, as long as there is time for another.
    pub(crate) fn until(most: u64, deadline: Instant) -> Self {
        Self {
            most,
            round: 1,
            deadline: Some(deadline),
            bar: None,
        }
    }

    /// The same, shown by a bar as it is used up.
    pub(crate) fn shown_by(self, bar: &ProgressBar) -> Self {
        Self {
            bar: Some(bar.clone()),
            ..self
        }
    }

    /// The same for a suite that makes so many trials at once.
    pub(crate) fn in_rounds_of(&self, size: u64) -> Self {
        Self {
            most: self.most.div_ceil(size),
            round: self.round * size,
            ..self.clone()
        }
    }

    /// Whether there may be another trial after so many. The first may always be.
    pub(crate) fn has_more_after(&self, done: u64) -> bool {
        if let Some(bar) = &self.bar {
            bar.set_position(done * self.round);
        }
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
}

/// What came of the trials of a suite.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "trials are what is counted")]
pub(crate) struct Trials {
    /// How many there were.
    pub(crate) trials: u64,
    /// How many of them failed.
    pub(crate) failed: u64,
    /// What the first failure was, and how to have it again.
    pub(crate) first_failure: Option<String>,
    /// What the trials went through, in numbers.
    pub(crate) note: String,
}

impl Trials {
    /// Counts a trial.
    pub(crate) fn count(&mut self, outcome: Result<(), String>) {
        self.trials += 1;
        if let Err(failure) = outcome {
            self.failed += 1;
            self.first_failure.get_or_insert(failure);
        }
    }
}
