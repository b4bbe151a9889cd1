//! Standard input and output: a message a line, and when to leave.

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rmcp::model::{ClientNotification, JsonRpcMessage, RequestId};
use rmcp::service::{RxJsonRpcMessage, TxJsonRpcMessage, serve_directly};
use rmcp::transport::{IntoTransport, Transport, stdio_pipes};
use rmcp::{ErrorData, RoleServer};
use thiserror::Error;
use tokio::io::AsyncReadExt as _;
use tokio::runtime;
use tokio::sync::Notify;
use tokio::time::{self, Instant};

use super::server::Server;
use super::tools;
use super::worker::Worker;
use crate::domain::access::Access;
use crate::service::Directory;

/// The most requests that may wait for their reply before reading stops. A client that writes and
/// never reads would otherwise fill our memory. The library's own queue has room for 64 replies:
/// were it ever full, a reply could overtake those that wait for room.
const MOST_UNSENT: usize = 60;

/// How long replies may take once nothing more can come in: each after the one before, and all.
/// Hosts kill a server that stays for two seconds after they have gone.
const PATIENCE: Duration = Duration::from_millis(500);
const LONGEST_FAREWELL: Duration = Duration::from_secs(4);

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
    // A panic's text may quote a customer, so only its place is logged.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    let worker = Worker::start(directory).map_err(ServeError::Thread)?;
    let server = Server::new(tools::all(), worker, access);
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    runtime.block_on(async {
        let (input, output) = stdio_pipes();
        // The last line of a file may lack its end, which is the end of a message.
        let input = input.chain(&b"\n"[..]);
        tokio::select! {
            () = connection(server, (input, output)) => {}
            () = told_to_leave() => {}
        }
    });
    // A read from a terminal or a file cannot be taken back and would hold the process.
    runtime.shutdown_background();
    Ok(())
}

/// Serves one connection until its client has gone and has its replies.
pub(super) async fn connection<T, E, A>(server: Server, transport: T)
where
    T: IntoTransport<RoleServer, E, A>,
    E: std::error::Error + Send + Sync + 'static,
{
    let unsent = Arc::new(Unsent::default());
    let transport = Paced {
        inner: transport.into_transport(),
        unsent: Arc::clone(&unsent),
        ended: None,
    };
    // Directly: every message may be the first, a notification too, and none is waited for.
    let service = serve_directly(server, transport, None);
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

/// A transport that reads no faster than its client, and knows when a conversation is over.
struct Paced<T> {
    inner: T,
    unsent: Arc<Unsent>,
    ended: Option<Instant>,
}

/// The requests whose replies are not yet out.
#[derive(Default)]
struct Unsent {
    requests: Mutex<HashSet<RequestId>>,
    one_less: Notify,
    over: Notify,
}

impl Unsent {
    /// Adds a request, unless one with its id is there.
    fn add(&self, request: RequestId) -> bool {
        self.hold().insert(request)
    }

    fn remove(&self, request: &RequestId) {
        self.hold().remove(request);
        self.one_less.notify_one();
    }

    fn is_below(&self, count: usize) -> bool {
        self.hold().len() < count
    }

    fn hold(&self) -> MutexGuard<'_, HashSet<RequestId>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Transport<RoleServer>> Transport<RoleServer> for Paced<T> {
    type Error = T::Error;

    fn send(
        &mut self,
        message: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), T::Error>> + Send + 'static {
        let request = match &message {
            JsonRpcMessage::Response(response) => Some(response.id.clone()),
            JsonRpcMessage::Error(error) => error.id.clone(),
            JsonRpcMessage::Request(_) | JsonRpcMessage::Notification(_) => None,
        };
        let unsent = Arc::clone(&self.unsent);
        let sending = self.inner.send(message);
        async move {
            let outcome = sending.await;
            if outcome.is_err() {
                // Nobody reads any more.
                unsent.over.notify_one();
            }
            if let Some(request) = request {
                unsent.remove(&request);
            }
            outcome
        }
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        while self.ended.is_none() {
            while !self.unsent.is_below(MOST_UNSENT) {
                self.unsent.one_less.notified().await;
            }
            match self.inner.receive().await {
                None => self.ended = Some(Instant::now()),
                Some(JsonRpcMessage::Request(request)) => {
                    if self.unsent.add(request.id.clone()) {
                        return Some(JsonRpcMessage::Request(request));
                    }
                    // The library would lose one of the two replies.
                    self.refuse(request.id).await;
                }
                Some(message) => {
                    self.note_cancelled(&message);
                    return Some(message);
                }
            }
        }
        self.farewell().await;
        // The library would now wait for what still runs; the connection is over before that.
        std::future::pending().await
    }

    async fn close(&mut self) -> Result<(), T::Error> {
        self.inner.close().await
    }
}

impl<T: Transport<RoleServer>> Paced<T> {
    fn note_cancelled(&self, message: &RxJsonRpcMessage<RoleServer>) {
        if let JsonRpcMessage::Notification(notification) = message
            && let ClientNotification::CancelledNotification(cancelled) = &notification.notification
            && let Some(request) = &cancelled.params.request_id
        {
            self.unsent.remove(request);
        }
    }

    async fn refuse(&mut self, request: RequestId) {
        let message = "this id belongs to a request that has no reply yet";
        let error = ErrorData::invalid_request(message, None);
        let sent = self
            .inner
            .send(JsonRpcMessage::error(error, Some(request)))
            .await;
        if sent.is_err() {
            self.unsent.over.notify_one();
        }
    }

    /// Lets replies out that are on their way, but does not wait for a call that takes long.
    async fn farewell(&mut self) {
        let last_moment = *self.ended.get_or_insert_with(Instant::now) + LONGEST_FAREWELL;
        while !self.unsent.is_below(1) {
            let patience = last_moment.min(Instant::now() + PATIENCE);
            if time::timeout_at(patience, self.unsent.one_less.notified())
                .await
                .is_err()
            {
                break;
            }
        }
        self.unsent.over.notify_one();
    }
}
