//! A transport that reads no faster than its client, and knows when a conversation is over.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{ClientNotification, JsonRpcMessage};
use rmcp::service::{RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::transport::Transport;
use rmcp::{ErrorData, RoleServer};
use serde_json::Value;
use tokio::io::{AsyncBufRead, AsyncWrite};
use tokio::task::JoinHandle;
use tokio::time::{self, Instant};

use super::lines::{Line, Lines};
use super::message::{self, Incoming, Message, refusal};
use super::output::Output;
use super::unsent::{Together, Unsent};

/// The most requests that may wait for their reply before reading stops. A client that writes and
/// never reads would otherwise fill our memory. The library's own queue has room for 64 replies:
/// were it ever full, a reply could overtake those that wait for room.
const MOST_UNSENT: usize = 60;

/// How long replies may take once nothing more can come in: each after the one before, and all.
/// Hosts kill a server that stays for two seconds after they have gone.
const PATIENCE: Duration = Duration::from_millis(500);
const LONGEST_FAREWELL: Duration = Duration::from_secs(4);

/// A transport over an input and an output.
pub(super) struct Paced<R, W> {
    lines: Lines<R>,
    output: Output<W>,
    unsent: Arc<Unsent>,
    /// Messages of one line that are still to be taken, and what holds them together.
    batch: Option<(VecDeque<Value>, Together)>,
    /// A line of our own that is on its way. A call that is given up does not stop it.
    sending: Option<JoinHandle<io::Result<()>>>,
    /// How many lines could not be answered otherwise than with a refusal.
    refused: u64,
    ended: Option<Instant>,
}

impl<R: AsyncBufRead + Unpin + Send, W: AsyncWrite + Unpin + Send + 'static> Paced<R, W> {
    /// A transport that counts replies here.
    pub(super) fn new(input: R, output: W, unsent: Arc<Unsent>) -> Self {
        Self {
            lines: Lines::of(input),
            output: Output::of(output, Arc::clone(&unsent)),
            unsent,
            batch: None,
            sending: None,
            refused: 0,
            ended: None,
        }
    }

    /// What comes next, and what it came together with.
    async fn next(&mut self) -> Option<(Incoming, Option<Together>)> {
        if let Some((messages, together)) = &mut self.batch {
            if let Some(value) = messages.pop_front() {
                return Some((message::read_value(&value), Some(Arc::clone(together))));
            }
            if let Some((_, together)) = self.batch.take() {
                self.begin(self.output.finish(together));
            }
            return Some((Incoming::Nothing, None));
        }
        let incoming = match self.lines.next().await {
            Ok(Some(Line::Whole(line))) => message::read(line),
            Ok(Some(Line::TooLong)) => Incoming::Refused(message::too_long()),
            // Who cannot be read from has gone.
            Ok(None) | Err(_) => return None,
        };
        Some((incoming, None))
    }

    /// Takes what came in, and answers the message that is for the server.
    fn take(&mut self, incoming: Incoming, together: Option<&Together>) -> Option<Message> {
        match incoming {
            Incoming::Message(JsonRpcMessage::Request(request)) => {
                if self.unsent.add(request.id.clone(), together) {
                    return Some(JsonRpcMessage::Request(request));
                }
                // The library would lose one of the two replies.
                let problem = "this id belongs to a request that has no reply yet";
                let error = ErrorData::invalid_request(problem, None);
                let refusal = refusal(error, Some(request.id));
                self.begin(self.output.refuse(refusal, together));
                None
            }
            Incoming::Message(message) => {
                self.note_cancelled(&message);
                Some(message)
            }
            Incoming::Batch(messages) => {
                self.batch = Some((messages, Together::default()));
                None
            }
            Incoming::Refused(refusal) => {
                self.refused += 1;
                // A client that sends nothing else must not fill the log.
                if self.refused.is_power_of_two() {
                    tracing::warn!(refused = self.refused, "lines that were no messages");
                }
                self.begin(self.output.refuse(refusal, together));
                None
            }
            Incoming::Nothing => None,
        }
    }

    fn note_cancelled(&mut self, message: &Message) {
        if let JsonRpcMessage::Notification(notification) = message
            && let ClientNotification::CancelledNotification(cancelled) = &notification.notification
            && let Some(request) = &cancelled.params.request_id
            && let Some(together) = self.unsent.remove(request)
        {
            self.begin(self.output.finish(together));
        }
    }

    /// Begins to send a line of our own, after which reading goes on.
    fn begin(&mut self, sending: impl Future<Output = io::Result<()>> + Send + 'static) {
        self.sending = Some(tokio::spawn(sending));
    }

    /// Lets replies out that are on their way, but does not wait for a call that takes long.
    async fn farewell(&mut self, ended: Instant) {
        while !self.unsent.is_below(1) {
            let patience = (ended + LONGEST_FAREWELL).min(Instant::now() + PATIENCE);
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

impl<R, W> Transport<RoleServer> for Paced<R, W>
where
    R: AsyncBufRead + Unpin + Send,
    W: AsyncWrite + Unpin + Send + 'static,
{
    type Error = io::Error;

    fn send(
        &mut self,
        message: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        self.output.send(message)
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        let ended = loop {
            if let Some(sending) = &mut self.sending {
                // Whether it went out is seen by the output.
                drop(sending.await);
                self.sending = None;
            }
            if let Some(ended) = self.ended {
                break ended;
            }
            while !self.unsent.is_below(MOST_UNSENT) {
                self.unsent.one_less.notified().await;
            }
            let Some((incoming, together)) = self.next().await else {
                self.ended = Some(Instant::now());
                continue;
            };
            if let Some(message) = self.take(incoming, together.as_ref()) {
                return Some(message);
            }
        };
        self.farewell(ended).await;
        // The library would now wait for what still runs; the connection is over before that.
        std::future::pending().await
    }

    async fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}
