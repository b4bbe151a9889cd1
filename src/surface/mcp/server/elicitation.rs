//! Asking a person for a yes, through the program that they use.
//!
//! Older revisions ask by a request of the server's own. The newest one answers the call with what
//! has to be asked, and the client repeats the call with the person's answer.

use std::collections::BTreeMap;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    BooleanSchema, CallToolRequestParams, ClientResult, ElicitRequest, ElicitRequestParams,
    ElicitResult, ElicitationAction, ElicitationSchema, InputRequest, InputRequiredResult,
    PrimitiveSchemaDefinition, ServerRequest,
};
use rmcp::service::RequestContext;
use serde_json::Value;
use tokio::time;

use super::super::tool::Question;

/// How long a person may think: as long as a plan is good.
const PATIENCE: Duration = Duration::from_mins(10);

/// The name of the one question, and of its one field.
const QUESTION: &str = "yes";

/// What a person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They agreed.
    Yes,
    /// They did not.
    No,
    /// They closed the question, or nobody was there.
    Nothing,
}

/// Whether the client can show a person a form.
pub(super) fn can_ask(context: &RequestContext<RoleServer>) -> bool {
    let elicitation = context
        .client_capabilities()
        .and_then(|capabilities| capabilities.elicitation);
    // Before there were several modes, forms were the only one.
    elicitation.is_some_and(|modes| modes.form.is_some() || modes.url.is_none())
}

/// The name of the client, as it says itself.
pub(super) fn client_name(context: &RequestContext<RoleServer>) -> String {
    let named = context.meta.client_info().map(|info| info.name);
    named
        .or_else(|| {
            let peer = context.peer.peer_info()?;
            Some(peer.client_info.name.clone())
        })
        .unwrap_or_else(|| "an unnamed program".to_owned())
}

/// Asks by a request of our own, and waits. `None` when the call was cancelled meanwhile.
pub(super) async fn ask(
    question: &Question,
    context: &RequestContext<RoleServer>,
) -> Option<Verdict> {
    let request = ServerRequest::ElicitRequest(ElicitRequest::new(form(question)));
    let asked = context.peer.send_request(request);
    tokio::select! {
        biased;
        () = context.ct.cancelled() => None,
        answer = time::timeout(PATIENCE, asked) => Some(match answer {
            Ok(Ok(ClientResult::ElicitResult(result))) => verdict(&result),
            Ok(Ok(_) | Err(_)) | Err(_) => Verdict::Nothing,
        }),
    }
}

/// The result that tells the client what to ask. The state is the plan's code, which is worth
/// nothing to anybody else and nothing twice.
pub(super) fn input_required(question: &Question) -> InputRequiredResult {
    let request = InputRequest::Elicitation(ElicitRequest::new(form(question)));
    let requests = BTreeMap::from([(QUESTION.to_owned(), request)]);
    InputRequiredResult::new(Some(requests), Some(question.code.clone()))
}

/// The plan's code and the person's answer, where a call is repeated with them.
pub(super) fn repeated(request: &CallToolRequestParams) -> Option<(String, Verdict)> {
    let code = request.request_state.clone()?;
    let answer = request
        .input_responses
        .as_ref()
        .and_then(|answers| answers.get(QUESTION))
        .and_then(|answer| serde_json::from_value::<ElicitResult>(answer.clone()).ok());
    Some((code, answer.as_ref().map_or(Verdict::Nothing, verdict)))
}

fn form(question: &Question) -> ElicitRequestParams {
    let field = BooleanSchema::new()
        .title("Yes, do it")
        .description("It cannot be undone.")
        .with_default(false);
    let mut schema = ElicitationSchema::new(BTreeMap::from([(
        QUESTION.to_owned(),
        PrimitiveSchemaDefinition::Boolean(field),
    )]));
    schema.required = Some(vec![QUESTION.to_owned()]);
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: question.text.clone(),
        requested_schema: schema,
    }
}

/// Who accepts a form without setting its field has not said yes.
fn verdict(result: &ElicitResult) -> Verdict {
    let is_yes = result
        .content
        .as_ref()
        .and_then(|content| content.get(QUESTION))
        .and_then(Value::as_bool);
    match (&result.action, is_yes) {
        (ElicitationAction::Accept, Some(true)) => Verdict::Yes,
        (ElicitationAction::Accept, Some(false) | None) | (ElicitationAction::Decline, _) => {
            Verdict::No
        }
        _ => Verdict::Nothing,
    }
}
