//! Standard input and output: a message a line, and when to leave.

mod call;
mod lines;
mod message;
mod output;
mod reply;
mod transport;
mod unsent;

use std::io;
use std::sync::Arc;

use rmcp::service::serve_directly;
use rmcp::transport::stdio_pipes;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::runtime;

use self::transport::Paced;
use self::unsent::Unsent;
use super::server::{Attended, Server};
use super::tool::RegisteredTool;
use super::tools;
use super::worker::Worker;
use crate::domain::access::Access;
use crate::service::Directory;

/// A server that could not start.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The system gives no event loop.
    #[error("the server could not start")]
    Runtime(#[source] io::Error),
    /// The system gives no thread.
    #[error("the server could not start a thread for the directory")]
    Thread(#[source] io::Error),
}

/// Serves the directory over standard input and output, until the input ends or the process is
/// asked to leave. Both are success, whatever still runs.
pub fn serve(directory: Directory, access: Access) -> Result<(), ServeError> {
    serve_tools(tools::all(), directory, access)
}

/// The same with these tools.
pub(super) fn serve_tools(
    tools: Vec<RegisteredTool>,
    directory: Directory,
    access: Access,
) -> Result<(), ServeError> {
    // A panic's text may quote a customer, so only its place is logged.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    let worker = Worker::start(directory).map_err(ServeError::Thread)?;
    let server = Server::new(tools, worker, access);
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    runtime.block_on(async {
        let (input, output) = stdio_pipes();
        tokio::select! {
            () = connection(server, input, output) => {}
            () = told_to_leave() => {}
        }
    });
    // A read from a terminal or a file cannot be taken back and would hold the process.
    runtime.shutdown_background();
    Ok(())
}

/// Serves one connection until its client has gone and has its replies.
pub(super) async fn connection<R, W>(server: Server, input: R, output: W)
where
    R: AsyncRead + Unpin + Send + 'static,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let unsent = Arc::new(Unsent::default());
    let transport = Paced::new(BufReader::new(input), output, Arc::clone(&unsent));
    // Directly: every message may be the first, a notification too, and none is waited for.
    let service = serve_directly(Attended(server), transport, None);
    tokio::select! {
        _ = service.waiting() => {}
        () = unsent.over.notified() => {}
    }
}

async fn told_to_leave() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}
