//! Keeps answers in the order of their questions.
//!
//! The directory does calls in their order, but a finished call wakes its task from another
//! thread, and a task that finds its answer already there is not woken at all. So each call waits
//! until the one before it has answered.

use std::sync::Mutex;

use tokio::sync::oneshot;

/// The end of the queue.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<Option<oneshot::Receiver<()>>>);

/// A place in the queue. Dropping it lets the next one answer.
#[derive(Debug)]
pub(super) struct Turn {
    before: Option<oneshot::Receiver<()>>,
    _after: oneshot::Sender<()>,
}

impl Turns {
    /// Takes the last place.
    pub(super) fn take(&self) -> Turn {
        let (after, next) = oneshot::channel();
        let mut last = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Turn {
            before: last.replace(next),
            _after: after,
        }
    }
}

impl Turn {
    /// Waits until everybody before has answered.
    pub(super) async fn come(&mut self) {
        if let Some(before) = self.before.take() {
            // Nothing is ever sent: the one before is done when its end is dropped.
            before.await.unwrap_or_default();
        }
    }
}
