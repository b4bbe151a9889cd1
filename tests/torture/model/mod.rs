//! Any changes in any order, taken by the directory and by a model of it that is maps and loops:
//! after them both must say the same of everybody.
//!
//! The model shares with the directory how contacts, tags and words are read, and nothing else.

mod directory;
mod editing;
mod person;
mod play;
mod pools;
mod questions;
mod recording;
mod removal;
mod removing;
mod said_questions;
mod shown;
mod step;
mod whole;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::Chance;
use crate::cores;
use crate::trials::{Budget, Trials};
use play::Both;
use step::Timed;

/// How many steps a directory lives through.
const STEPS: usize = 160;

/// After how many steps everything is compared.
const COMPARED_EVERY: usize = 16;

/// Takes steps, each of which is a trial, until the budget is used up. The first directory that differs
/// is told with the fewest steps that make it.
pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let mut chance = Chance::new(seed);
    let is_first = AtomicBool::new(true);
    let seeds = std::iter::repeat_with(|| chance.next());
    cores::try_all(&budget.in_rounds_of(STEPS as u64), seeds, |seed| {
        let steps = step::steps(&mut Chance::new(seed), STEPS);
        play(&steps, seed).map_err(|failure| {
            if !is_first.swap(false, Ordering::Relaxed) {
                return format!("seed {seed}: {failure}");
            }
            let (steps, failure) = shortest(steps, seed, failure);
            format!("seed {seed}: {failure}\nafter {steps:?}")
        })
    })
}

fn play(steps: &[Timed], seed: u64) -> Result<(), String> {
    let mut chance = Chance::new(seed);
    let ceiling = [2, 50][chance.below(2)];
    let mut both = Both::new(ceiling)?;
    for (place, timed) in steps.iter().enumerate() {
        both.take(timed)?;
        if (place + 1) % COMPARED_EVERY == 0 || place + 1 == steps.len() {
            both.compare()?;
            both.question(&mut chance)?;
        }
    }
    Ok(())
}

/// Leaves steps out as long as the rest still fails.
fn shortest(mut steps: Vec<Timed>, seed: u64, mut failure: String) -> (Vec<Timed>, String) {
    let mut length = steps.len() / 2;
    while length > 0 {
        let mut start = 0;
        while start < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(start..(start + length).min(steps.len()));
            match play(&fewer, seed) {
                Err(same) => (steps, failure) = (fewer, same),
                Ok(()) => start += length,
            }
        }
        length /= 2;
    }
    (steps, failure)
}
