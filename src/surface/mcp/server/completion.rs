//! Completion: what is offered for what was typed.

use rmcp::model::{CompleteRequestParams, CompleteResult, CompletionInfo, Reference};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};

use super::super::completion::{self, Completion};
use super::{Server, stamp};

impl Server {
    /// Completes an argument.
    pub(super) async fn completion(
        &self,
        request: CompleteRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let reference = reference(request.r#ref);
        let argument = request.argument;
        let completion = self
            .in_turn("completion/complete", context, move |directory, access| {
                completion::complete(
                    directory,
                    access,
                    &reference,
                    &argument.name,
                    &argument.value,
                )
            })
            .await?;
        let mut result = CompleteResult::new(info(completion));
        result.meta = stamp(context);
        Ok(result)
    }
}

fn reference(asked: Reference) -> completion::Reference {
    match asked {
        Reference::Prompt(prompt) => completion::Reference::Prompt(prompt.name),
        Reference::Resource(template) => completion::Reference::Template(template.uri),
        // The protocol has no other kind.
        _ => completion::Reference::Template(String::new()),
    }
}

/// A total that was not counted to the end is left out: what is said is exact.
fn info(completion: Completion) -> CompletionInfo {
    let total = completion.total;
    let mut info = CompletionInfo::default();
    info.has_more = Some(total.is_at_least || total.count > completion.values.len() as u64);
    info.total = u32::try_from(total.count)
        .ok()
        .filter(|_| !total.is_at_least);
    info.values = completion.values;
    info
}
