//! A reader: a real server that is asked a mixture of questions.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::pause;
use crate::conversation::Conversation;
use crate::program;
use crate::samples::Samples;
use crate::subjects::{Mixture, Subject};

/// How long a reader's replies took, and what was wrong with the others.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) times: Samples,
    pub(super) errors: Vec<String>,
}

/// Asks for some time.
pub(super) fn run(
    database: &Path,
    subjects: &[Subject],
    asker: u64,
    time: Duration,
) -> Result<Reading> {
    let mut server = Conversation::open(program::command(database, &["mcp"]))?;
    let mut mixture = Mixture::new(subjects, asker);
    let mut reading = Reading::default();
    let started = Instant::now();
    while started.elapsed() < time {
        let turn_began = Instant::now();
        match server.call(&mixture.draw()) {
            Ok(time) => reading.times.add(time),
            Err(error) => reading.errors.push(format!("{error:#}")),
        }
        pause(turn_began);
    }
    server.close()?;
    Ok(reading)
}
