//! What became of work on the directory that a caller waits for, whatever happened inside.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::error::{Code, Refusal, ToolError};

/// What became of a piece of work.
#[derive(Debug)]
pub(super) enum Outcome<T> {
    /// The answer.
    Answered(T),
    /// The caller can mend it.
    Refused(Refusal),
    /// A statement was interrupted.
    Interrupted,
    /// It is our fault. What happened is in the log.
    Failed,
}

/// Does work on a caller's behalf, whatever happens inside. The log knows it by its name.
pub(super) fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, ToolError>) -> Outcome<T> {
    // A panic rolls back the transaction that it broke off, so the directory stays sound. What
    // the panic says may quote a customer and is dropped; the hook has logged where it was.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(answer)) => Outcome::Answered(answer),
        Ok(Err(ToolError::Refused(refusal))) => {
            if refusal.code() == Code::Unavailable {
                let error = refusal.message();
                tracing::error!(name, error, "the directory cannot be used");
            }
            Outcome::Refused(refusal)
        }
        Ok(Err(ToolError::Failed(error))) if error.is_interruption() => Outcome::Interrupted,
        Ok(Err(ToolError::Failed(error))) => {
            // The sources of an error may quote what was stored: they are not for a log.
            tracing::error!(name, %error, "the directory failed");
            Outcome::Failed
        }
        Err(_panic) => {
            tracing::error!(name, "a panic ended the work");
            Outcome::Failed
        }
    }
}
