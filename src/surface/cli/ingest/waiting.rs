//! How much of an input may wait in memory between the two threads.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of records that may wait. One record more may be let in, whatever its length.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// The bytes that wait.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    bytes: u64,
    is_over: bool,
}

impl Waiting {
    /// Waits until there is room, and takes it.
    pub(super) fn add(&self, bytes: u64) {
        let is_full = |state: &mut State| state.bytes > MOST_BYTES && !state.is_over;
        let waited = self.changed.wait_while(self.hold(), is_full);
        waited.unwrap_or_else(PoisonError::into_inner).bytes += bytes;
    }

    /// Gives room back.
    pub(super) fn remove(&self, bytes: u64) {
        self.hold().bytes -= bytes;
        self.changed.notify_one();
    }

    /// Lets everybody go on, because nobody takes anything any more.
    pub(super) fn end(&self) {
        self.hold().is_over = true;
        self.changed.notify_one();
    }

    fn hold(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
