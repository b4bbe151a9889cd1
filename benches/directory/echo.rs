//! The floor of calls: a server on the same library whose tools answer with constants.
//!
//! It runs as a process of its own, which is this bench started again, and reads no directory.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::transport::stdio_pipes;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt as _};
use serde_json::Value;

/// What each tool answers.
struct Echo(HashMap<String, CallToolResult>);

impl ServerHandler for Echo {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        self.0
            .get(request.name.as_ref())
            .map(|answer| answer.clone().into())
            .ok_or_else(|| ErrorData::invalid_params("no such tool", None))
    }
}

/// The command that starts this bench as a server with such answers.
pub(crate) fn command(answers: &Path) -> Result<Command> {
    let program = std::env::current_exe().context("this program does not know where it is")?;
    let mut command = Command::new(program);
    command.arg("--echo").arg(answers);
    Ok(command)
}

/// Serves constants over standard input and output: by tool, what its structured content is.
pub(crate) fn serve(answers: &Path) -> Result<()> {
    let answers: HashMap<String, Value> = serde_json::from_slice(&std::fs::read(answers)?)?;
    let answers = answers
        .into_iter()
        .map(|(tool, answer)| (tool, CallToolResult::structured(answer)))
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let service = Echo(answers).serve(stdio_pipes()).await?;
        service.waiting().await?;
        Ok(())
    })
}
