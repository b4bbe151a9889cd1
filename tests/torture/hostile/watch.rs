//! Trials that are watched: one that does not end is a failure, not a test that hangs.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::chance::Chance;
use crate::trials::{Budget, Trials};

/// How long one input may take, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// Draws an input for each trial and tries it. A panic and an input that takes too long fail.
pub(super) fn run<I: Clone + std::fmt::Debug + Send + 'static>(
    budget: &Budget,
    seed: u64,
    mut draw: impl FnMut(&mut Chance) -> I,
    mut attempt: impl FnMut(&I) -> Result<(), String> + Send + 'static,
) -> Trials {
    let (give, take) = channel::<I>();
    let (answer, answered) = channel::<Result<(), String>>();
    thread::spawn(move || {
        for input in take {
            let tried = catch_unwind(AssertUnwindSafe(|| attempt(&input)));
            let outcome = tried.unwrap_or_else(|_| Err("it panicked".to_owned()));
            if answer.send(outcome).is_err() {
                return;
            }
        }
    });
    let mut trials = Trials::default();
    let mut chance = Chance::new(seed);
    while budget.has_more_after(trials.trials) {
        let input = draw(&mut chance);
        if give.send(input.clone()).is_err() {
            break;
        }
        let outcome = match answered.recv_timeout(PATIENCE) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                budget.count(&mut trials, Err(format!("no answer to {input:?}")));
                break;
            }
        };
        budget.count(
            &mut trials,
            outcome.map_err(|why| format!("{why}: {input:?}")),
        );
    }
    trials
}
