//! Work on the directory: where it is done, in which order, and how long it may take.

use std::sync::Arc;
use std::time::Duration;

use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};
use tokio::time;

use super::super::error::{Code, Refusal};
use super::super::outcome::Outcome;
use super::super::worker::Call;
use super::Server;
use crate::domain::access::Access;
use crate::service::Directory;

/// Work that reads is begun where it came in. If it takes longer than this, it is given up and
/// begun again on the directory's thread, where it can be cancelled.
const QUICK: Duration = Duration::from_millis(5);

/// How long work may take, waiting included. A person who is asked may take longer.
const DEADLINE: Duration = Duration::from_secs(30);

impl Server {
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
