//! The protocol: who we are, what there is, and how requests are answered.

mod attended;
mod calls;
mod completion;
mod elicitation;
mod introduction;
pub(super) mod methods;
mod progress;
mod prompts;
mod resources;
mod work;

use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, CustomRequest,
    CustomResult, DiscoverResult, GetPromptRequestParams, GetPromptResponse,
    InitializeRequestParams, InitializeResult, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ProtocolVersion,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
    Tool as ListedTool, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};

use super::icon::Icon;
use super::tool::RegisteredTool;
use super::turn::Turns;
use super::worker::Worker;
use crate::domain::access::{Access, Scope};
use introduction::{drawn, icons, server_info, shown, stamp};

pub(super) use attended::Attended;
pub(super) use calls::is_same_as_text;
#[cfg(test)]
pub(super) use calls::same_as_text;

/// The server, for one connection.
pub(super) struct Server {
    tools: Arc<[RegisteredTool]>,
    listed: Vec<ListedTool>,
    access: Arc<Access>,
    worker: Worker,
    turns: Turns,
}

impl Server {
    /// A server whose caller has this access.
    pub(super) fn new(tools: Vec<RegisteredTool>, worker: Worker, access: Access) -> Self {
        let listed = tools
            .iter()
            .filter(|tool| tool.is_for(&access))
            .map(listed)
            .collect();
        Self {
            tools: tools.into(),
            listed,
            access: access.into(),
            worker,
            turns: Turns::default(),
        }
    }

    /// What there is for the caller. Whoever may not read is shown tools at the most.
    fn capabilities(&self) -> ServerCapabilities {
        let tools = ServerCapabilities::builder().enable_tools();
        if self.may_read() {
            tools
                .enable_resources()
                .enable_prompts()
                .enable_completions()
                .build()
        } else {
            tools.build()
        }
    }

    fn may_read(&self) -> bool {
        self.access.has(Scope::Read)
    }
}

fn listed(tool: &RegisteredTool) -> ListedTool {
    let mut listed = ListedTool::new(
        tool.name,
        tool.description,
        Arc::new(tool.input_schema.clone()),
    );
    listed.title = Some(tool.title.to_owned());
    listed.icons = Some(drawn(tool.icon));
    listed.output_schema = Some(Arc::new(tool.output_schema.clone()));
    listed.annotations = Some(
        ToolAnnotations::new()
            .read_only(tool.hints.is_read_only)
            .destructive(tool.hints.is_destructive)
            .idempotent(tool.hints.is_idempotent)
            .open_world(false),
    );
    listed
}

fn is_modern(context: &RequestContext<RoleServer>) -> bool {
    context
        .protocol_version()
        .is_some_and(|version| !version.has_initialize())
}

/// Without `initialize` before it, a request must say in its `_meta` what it speaks.
fn require_metadata(context: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    if context.peer.peer_info().is_some() {
        return Ok(());
    }
    let missing = context
        .meta
        .missing_required_keys(&ProtocolVersion::V_2026_07_28);
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!(
        "`_meta` has no {}; send them, or `initialize` first",
        missing.join(" and no ")
    );
    Err(ErrorData::invalid_params(message, None))
}

/// Every list is one page.
fn require_one_page(
    what: &str,
    request: Option<PaginatedRequestParams>,
    context: &RequestContext<RoleServer>,
) -> Result<(), ErrorData> {
    require_metadata(context)?;
    if request.is_none_or(|request| request.cursor.is_none()) {
        return Ok(());
    }
    let message = format!("there is one page of {what}; leave `cursor` out");
    Err(ErrorData::invalid_params(message, None))
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(self.capabilities())
            .with_server_info(server_info())
            .with_instructions(introduction::instructions(&self.access))
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        let mut answer = self.negotiate_initialize(&request)?;
        answer.server_info.icons = icons(&answer.protocol_version, Icon::Directory);
        let mut peer = request;
        peer.protocol_version = answer.protocol_version.clone();
        context.peer.set_peer_info(peer);
        Ok(answer)
    }

    async fn discover(
        &self,
        context: RequestContext<RoleServer>,
    ) -> Result<DiscoverResult, ErrorData> {
        let mut info = self.get_info();
        info.server_info.icons = shown(&context, Icon::Directory);
        let versions = self.supported_protocol_versions().into_owned();
        Ok(DiscoverResult::from_server_info(versions, info))
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        require_one_page("tools", request, &context)?;
        let mut tools = self.listed.clone();
        if shown(&context, Icon::Directory).is_none() {
            for tool in &mut tools {
                tool.icons = None;
            }
        }
        let mut list = ListToolsResult::with_all_items(tools);
        list.meta = stamp(&context);
        Ok(list)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let turn = self.turns.take();
        // Boxed: the library moves the future of a request several times, as large as the largest.
        let answer = Box::pin(self.answer(request, &context, turn)).await?;
        Ok(match (answer, stamp(&context)) {
            (CallToolResponse::Complete(result), meta) => result.with_meta(meta).into(),
            (CallToolResponse::InputRequired(result), Some(meta)) => result.with_meta(meta).into(),
            (answer, _) => answer,
        })
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        require_one_page("resources", request, &context)?;
        Ok(self.resources(&context))
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        require_one_page("templates", request, &context)?;
        Ok(self.templates(&context))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Box::pin(self.resource(request, &context)).await
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        require_one_page("prompts", request, &context)?;
        Ok(self.prompts(&context))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        Box::pin(self.prompt(request, &context)).await
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        Box::pin(self.completion(request, &context)).await
    }

    /// Accepted, because hosts send it before anything else; our log goes to standard error.
    #[expect(deprecated, reason = "hosts of older revisions still send it")]
    async fn set_level(
        &self,
        _: rmcp::model::SetLevelRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    /// Whatever the library cannot read comes here, methods that we have included.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        Err(methods::refusal(&request.method))
    }
}
