//! The commands that a person types.

mod audit;
mod backup;
mod bar;
mod check;
mod compact;
mod create;
mod demo;
mod different;
mod duplicates;
mod export;
mod feedback;
mod filters;
mod flag;
mod get;
mod import;
mod ingest;
mod input;
mod key;
mod list;
mod new_file;
mod output;
mod page;
mod pair;
mod plans;
mod restore;
mod stats;
mod summary;
mod table;
mod update;

pub use audit::{AuditArgs, audit};
pub use backup::{BackupArgs, backup};
pub use check::{CheckArgs, check};
pub use compact::{CompactArgs, compact};
pub use create::{CreateArgs, create};
pub use demo::{DemoArgs, demo};
pub use different::{DifferentArgs, different};
pub use duplicates::{DuplicatesArgs, duplicates};
pub use export::{ExportArgs, export};
pub use feedback::{FeedbackArgs, feedback};
pub use get::{GetArgs, get};
pub use import::{ImportArgs, import};
pub use ingest::{IngestArgs, ingest};
pub use key::{KeyCommand, key};
pub use list::{ListArgs, list};
pub use plans::{
    ApproveArgs, DeleteArgs, EraseArgs, MergeArgs, PendingArgs, approve, delete, erase, merge,
    pending,
};
pub use restore::{RestoreArgs, restore};
pub use stats::{StatsArgs, stats};
pub use summary::{SummaryArgs, summary};
pub use update::{UpdateArgs, update};

use crate::config::GlobalArgs;
use crate::service::{Directory, DirectoryError, Location, Purpose};
use crate::surface::question::QuestionError;

/// A command that could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// What was asked for does not make sense, or is not there.
    #[error("{0}")]
    Refused(String),
    /// A file could not be read or written.
    #[error("{what}: {source}")]
    File {
        /// Which file, and what was to be done with it.
        what: String,
        /// Why it could not.
        #[source]
        source: std::io::Error,
    },
    /// A part of the question cannot be read.
    #[error("`{}`: {}", flag::flag(.0.parameter), .0.problem)]
    Question(#[from] QuestionError),
    /// The directory could not answer.
    #[error("{}", flag::told(.0))]
    Directory(#[from] DirectoryError),
    /// The answer could not be written.
    #[error("the answer could not be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Opens the directory that the flags name.
pub fn open(global: &GlobalArgs, purpose: Purpose) -> Result<Directory, CommandError> {
    let location = global.location().map_err(CommandError::Refused)?;
    Ok(Directory::open(&location, purpose, global.settings())?)
}

/// Opens the directory that the flags name, and makes none where there is none.
fn open_existing(global: &GlobalArgs, purpose: Purpose) -> Result<Directory, CommandError> {
    let location = global.location().map_err(CommandError::Refused)?;
    if let Location::File { path, .. } = location
        && !path.exists()
    {
        return Err(CommandError::Refused(format!(
            "{}: there is no directory here; give its path with `--db`",
            path.display()
        )));
    }
    open(global, purpose)
}
