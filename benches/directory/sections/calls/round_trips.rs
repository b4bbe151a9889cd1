//! Calls of one tool on both servers, by turns.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

use crate::conversation::{Call, Conversation};
use crate::samples::Samples;
use crate::{echo, program, progress};

/// Whatever else the machine does hits both servers alike, if the rounds are short.
const ROUNDS: usize = 50;
const CALLS: usize = 80;

/// Writes what the other server answers: of each tool's answers, one of usual length.
pub(super) fn write_answers(database: &Path, calls: [&[Call]; 2], file: &Path) -> Result<()> {
    let mut ours = Conversation::open(program::command(database, &["mcp"]))?;
    let mut answers = Map::new();
    for calls in calls {
        let mut replies: Vec<Value> = Vec::new();
        for call in calls {
            ours.call(call)?;
            replies.push(ours.result()?["structuredContent"].take());
        }
        replies.sort_by_key(|reply| reply.to_string().len());
        let usual = replies.swap_remove(replies.len() / 2);
        answers.insert(calls[0].tool.to_owned(), usual);
    }
    ours.close()?;
    std::fs::write(file, serde_json::to_vec(&answers)?).context("the answers cannot be written")
}

/// Times calls on our server and on the other one.
pub(super) fn time(database: &Path, answers: &Path, calls: &[Call]) -> Result<(Samples, Samples)> {
    let progress = progress::bar(calls[0].tool, ROUNDS as u64);
    let mut ours = Conversation::open(program::command(database, &["mcp"]))?;
    let mut floor = Conversation::open(echo::command(answers)?)?;
    let (mut seen, mut least) = (Samples::default(), Samples::default());
    let mut calls = calls.iter().cycle();
    for round in 0..=ROUNDS {
        let calls: Vec<&Call> = calls.by_ref().take(CALLS).collect();
        let (one, other) = if round % 2 == 0 {
            let one = ask(&mut ours, &calls)?;
            (one, ask(&mut floor, &calls)?)
        } else {
            let other = ask(&mut floor, &calls)?;
            (ask(&mut ours, &calls)?, other)
        };
        // The first round warms both up.
        if round > 0 {
            seen.extend(one);
            least.extend(other);
        }
        progress.inc(1);
    }
    ours.close()?;
    floor.close()?;
    progress.finish_and_clear();
    Ok((seen, least))
}

fn ask(server: &mut Conversation, calls: &[&Call]) -> Result<Samples> {
    let mut samples = Samples::default();
    for call in calls {
        samples.add(server.call(call)?);
    }
    Ok(samples)
}
