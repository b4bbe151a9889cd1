//! Calls of tools: where they are done, how long they may take, and what is sent of them.

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};
use tokio::time;

use super::super::arguments::Arguments;
use super::super::error::{Code, Refusal, echo};
use super::super::tool::{Answer, Outcome, Question, RegisteredTool};
use super::super::turn::Turn;
use super::super::worker::Call;
use super::elicitation::{self, Verdict};
use super::{Server, is_modern, require_metadata};
use crate::domain::access::{Access, Confirm};
use crate::service::Directory;

/// A call that reads is begun where it came in. If it takes longer than this, it is given up and
/// begun again on the directory's thread, where it can be cancelled.
const QUICK: Duration = Duration::from_millis(5);

/// How long a call may take, waiting included. A person who is asked may take longer.
const DEADLINE: Duration = Duration::from_secs(30);

type Context = RequestContext<RoleServer>;

impl Server {
    /// Answers a call, in its turn.
    pub(super) async fn answer(
        &self,
        mut request: CallToolRequestParams,
        context: &Context,
        mut turn: Turn,
    ) -> Result<CallToolResponse, ErrorData> {
        let found = require_metadata(context).and_then(|()| self.find(&request.name));
        let index = match found {
            Ok(index) => index,
            Err(error) => {
                turn.come().await;
                return Err(error);
            }
        };
        let arguments = request.arguments.take().unwrap_or_default();
        let outcome = match elicitation::repeated(&request) {
            Some((code, verdict)) => self.decide(index, arguments, code, verdict, context).await,
            None => {
                let kept = self.asks(index, context).then(|| arguments.clone());
                match (self.call(index, arguments, context).await, kept) {
                    (Outcome::Asked { question, .. }, Some(arguments)) => {
                        if is_modern(context) {
                            turn.come().await;
                            return Ok(elicitation::input_required(&question).into());
                        }
                        // A person may take minutes: nobody waits for this turn any longer.
                        drop(turn);
                        let outcome = self.ask(index, arguments, question, context).await;
                        return result(outcome).map(Into::into);
                    }
                    (outcome, _) => outcome,
                }
            }
        };
        turn.come().await;
        result(outcome).map(Into::into)
    }

    fn find(&self, name: &str) -> Result<usize, ErrorData> {
        let found = self.tools.iter().position(|tool| tool.name == name);
        found.ok_or_else(|| {
            let names = self.listed.iter().map(|tool| format!("`{}`", tool.name));
            let names = names.collect::<Vec<_>>().join(", ");
            let name = echo(name);
            let message = format!("there is no tool `{name}`; there are {names}");
            ErrorData::invalid_params(message, None)
        })
    }

    /// Whether a person is asked through the client before a call of this tool is carried out.
    fn asks(&self, index: usize, context: &Context) -> bool {
        let is_asked = match &*self.access {
            Access::Granted(grant) => grant.confirm == Confirm::Elicit,
            Access::Keyless | Access::Barred(_) => false,
        };
        let tool = self.tools.get(index);
        is_asked
            && tool.is_some_and(|tool| tool.hints.is_destructive)
            && elicitation::can_ask(context)
    }

    async fn call(&self, index: usize, arguments: Arguments, context: &Context) -> Outcome {
        let waits = self.tools.get(index).is_none_or(|tool| tool.waits);
        if !waits {
            let at_once = |directory: &mut Directory| {
                self.tools.get(index).map_or(Outcome::Failed, |tool| {
                    tool.call(directory, &self.access, arguments.clone())
                })
            };
            match self.worker.at_once(QUICK, at_once) {
                None | Some(Outcome::Interrupted) => {}
                Some(outcome) => return outcome,
            }
        }
        self.on_the_thread(index, context, |tool, directory, access| {
            tool.call(directory, access, arguments)
        })
        .await
    }

    /// Asks the person by a request of our own, and carries out what they say.
    async fn ask(
        &self,
        index: usize,
        arguments: Arguments,
        question: Question,
        context: &Context,
    ) -> Outcome {
        match elicitation::ask(&question, context).await {
            Some(verdict) => {
                self.decide(index, arguments, question.code, verdict, context)
                    .await
            }
            // Cancelled: the reply is never sent.
            None => Outcome::Failed,
        }
    }

    /// Carries out what a person said about a plan.
    async fn decide(
        &self,
        index: usize,
        arguments: Arguments,
        code: String,
        verdict: Verdict,
        context: &Context,
    ) -> Outcome {
        let who = format!(
            "a person, asked by {}",
            echo(&elicitation::client_name(context))
        );
        self.on_the_thread(index, context, move |tool, directory, access| match verdict {
            Verdict::Yes => tool.approved(directory, access, arguments, &code, &who),
            Verdict::No => tool.declined(directory, access, &code),
            Verdict::Nothing => {
                let message = "nobody said yes, so nothing was changed; ask again when the person is there";
                Outcome::Refused(Refusal::new(Code::Refused, message))
            }
        })
        .await
    }

    async fn on_the_thread(
        &self,
        index: usize,
        context: &Context,
        work: impl FnOnce(&RegisteredTool, &mut Directory, &Access) -> Outcome + Send + 'static,
    ) -> Outcome {
        let (tools, access) = (Arc::clone(&self.tools), Arc::clone(&self.access));
        let call = self.worker.submit(move |directory| {
            let tool = tools.get(index);
            tool.map_or(Outcome::Failed, |tool| work(tool, directory, &access))
        });
        outcome(call, context).await
    }
}

/// Waits for a call, but not past its deadline and not when nobody wants its answer any more.
async fn outcome(mut call: Call<Outcome>, context: &Context) -> Outcome {
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

fn result(outcome: Outcome) -> Result<CallToolResult, ErrorData> {
    match outcome {
        Outcome::Answered(answer) | Outcome::Asked { answer, .. } => Ok(answered(answer)),
        Outcome::Refused(refusal) => Ok(refused(&refusal)),
        Outcome::Interrupted | Outcome::Failed => Err(failure()),
    }
}

fn failure() -> ErrorData {
    ErrorData::internal_error("internal error", None)
}

fn answered(answer: Answer) -> CallToolResult {
    let mut result = CallToolResult::success(vec![ContentBlock::text(answer.text)]);
    result.structured_content = Some(answer.data);
    result
}

fn refused(refusal: &Refusal) -> CallToolResult {
    let texts = refusal
        .texts()
        .into_iter()
        .map(ContentBlock::text)
        .collect();
    let mut result = CallToolResult::error(texts);
    result.structured_content = Some(refusal.data());
    result
}
