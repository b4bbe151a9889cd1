//! What a suite is given and what it answers.

/// How much a suite may do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    most: u64,
}

impl Budget {
    /// So many trials.
    pub(crate) fn trials(most: u64) -> Self {
        Self { most }
    }

    /// How many trials there may be.
    pub(crate) fn most(self) -> u64 {
        self.most
    }

    /// Whether there may be another trial after so many.
    pub(crate) fn has_more_after(self, done: u64) -> bool {
        done < self.most
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

    /// Fails the test that ran the suite if a trial failed, or if there was none.
    pub(crate) fn assert_none_failed(&self) {
        assert!(self.trials > 0, "there was no trial");
        assert_eq!(
            self.failed,
            0,
            "{} of {} trials failed; the first: {}",
            self.failed,
            self.trials,
            self.first_failure.as_deref().unwrap_or_default()
        );
    }
}
