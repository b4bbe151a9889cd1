//! Questions as callers write them, read into the queries that they mean.

mod duplicates;
mod feedback;
mod list;
mod reading;
mod summary;
mod values;

use thiserror::Error;

pub use duplicates::{DEFAULT_PAIRS, DuplicatesQuestion};
pub use feedback::FeedbackQuestion;
pub use list::ListQuestion;
pub use summary::{DEFAULT_TOP, LARGEST_TOP, SummaryQuestion};
pub use values::values_beginning;

/// Rows of a page, unless the caller says otherwise.
pub const DEFAULT_LIMIT: usize = 20;

/// The most rows of a page.
pub const LARGEST_LIMIT: usize = 100;

/// A part of a question that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{parameter}`: {problem}")]
pub struct QuestionError {
    /// The parameter.
    pub parameter: &'static str,
    /// What is wrong with it, and what to do.
    pub problem: String,
}
