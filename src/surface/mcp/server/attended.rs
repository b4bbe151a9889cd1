//! Every request as the client sees it: with progress while it lasts, and a sentence where it
//! fails.

use std::borrow::Cow;
use std::pin::pin;

use rmcp::model::{
    ClientNotification, ClientRequest, ErrorCode, ProtocolVersion, ServerConfig, ServerResult,
};
use rmcp::service::{NotificationContext, RequestContext};
use rmcp::{ErrorData, RoleServer, Service};
use serde_json::Value;

use super::super::error::echo;
use super::Server;
use super::progress::Progress;

/// A server whose requests are attended to.
pub(in super::super) struct Attended(pub(in super::super) Server);

impl Service<RoleServer> for Attended {
    async fn handle_request(
        &self,
        request: ClientRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<ServerResult, ErrorData> {
        let progress = Progress::of(&context);
        let cancelled = context.ct.clone();
        let mut answer = pin!(self.0.handle_request(request, context));
        let answer = match progress {
            None => answer.await,
            Some(mut progress) => tokio::select! {
                biased;
                answer = &mut answer => {
                    progress.end().await;
                    answer
                }
                () = cancelled.cancelled() => answer.await,
                () = progress.go_on() => answer.await,
            },
        };
        answer.map_err(spelled_out)
    }

    async fn handle_notification(
        &self,
        notification: ClientNotification,
        context: NotificationContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.0.handle_notification(notification, context).await
    }

    fn get_info(&self) -> ServerConfig {
        Service::get_info(&self.0)
    }

    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        Service::supported_protocol_versions(&self.0)
    }
}

/// The library says no more of a method that it does not serve than its name, and repeats what a
/// revision was called as it came.
fn spelled_out(mut error: ErrorData) -> ErrorData {
    if error.code == ErrorCode::METHOD_NOT_FOUND && !error.message.contains(' ') {
        error.message = format!("`{}` is not served here", error.message).into();
    }
    if error.code == ErrorCode::UNSUPPORTED_PROTOCOL_VERSION
        && let Some(Value::String(requested)) = error
            .data
            .as_mut()
            .and_then(|data| data.get_mut("requested"))
    {
        *requested = echo(requested);
        error.message = format!("the revision `{requested}` is not spoken; see `supported`").into();
    }
    error
}
