//! The directory in `SQLite`.

mod audit;
mod codes;
mod connection;
mod contacts;
mod customers;
mod different;
mod feedback;
mod feedback_list;
mod file;
mod former;
mod group;
mod keys;
mod migrate;
mod occurrences;
mod ordering;
mod plans;
mod postings;
mod reading_indexes;
mod records;
mod removal;
mod search;
mod summary;
mod sweep;
mod tallies;

use std::time::{Duration, Instant};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, InterruptHandle, TransactionBehavior};

use super::{Location, Purpose, ReadRecords, StoreError, WriteRecords};

pub use occurrences::Occurrences;
use postings::{CUSTOMERS, FEEDBACK, build, post_if_many};
use records::Records;

/// Steps of a statement between two looks at the clock: some dozen microseconds.
const STEPS_BETWEEN_LOOKS: i32 = 1_000;

/// The page cache while indexes and postings are built, in KiB: both need memory of their own.
const BUILD_CACHE: i64 = 24 * 1024;

/// A connection to a directory's file.
#[derive(Debug)]
pub(super) struct Sqlite {
    connection: Connection,
}

/// Stops the statement that a store runs, from another thread.
pub struct Interrupter(InterruptHandle);

impl Interrupter {
    /// Makes the statement that runs now fail; does nothing where none runs.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Interrupter")
    }
}

impl Sqlite {
    pub(super) fn open(location: &Location, purpose: Purpose) -> Result<Self, StoreError> {
        connection::open(location, purpose).map(|connection| Self { connection })
    }

    pub(super) fn scratch_copy(&self) -> Result<Self, StoreError> {
        let mut copy = connection::open_blank()?;
        // In one step: a copy in several starts over whenever somebody writes in between.
        match Backup::new(&self.connection, &mut copy)?.step(-1)? {
            StepResult::Done => {}
            StepResult::More | StepResult::Busy | StepResult::Locked | _ => {
                return Err(StoreError::Busy);
            }
        }
        Ok(Self { connection: copy })
    }

    pub(super) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&dyn ReadRecords) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self
            .connection
            .unchecked_transaction()
            .map_err(StoreError::from)?;
        work(&Records::new(&transaction))
    }

    pub(super) fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut dyn WriteRecords) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let done = work(&mut Records::new(&transaction))?;
        for collection in [&CUSTOMERS, &FEEDBACK] {
            post_if_many(&transaction, collection)?;
        }
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    pub(super) fn begin_first_import(&mut self) -> Result<(), StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let is_empty: bool =
            transaction.query_row("SELECT NOT EXISTS (SELECT 1 FROM customers)", [], |row| {
                row.get(0)
            })?;
        if is_empty {
            reading_indexes::drop_all(&transaction)?;
            build::put_off(&transaction)?;
        }
        Ok(transaction.commit()?)
    }

    pub(super) fn finish_import(&mut self) -> Result<(), StoreError> {
        let cache: i64 = self
            .connection
            .query_row("PRAGMA cache_size", [], |row| row.get(0))?;
        self.connection
            .pragma_update(None, "cache_size", -BUILD_CACHE)?;
        let built = self.build();
        self.connection.pragma_update(None, "cache_size", cache)?;
        built
    }

    /// Builds what an import has left undone.
    fn build(&mut self) -> Result<(), StoreError> {
        if !reading_indexes::are_there(&self.connection)? {
            // Sorting takes more room than memory should give.
            self.connection.pragma_update(None, "temp_store", "FILE")?;
            let built = reading_indexes::build_in_bulk(&mut self.connection);
            self.connection
                .pragma_update(None, "temp_store", "MEMORY")?;
            built?;
        }
        build::build(&mut self.connection)
    }

    /// Interrupts from now on what takes longer than so long; `None` for no bound.
    pub(super) fn bound(&mut self, longest: Option<Duration>) -> Result<(), StoreError> {
        let handler = longest.map(|longest| {
            let begun = Instant::now();
            move || begun.elapsed() > longest
        });
        Ok(self
            .connection
            .progress_handler(STEPS_BETWEEN_LOOKS, handler)?)
    }

    pub(super) fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Location, Purpose, StoreError};
    use super::Sqlite;

    #[test]
    fn a_statement_past_its_bound_is_interrupted_and_the_next_one_runs() {
        let mut sqlite = Sqlite::open(&Location::Temporary, Purpose::Write).unwrap();
        let count = |sqlite: &Sqlite, rows: u64| -> Result<u64, StoreError> {
            let sql = "WITH RECURSIVE numbers (number) AS (
                           SELECT 1 UNION ALL SELECT number + 1 FROM numbers LIMIT ?1
                       ) SELECT count(*) FROM numbers";
            let count = sqlite.connection.query_row(sql, [rows], |row| row.get(0))?;
            Ok(count)
        };
        sqlite.bound(Some(Duration::from_millis(5))).unwrap();
        let endless = count(&sqlite, u64::from(u32::MAX));
        assert!(matches!(endless, Err(StoreError::Interrupted)));
        sqlite.bound(None).unwrap();
        assert_eq!(count(&sqlite, 50_000).unwrap(), 50_000);
    }
}
