//! Lines that go out, each whole and after the one before it.

use std::io;
use std::sync::Arc;

use rmcp::model::{JsonRpcMessage, RequestId};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::sync::Mutex;

use super::message::Reply;
use super::reply;
use super::unsent::{Kept, Replies, Together, Unsent, keep};

/// What is written to.
pub(super) struct Output<W> {
    writer: Arc<Mutex<W>>,
    unsent: Arc<Unsent>,
}

impl<W: AsyncWrite + Unpin + Send + 'static> Output<W> {
    /// An output whose replies are counted.
    pub(super) fn of(writer: W, unsent: Arc<Unsent>) -> Self {
        Self {
            writer: Arc::new(Mutex::new(writer)),
            unsent,
        }
    }

    /// Sends a message: at once, or, if it replies to a request that came together with others,
    /// with the replies to those.
    pub(super) fn send(
        &self,
        mut message: Reply,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static + use<W> {
        let request = replied(&message);
        let together = request
            .as_ref()
            .and_then(|request| self.unsent.part(request));
        let line = reply::line(&mut message).map_err(io::Error::other);
        let replies = match (line, together) {
            (Ok(reply), Some(together)) => {
                keep(&together, Kept { request, reply });
                Ok(self.unsent.replies(together))
            }
            (line, _) => line.map(|line| Some((Vec::from_iter(request), line))),
        };
        self.write(replies)
    }

    /// Sends a message that refuses another, alone or with the replies to those that came with it.
    pub(super) fn refuse(
        &self,
        mut refusal: Reply,
        together: Option<&Together>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static + use<W> {
        let line = reply::line(&mut refusal).map_err(io::Error::other);
        let replies = match (line, together) {
            (Ok(reply), Some(together)) => {
                keep(
                    together,
                    Kept {
                        request: None,
                        reply,
                    },
                );
                Ok(None)
            }
            (line, _) => line.map(|line| Some((Vec::new(), line))),
        };
        self.write(replies)
    }

    /// Lets go of messages that came together, and sends their replies if they are all there.
    pub(super) fn finish(
        &self,
        together: Together,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static + use<W> {
        self.write(Ok(self.unsent.replies(together)))
    }

    fn write(
        &self,
        replies: io::Result<Option<Replies>>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static + use<W> {
        let (writer, unsent) = (Arc::clone(&self.writer), Arc::clone(&self.unsent));
        async move {
            let Some((requests, mut line)) = replies? else {
                return Ok(());
            };
            line.push(b'\n');
            let outcome = {
                let mut writer = writer.lock().await;
                match writer.write_all(&line).await {
                    Ok(()) => writer.flush().await,
                    failed @ Err(_) => failed,
                }
            };
            if outcome.is_err() {
                // Nobody reads any more.
                unsent.over.notify_one();
            }
            for request in requests {
                unsent.remove(&request);
            }
            outcome
        }
    }
}

/// The request to which a message replies.
fn replied(message: &Reply) -> Option<RequestId> {
    match message {
        JsonRpcMessage::Response(response) => Some(response.id.clone()),
        JsonRpcMessage::Error(error) => error.id.clone(),
        JsonRpcMessage::Request(_) | JsonRpcMessage::Notification(_) => None,
    }
}
