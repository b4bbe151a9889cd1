//! Trials that do not touch each other, side by side.

use std::sync::{Mutex, PoisonError};
use std::thread;

use super::trials::{Budget, Trials};

/// Tries inputs on every processor that may be used until the budget is used up or there are no more.
/// Which inputs there are does not depend on how many processors there are.
pub(crate) fn try_all<I>(
    budget: &Budget,
    inputs: impl Iterator<Item = I> + Send,
    attempt: impl Fn(I) -> Result<(), String> + Sync,
) -> Trials {
    let inputs = Mutex::new((0, inputs));
    let trials = Mutex::new(Trials::default());
    let next = || {
        let mut inputs = inputs.lock().unwrap_or_else(PoisonError::into_inner);
        let (given, inputs) = &mut *inputs;
        if !budget.has_more_after(*given) {
            return None;
        }
        *given += budget.round();
        inputs.next()
    };
    let work = || {
        while let Some(input) = next() {
            let outcome = attempt(input);
            let mut trials = trials.lock().unwrap_or_else(PoisonError::into_inner);
            budget.count(&mut trials, outcome);
        }
    };
    thread::scope(|scope| {
        for _ in 1..budget.threads() {
            scope.spawn(work);
        }
        work();
    });
    trials.into_inner().unwrap_or_else(PoisonError::into_inner)
}
