//! Lines of files: each is an event or is refused with its line, and reading ends.

use std::io::Cursor;

use customer_directory::domain::contact::ContactPolicy;
use customer_directory::surface::intake::{Events, Format, Intake, IntakeOptions};
use jiff::Timestamp;

use super::mutation::bent;
use super::watch;
use crate::chance::Chance;
use crate::trials::{Budget, Trials};

/// The sample feedback.
pub(super) const SAMPLES: &str = include_str!("../../../fixtures/feedback.jsonl");

const SHEET: &[&str] = &[
    "message,email,phone,name,rating,created_at,tags,cf_plan\n",
    "\"Export, please\",jane@lumenworks.io,+1 415 555 0132,Jane Holloway,4,2026-01-05,\"vip; beta\",Pro\n",
    "\"Two\nlines and a \"\"quote\"\"\",omar@acme.io,,Omar,,2026-01-06T10:00:00Z,,\n",
    "Żółw;lukasz@zolw-studio.pl;;;5;1793700900;;\n",
];

/// Lines of one input. Each is a trial.
const LINES: usize = 12;

/// A moment after all samples.
pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap_or(Timestamp::MAX)
}

pub(super) fn options(format: Option<Format>) -> IntakeOptions {
    IntakeOptions {
        format,
        channel: None,
        policy: ContactPolicy::default(),
        now: now(),
    }
}

/// Reads files of lines, some of which are whole. Counts lines.
pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let samples: Vec<&[u8]> = SAMPLES.split_inclusive('\n').map(str::as_bytes).collect();
    let draw = move |chance: &mut Chance| {
        let mut file = Vec::new();
        let is_sheet = chance.one_in(3);
        for place in 0..LINES {
            let whole = match (is_sheet, place) {
                (true, 0) => SHEET[0].as_bytes(),
                (true, _) => SHEET[1 + chance.below(SHEET.len() - 1)].as_bytes(),
                (false, _) => samples[chance.below(samples.len())],
            };
            if chance.one_in(4) {
                file.extend(whole);
            } else {
                file.extend(bent(chance, whole));
            }
        }
        file
    };
    let files = budget.in_rounds_of(LINES as u64);
    watch::run(&files, seed, draw, |file| attempt(file))
}

fn read(file: &[u8], format: Option<Format>) -> Result<Vec<Intake>, String> {
    let events = Events::open(Cursor::new(file), options(format));
    let events = events.map_err(|error| error.to_string())?;
    let intakes: Result<Vec<Intake>, std::io::Error> = events.collect();
    intakes.map_err(|error| error.to_string())
}

fn attempt(file: &[u8]) -> Result<(), String> {
    for format in [None, Some(Format::JsonLines), Some(Format::Csv)] {
        let intakes = read(file, format)?;
        let last = file.split(|byte| *byte == b'\n').count() as u64;
        let lines = intakes.iter().map(|intake| intake.line);
        if !lines.clone().is_sorted() || lines.clone().any(|line| line == 0 || line > last) {
            return Err(format!("{format:?}: lines out of their order or file"));
        }
        let is_told = |intake: &Intake| match &intake.result {
            Ok(_) => true,
            Err(rejection) => !rejection.reason.is_empty(),
        };
        if !intakes.iter().all(is_told) {
            return Err(format!("{format:?}: a line is refused without a reason"));
        }
    }
    // The first line may have a byte order mark, which is none of its own.
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let lines = text.split(|byte| *byte == b'\n');
    let some = lines.filter(|line| !line.trim_ascii().is_empty()).count();
    let read = read(file, Some(Format::JsonLines))?.len();
    if read != some {
        return Err(format!("{read} answers to {some} lines"));
    }
    Ok(())
}
