//! Work on the directory: where it is done, in which order, and how long it may take.

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::ErrorCode;
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};
use tokio::time;

use super::super::error::{Code, Refusal, ToolError};
use super::super::outcome::{Outcome, guarded};
use super::super::worker::Call;
use super::{Server, require_metadata};
use crate::domain::access::Access;
use crate::service::Directory;

/// Work that reads is begun where it came in. If it takes longer than this, it is given up and
/// begun again on the directory's thread, where it can be cancelled.
const QUICK: Duration = Duration::from_millis(5);

/// How long work may take, waiting included. A person who is asked may take longer.
const DEADLINE: Duration = Duration::from_secs(30);

/// The one method for which what is missing has a code of its own.
pub(super) const READ_RESOURCE: &str = "resources/read";

impl Server {
    /// Answers a request that is not a tool's, in its turn. The name is that of the method.
    pub(super) async fn in_turn<T: Send + 'static>(
        &self,
        name: &'static str,
        context: &RequestContext<RoleServer>,
        work: impl Fn(&mut Directory, &Access) -> Result<T, ToolError> + Send + 'static,
    ) -> Result<T, ErrorData> {
        let mut turn = self.turns.take();
        let outcome = match require_metadata(context) {
            Ok(()) => {
                let work = move |directory: &mut Directory, access: &Access| {
                    guarded(name, || work(directory, access))
                };
                Ok(self.read(context, work).await)
            }
            Err(error) => Err(error),
        };
        turn.come().await;
        match outcome? {
            Outcome::Answered(answer) => Ok(answer),
            Outcome::Refused(refusal) => Err(refused(name, &refusal)),
            Outcome::Interrupted | Outcome::Failed => Err(failure()),
        }
    }

    /// Does work that only reads: here and now, or on the directory's thread where it takes long.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        context: &RequestContext<RoleServer>,
        work: impl Fn(&mut Directory, &Access) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let at_once = |directory: &mut Directory| work(directory, &self.access);
        match self.worker.at_once(QUICK, at_once) {
            None | Some(Outcome::Interrupted) => self.on_the_thread(context, work).await,
            Some(outcome) => outcome,
        }
    }

    /// Does work on the directory's thread.
    pub(super) async fn on_the_thread<T: Send + 'static>(
        &self,
        context: &RequestContext<RoleServer>,
        work: impl FnOnce(&mut Directory, &Access) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let access = Arc::clone(&self.access);
        let call = self
            .worker
            .submit(move |directory| work(directory, &access));
        outcome(call, context).await
    }
}

/// Waits for a call, but not past its deadline and not when nobody wants its answer any more.
async fn outcome<T>(
    mut call: Call<Outcome<T>>,
    context: &RequestContext<RoleServer>,
) -> Outcome<T> {
    tokio::select! {
        biased;
        outcome = call.answer() => outcome.unwrap_or(Outcome::Failed),
        () = context.ct.cancelled() => {
            call.cancel();
            // Never sent: the request is no longer known.
            Outcome::Failed
        }
        () = time::sleep(DEADLINE) => {
            call.cancel();
            let message = format!(
                "no answer within {} seconds; ask for less, or try again in a moment",
                DEADLINE.as_secs()
            );
            Outcome::Refused(Refusal::new(Code::Busy, message))
        }
    }
}

/// The protocol error for what is our fault.
pub(super) fn failure() -> ErrorData {
    ErrorData::internal_error("internal error", None)
}

/// The protocol error for what the caller can mend: a tool would answer with a result, which these
/// methods cannot. The library turns the code of a missing resource into that of the revision.
fn refused(method: &str, refusal: &Refusal) -> ErrorData {
    let code = match refusal.code() {
        Code::NotFound if method == READ_RESOURCE => ErrorCode::RESOURCE_NOT_FOUND,
        Code::Busy | Code::Unavailable => ErrorCode::INTERNAL_ERROR,
        Code::NotFound
        | Code::InvalidValue
        | Code::UnknownParameter
        | Code::Conflict
        | Code::VersionConflict
        | Code::MissingScope
        | Code::PlanRequired
        | Code::PlanInvalid
        | Code::Refused
        | Code::LimitReached => ErrorCode::INVALID_PARAMS,
    };
    ErrorData::new(code, refusal.message().to_owned(), Some(refusal.data()))
}
