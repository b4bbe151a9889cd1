//! Signs of life while a request lasts.

use std::pin::Pin;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RequestContext, ServiceError};
use tokio::time::{self, Instant};

/// How long a request lasts before there is a first sign, and between two.
const BETWEEN_SIGNS: Duration = Duration::from_millis(500);

type Sending = Pin<Box<dyn Future<Output = Result<(), ServiceError>> + Send>>;

/// What tells a client that asked for it how many seconds its request has lasted. How long it will
/// last is not known.
pub(super) struct Progress {
    peer: Peer<RoleServer>,
    token: ProgressToken,
    begun: Instant,
    signs: u32,
    sending: Option<Sending>,
}

impl Progress {
    /// The progress of a request, if its client wants to know.
    pub(super) fn of(context: &RequestContext<RoleServer>) -> Option<Self> {
        Some(Self {
            token: context.meta.get_progress_token()?,
            peer: context.peer.clone(),
            begun: Instant::now(),
            signs: 0,
            sending: None,
        })
    }

    /// Sends signs until nobody takes them any more. May be given up and begun again.
    pub(super) async fn go_on(&mut self) {
        loop {
            if let Some(sending) = &mut self.sending {
                let sent = sending.await;
                self.sending = None;
                if sent.is_err() {
                    return;
                }
            }
            let lasted = BETWEEN_SIGNS * (self.signs + 1);
            time::sleep_until(self.begun + lasted).await;
            self.signs += 1;
            let sign = ProgressNotificationParam::new(self.token.clone(), lasted.as_secs_f64());
            let peer = self.peer.clone();
            self.sending = Some(Box::pin(async move { peer.notify_progress(sign).await }));
        }
    }

    /// Waits for a sign that is on its way: none comes after the reply.
    pub(super) async fn end(&mut self) {
        if let Some(sending) = self.sending.take() {
            // A client that is gone misses nothing.
            drop(sending.await);
        }
    }
}
