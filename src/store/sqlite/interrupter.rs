//! Stopping what a connection does, from another thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::InterruptHandle;

/// Stops what a store does, from another thread.
pub struct Interrupter {
    handle: InterruptHandle,
    stop: Stop,
}

/// Whether a connection is to stop, as both threads see it.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    is_asked: bool,
    is_shielded: bool,
}

impl Interrupter {
    pub(super) fn new(handle: InterruptHandle, stop: Stop) -> Self {
        Self { handle, stop }
    }

    /// Makes the statement that runs now fail, and waits for other processes end, until
    /// [`Self::calm`]. What must not be left half done is done all the same.
    pub fn interrupt(&self) {
        let mut state = self.stop.hold();
        if !state.is_shielded {
            state.is_asked = true;
            self.handle.interrupt();
        }
    }

    /// Lets the store wait for other processes again.
    pub fn calm(&self) {
        self.stop.hold().is_asked = false;
    }
}

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Interrupter")
    }
}

impl Stop {
    /// Whether somebody asks the connection to stop.
    pub(super) fn is_asked(&self) -> bool {
        self.hold().is_asked
    }

    /// Does what must not be stopped.
    pub(super) fn shielded<T>(&self, work: impl FnOnce() -> T) -> T {
        self.hold().is_shielded = true;
        let done = work();
        self.hold().is_shielded = false;
        done
    }

    fn hold(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use rusqlite::Connection;

    use super::super::super::{Location, Purpose, StoreError};
    use super::super::Sqlite;

    const ENDLESS: &str = "WITH RECURSIVE numbers (number) AS (
                               SELECT 1 UNION ALL SELECT number + 1 FROM numbers
                           ) SELECT count(*) FROM numbers";

    fn count(sqlite: &Sqlite, sql: &str) -> Result<i64, StoreError> {
        Ok(sqlite.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// Does work while another thread interrupts it again and again.
    fn interrupted<T>(sqlite: &mut Sqlite, work: impl FnOnce(&mut Sqlite) -> T) -> T {
        let interrupter = sqlite.interrupter();
        let (over, ended) = mpsc::channel::<()>();
        let thread = thread::spawn(move || {
            while ended.recv_timeout(Duration::from_millis(1))
                == Err(mpsc::RecvTimeoutError::Timeout)
            {
                interrupter.interrupt();
            }
            interrupter.calm();
        });
        let done = work(sqlite);
        drop(over);
        thread.join().unwrap();
        done
    }

    #[test]
    fn a_statement_is_interrupted_and_the_next_one_runs() {
        let mut sqlite = Sqlite::open(&Location::Temporary, Purpose::Write).unwrap();
        let endless = interrupted(&mut sqlite, |sqlite| count(sqlite, ENDLESS));
        assert!(
            matches!(endless, Err(StoreError::Interrupted)),
            "{endless:?}"
        );
        assert_eq!(count(&sqlite, "SELECT 7").unwrap(), 7);
        sqlite.write(|_| Ok::<_, StoreError>(())).unwrap();
    }

    #[test]
    fn a_wait_for_another_process_is_given_up_and_the_next_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers.db");
        let location = Location::File {
            path: path.clone(),
            may_be_shared: false,
        };
        let mut sqlite = Sqlite::open(&location, Purpose::Write).unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let write = |sqlite: &mut Sqlite| sqlite.write(|_| Ok::<_, StoreError>(()));
        let waited = interrupted(&mut sqlite, write);
        assert!(
            matches!(waited, Err(StoreError::Busy | StoreError::Interrupted)),
            "{waited:?}"
        );
        let ending = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            other.execute_batch("COMMIT").unwrap();
        });
        write(&mut sqlite).unwrap();
        ending.join().unwrap();
    }

    #[test]
    fn what_is_shielded_is_done_to_its_end() {
        let mut sqlite = Sqlite::open(&Location::Temporary, Purpose::Write).unwrap();
        let some = "WITH RECURSIVE numbers (number) AS (
                        SELECT 1 UNION ALL SELECT number + 1 FROM numbers LIMIT 2000000
                    ) SELECT count(*) FROM numbers";
        let counted = interrupted(&mut sqlite, |sqlite| {
            let stop = sqlite.stop.clone();
            stop.shielded(|| count(sqlite, some))
        });
        assert_eq!(counted.unwrap(), 2_000_000);
    }
}
