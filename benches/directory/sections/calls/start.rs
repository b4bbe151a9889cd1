//! From the start of a server's process to its first answer.

use std::path::Path;

use anyhow::Result;

use crate::conversation::Conversation;
use crate::figures::{Aim, Bound, Figure};
use crate::report::Report;
use crate::samples::Samples;
use crate::{echo, program, progress};

/// How often each server is started, by turns. The first start of each is not counted: it reads
/// the program from the disk.
const STARTS: u64 = 40;

pub(super) fn run(database: &Path, answers: &Path, report: &mut Report) -> Result<()> {
    let progress = progress::bar("starting servers", STARTS);
    let (mut seen, mut least) = (Samples::default(), Samples::default());
    for start in 0..=STARTS {
        let ours = Conversation::open(program::command(database, &["mcp"]))?;
        let time = ours.greeted_after;
        ours.close()?;
        let floor = Conversation::open(echo::command(answers)?)?;
        let floor_time = floor.greeted_after;
        floor.close()?;
        if start > 0 {
            seen.add(time);
            least.add(floor_time);
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    report.add(
        Figure::time("calls.start", "start → first answer, median", seen.median())
            .above(least.median())
            .aims(Aim::Ratio(Bound::Most(4.0))),
    );
    Ok(())
}
