//! Prompts: how they are listed and written.

use rmcp::model::{
    GetPromptRequestParams, GetPromptResponse, GetPromptResult, ListPromptsResult,
    Prompt as ListedPrompt, PromptArgument, PromptMessage, Role,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};

use super::super::prompts::{self, Argument, Prompt};
use super::introduction::shown;
use super::{Server, stamp};

impl Server {
    /// The prompts: none for a caller who may not read.
    pub(super) fn prompts(&self, context: &RequestContext<RoleServer>) -> ListPromptsResult {
        let may_read = self.may_read();
        let prompts = prompts::ALL.iter().filter(|_| may_read).map(|prompt| {
            let mut listed = listed(prompt);
            listed.icons = shown(context, prompt.icon);
            listed
        });
        let mut list = ListPromptsResult::with_all_items(prompts.collect());
        list.meta = stamp(context);
        list
    }

    /// Writes a prompt.
    pub(super) async fn prompt(
        &self,
        request: GetPromptRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let given = request.arguments.unwrap_or_default();
        let text = self
            .in_turn("prompts/get", context, move |directory, access| {
                prompts::write(directory, access, &request.name, &given)
            })
            .await?;
        let message = PromptMessage::new_text(Role::User, text);
        let mut result = GetPromptResult::new(vec![message]);
        result.meta = stamp(context);
        Ok(result.into())
    }
}

fn listed(prompt: &Prompt) -> ListedPrompt {
    let arguments = prompt.arguments.iter().map(listed_argument).collect();
    ListedPrompt::new(prompt.name, Some(prompt.description), Some(arguments))
        .with_title(prompt.title)
}

fn listed_argument(argument: &Argument) -> PromptArgument {
    PromptArgument::new(argument.name)
        .with_title(argument.title)
        .with_description(argument.description)
        .with_required(argument.is_required)
}
