//! Calls of tools, and what is sent of them.

use std::sync::Arc;

use rmcp::model::{CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};
use serde_json::{Map, Value};

use super::super::arguments::Arguments;
use super::super::error::{Code, Refusal, echo};
use super::super::outcome::Outcome;
use super::super::tool::{Answer, Question};
use super::super::turn::Turn;
use super::elicitation::{self, Verdict};
use super::work::failure;
use super::{Server, is_modern, require_metadata};
use crate::domain::access::{Access, Confirm};
use crate::service::Directory;

/// Stands for the data of a result that is the same as its text. No tool answers with nothing, and the
/// library repeats in the text what is no object.
pub(in super::super) fn same_as_text() -> Value {
    Value::Object(Map::new())
}

/// Whether the data of a result is the same as its text.
pub(in super::super) fn is_same_as_text(data: &Value) -> bool {
    data.as_object().is_some_and(Map::is_empty)
}

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
        let outcome = if let Some((code, verdict)) = elicitation::repeated(&request) {
            Box::pin(self.decide(index, arguments, code, verdict, context)).await
        } else {
            let kept = self.asks(index, context).then(|| arguments.clone());
            match (self.call(index, arguments, context).await, kept) {
                (
                    Outcome::Answered(Answer {
                        question: Some(question),
                        ..
                    }),
                    Some(arguments),
                ) => {
                    if is_modern(context) {
                        turn.come().await;
                        return Ok(elicitation::input_required(&question).into());
                    }
                    // A person may take minutes: nobody waits for this turn any longer.
                    drop(turn);
                    let outcome = Box::pin(self.ask(index, arguments, question, context)).await;
                    return result(outcome).map(Into::into);
                }
                (outcome, _) => outcome,
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

    async fn call(&self, index: usize, arguments: Arguments, context: &Context) -> Outcome<Answer> {
        let tools = Arc::clone(&self.tools);
        let waits = tools.get(index).is_none_or(|tool| tool.waits);
        let call = move |directory: &mut Directory, access: &Access, arguments| {
            let tool = tools.get(index);
            tool.map_or(Outcome::Failed, |tool| {
                tool.call(directory, access, arguments)
            })
        };
        if waits {
            let work = move |directory: &mut Directory, access: &Access| {
                call(directory, access, arguments)
            };
            self.on_the_thread(context, work).await
        } else {
            let work = move |directory: &mut Directory, access: &Access| {
                call(directory, access, arguments.clone())
            };
            self.read(context, work).await
        }
    }

    /// Asks the person by a request of our own, and carries out what they say.
    async fn ask(
        &self,
        index: usize,
        arguments: Arguments,
        question: Question,
        context: &Context,
    ) -> Outcome<Answer> {
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
    ) -> Outcome<Answer> {
        let who = format!(
            "a person, asked by {}",
            echo(&elicitation::client_name(context))
        );
        let tools = Arc::clone(&self.tools);
        self.on_the_thread(context, move |directory, access| {
            let Some(tool) = tools.get(index) else {
                return Outcome::Failed;
            };
            match verdict {
                Verdict::Yes => tool.approved(directory, access, arguments, &code, &who),
                Verdict::No => tool.declined(directory, access, &code),
                Verdict::Nothing => {
                    let message = "nobody said yes, so nothing was changed; ask again when the person is there";
                    Outcome::Refused(Refusal::new(Code::Refused, message))
                }
            }
        })
        .await
    }
}

fn result(outcome: Outcome<Answer>) -> Result<CallToolResult, ErrorData> {
    match outcome {
        Outcome::Answered(answer) => Ok(answered(answer)),
        Outcome::Refused(refusal) => Ok(refused(&refusal)),
        Outcome::Interrupted | Outcome::Failed => Err(failure()),
    }
}

fn answered(answer: Answer) -> CallToolResult {
    let mut result = CallToolResult::success(vec![ContentBlock::text(answer.text)]);
    result.structured_content = Some(same_as_text());
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
