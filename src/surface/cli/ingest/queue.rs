//! What waits between the two threads, in bounded memory.
//!
//! The writer takes everything that waits at once. A channel that hands over one record at a time
//! would wake the reader for each as soon as it is full, which costs more than reading it.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The most records that wait. As many again may be with the writer.
pub(super) const MOST_RECORDS: usize = 2_048;

/// Bytes of records that may wait. One record more may be let in, whatever its length.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The end into which records go.
pub(super) struct Sender<T>(Arc<Queue<T>>);

/// The end out of which they come.
pub(super) struct Receiver<T>(Arc<Queue<T>>);

struct Queue<T> {
    state: Mutex<State<T>>,
    has_room: Condvar,
    has_records: Condvar,
}

struct State<T> {
    records: VecDeque<T>,
    bytes: u64,
    /// How many records the receiver waits for; none where it does not wait.
    wanted: Option<usize>,
    /// Whether one of the ends is gone.
    is_over: bool,
}

/// Makes the two ends.
pub(super) fn queue<T>() -> (Sender<T>, Receiver<T>) {
    let queue = Arc::new(Queue {
        state: Mutex::new(State {
            records: VecDeque::with_capacity(MOST_RECORDS),
            bytes: 0,
            wanted: None,
            is_over: false,
        }),
        has_room: Condvar::new(),
        has_records: Condvar::new(),
    });
    (Sender(Arc::clone(&queue)), Receiver(queue))
}

impl<T> State<T> {
    fn is_full(&self) -> bool {
        self.records.len() >= MOST_RECORDS || self.bytes > MOST_BYTES
    }

    /// Whether the receiver waits for what is not there yet and may still come.
    fn is_short(&self) -> bool {
        let wanted = self.wanted.unwrap_or_default();
        self.records.len() < wanted && !self.is_full() && !self.is_over
    }
}

impl<T> Queue<T> {
    fn hold(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        self.hold().is_over = true;
        self.has_room.notify_one();
        self.has_records.notify_one();
    }
}

impl<T> Sender<T> {
    /// Adds a record of so many bytes as soon as there is room. `false` when nobody takes
    /// anything any more.
    pub(super) fn send(&self, record: T, bytes: u64) -> bool {
        let is_full = |state: &mut State<T>| state.is_full() && !state.is_over;
        let waited = self.0.has_room.wait_while(self.0.hold(), is_full);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if state.is_over {
            return false;
        }
        state.bytes += bytes;
        state.records.push_back(record);
        if state.wanted.is_some() && !state.is_short() {
            self.0.has_records.notify_one();
        }
        true
    }
}

impl<T> Receiver<T> {
    /// Takes everything that waits, and puts it where nothing is left: as soon as there are so
    /// many records or as many as may wait, at the moment given, or at the end.
    pub(super) fn take(&self, into: &mut VecDeque<T>, wanted: usize, until: Option<Instant>) {
        let mut state = self.0.hold();
        state.wanted = Some(wanted);
        while state.is_short() {
            state = match until.map(|until| until.saturating_duration_since(Instant::now())) {
                None => self
                    .0
                    .has_records
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => break,
                Some(left) => {
                    let woken = self.0.has_records.wait_timeout(state, left);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        state.wanted = None;
        state.bytes = 0;
        std::mem::swap(&mut state.records, into);
        drop(state);
        self.0.has_room.notify_one();
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.0.end();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::{MOST_BYTES, MOST_RECORDS, queue};

    #[test]
    fn records_come_out_in_their_order_and_the_end_after_them() {
        let (sender, receiver) = queue();
        let count = 5 * MOST_RECORDS + 7;
        let reader = thread::spawn(move || (0..count).all(|number| sender.send(number, 1)));
        let (mut all, mut taken) = (Vec::new(), VecDeque::new());
        loop {
            receiver.take(&mut taken, 100, None);
            assert!(taken.len() <= MOST_RECORDS);
            if taken.is_empty() {
                break;
            }
            all.extend(taken.drain(..));
        }
        assert!(reader.join().unwrap());
        assert!(all.into_iter().eq(0..count));
    }

    #[test]
    fn a_receiver_waits_no_longer_than_it_said_and_not_for_more_than_may_wait() {
        let (sender, receiver) = queue();
        let mut taken = VecDeque::new();
        sender.send("one", 1);
        let until = Instant::now() + Duration::from_millis(5);
        receiver.take(&mut taken, 2, Some(until));
        assert_eq!(taken.pop_front(), Some("one"));
        assert!(Instant::now() >= until);
        sender.send("large", MOST_BYTES + 1);
        receiver.take(&mut taken, 2, None);
        assert_eq!(taken.pop_front(), Some("large"));
    }

    #[test]
    fn a_sender_that_waits_for_room_is_told_when_nobody_listens_any_more() {
        let (sender, receiver) = queue();
        assert!(sender.send((), MOST_BYTES + 1));
        let reader = thread::spawn(move || sender.send((), 1));
        drop(receiver);
        assert!(!reader.join().unwrap());
    }
}
