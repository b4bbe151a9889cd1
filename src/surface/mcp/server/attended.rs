//! Every request as the client sees it: with progress while it lasts, and a sentence where it
//! fails.

use std::borrow::Cow;
use std::pin::pin;

use rmcp::model::{
    ClientNotification, ClientRequest, ErrorCode, ProtocolVersion, ServerConfig, ServerResult,
};
use rmcp::service::{NotificationContext, RequestContext};
use rmcp::{ErrorData, RoleServer, Service};

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

/// The library says no more of a method that it does not serve than its name.
fn spelled_out(error: ErrorData) -> ErrorData {
    if error.code != ErrorCode::METHOD_NOT_FOUND || error.message.contains(' ') {
        return error;
    }
    let message = format!("`{}` is not served here", error.message);
    ErrorData::new(error.code, message, error.data)
}
