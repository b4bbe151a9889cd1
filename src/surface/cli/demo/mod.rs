//! `customer-directory demo`: the whole thing at work on sample data.
//!
//! Takes the sample feedback into a temporary directory, starts the real server as a child, and
//! asks it over its stdin and stdout what an assistant would ask.

mod server;
mod story;

use std::process::ExitCode;

use clap::Args;

use super::{CommandError, output};
use server::Server;

/// The sample feedback, part of the program so that an installed one can show itself.
const FEEDBACK: &str = include_str!("../../../../fixtures/feedback.jsonl");

/// How the demonstration is shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Nothing of yours is touched: the sample directory is temporary and is removed at the end.")]
pub struct DemoArgs {
    /// Show each message between assistant and server as it goes over the wire
    #[arg(long)]
    wire: bool,
}

/// Shows the directory at work.
pub fn demo(args: &DemoArgs) -> Result<ExitCode, CommandError> {
    let failed = |what: &str| {
        let what = what.to_owned();
        move |source| CommandError::File { what, source }
    };
    let program = std::env::current_exe().map_err(failed("this program cannot be found"))?;
    let folder = Folder::make().map_err(failed("no temporary folder can be made"))?;
    let feedback = folder.0.join("feedback.jsonl");
    std::fs::write(&feedback, FEEDBACK).map_err(failed("the sample feedback cannot be written"))?;
    let database = folder.0.join("customers.db");

    output::print(&story::opening(FEEDBACK.lines().count()))?;
    let report = server::ingest(&program, &database, &feedback)?;
    output::print(&story::after_ingestion(&report))?;
    let mut server = Server::start(&program, &database, args.wire)?;
    for question in story::questions() {
        output::print(&story::asked(&question))?;
        let answer = server.call(question.tool, &question.arguments)?;
        output::print(&story::answered(&answer))?;
    }
    // One page leads to the next: what an assistant does with `next_cursor`.
    output::print(&story::paging(&mut server)?)?;
    server.stop()?;
    output::print(story::CLOSING)?;
    Ok(ExitCode::SUCCESS)
}

/// A private temporary folder that is removed in the end.
struct Folder(std::path::PathBuf);

impl Folder {
    fn make() -> std::io::Result<Self> {
        let path =
            std::env::temp_dir().join(format!("customer-directory-demo-{}", std::process::id()));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed now is left to the system's own cleaning.
        let _left = std::fs::remove_dir_all(&self.0);
    }
}
