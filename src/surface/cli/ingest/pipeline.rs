//! One thread reads and normalises events, the other decides and writes.
//!
//! The writer takes what has come in since its last transaction: a fast file fills its batches,
//! and a slow stream is written event by event, without waiting for more.

use std::thread;

use super::super::input::Input;
use super::CommandError;
use super::progress::Progress;
use super::queue::{Sender, queue};
use super::rejects::Rejects;
use super::report::Report;
use super::stream::{Read, Stream};
use crate::domain::access::Operator;
use crate::service::Directory;
use crate::surface::clock::now;
use crate::surface::intake::{Events, IntakeOptions};

/// Takes in one input.
pub(super) fn run(
    input: Input,
    options: &IntakeOptions,
    directory: &mut Directory,
    report: &mut Report,
    rejects: &mut Rejects,
    progress: &Progress,
) -> Result<(), CommandError> {
    let name = input.name.clone();
    let (sender, receiver) = queue();
    let options = options.clone();
    let reader = thread::spawn(move || read(input, options, &sender));
    write(
        Stream::new(receiver, &name, rejects),
        directory,
        report,
        progress,
    )?;
    // A reader that broke down ends the stream as the end of the file does.
    reader.join().map_err(|_panic| {
        CommandError::Refused(format!("reading `{name}` broke down before its end"))
    })
}

fn read(input: Input, options: IntakeOptions, sender: &Sender<Read>) {
    let events = match Events::open(input.reader, options) {
        Ok(events) => events,
        Err(error) => {
            // A writer that has given up does not listen any more.
            let _given_up = sender.send(Err(error), 0);
            return;
        }
    };
    let mut position = 0;
    for event in events {
        let started_at = position;
        if let Ok(intake) = &event {
            position = intake.bytes;
        }
        if !sender.send(event, position - started_at) {
            return;
        }
    }
}

fn write(
    mut stream: Stream<'_>,
    directory: &mut Directory,
    report: &mut Report,
    progress: &Progress,
) -> Result<(), CommandError> {
    while stream.begin_transaction() {
        let batches = std::iter::from_fn(|| stream.next_batch());
        for receipt in directory.ingest(Operator.writer(now()), batches)? {
            report.add(&receipt);
        }
        report.read += stream.read;
        report.rejected += stream.rejected;
        progress.advance(stream.position - stream.started_at, stream.read);
    }
    stream.failure.take().map_or(Ok(()), Err)
}
