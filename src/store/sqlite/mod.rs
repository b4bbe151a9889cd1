//! The directory in `SQLite`.

mod audit;
mod check;
mod checksum;
mod codes;
mod connection;
mod contacts;
mod copy;
mod customers;
mod different;
mod duplicates;
mod exchange;
mod export;
mod feedback;
mod feedback_list;
mod file;
mod former;
mod group;
mod interrupter;
mod keys;
mod left_journal;
mod migrate;
mod occurrences;
mod ordering;
mod owner_map;
mod place;
mod plans;
mod postings;
mod reading_indexes;
mod records;
mod removal;
mod requests;
mod search;
mod summary;
mod sweep;
mod tallies;

use std::cell::RefCell;
use std::time::{Duration, Instant};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, TransactionBehavior};

use super::{Location, Purpose, ReadRecords, StoreError, WriteRecords};

pub use interrupter::Interrupter;
use interrupter::Stop;
pub use occurrences::Occurrences;
use owner_map::OwnerMap;
use place::Place;
use postings::{CUSTOMERS, FEEDBACK, PostingCache, build, post_if_many};
use records::Records;

/// Steps of a statement between two looks at the clock: some dozen microseconds.
const STEPS_BETWEEN_LOOKS: i32 = 1_000;

/// The page cache of a first import, in KiB: who has which address takes the rest of its memory.
const FIRST_IMPORT_CACHE: i64 = 56 * 1024;

/// The page cache while indexes and postings are built, in KiB: both need memory of their own.
const BUILD_CACHE: i64 = 24 * 1024;

/// A connection to a directory's file.
#[derive(Debug)]
pub(super) struct Sqlite {
    connection: Connection,
    cache: PostingCache,
    /// While a first import leaves the index of addresses for later.
    owners: Option<RefCell<OwnerMap>>,
    stop: Stop,
    /// Where the file is; nowhere for a temporary one.
    place: Option<Place>,
}

impl Sqlite {
    fn over(mut connection: Connection) -> Result<Self, StoreError> {
        let stop = Stop::default();
        connection::wait_until_stopped(&mut connection, stop.clone())?;
        Ok(Self {
            connection,
            cache: PostingCache::default(),
            owners: None,
            stop,
            place: None,
        })
    }

    pub(super) fn open(location: &Location, purpose: Purpose) -> Result<Self, StoreError> {
        let (connection, place) = connection::open(location, purpose)?;
        let opened = Self::over(connection)?;
        Ok(Self { place, ..opened })
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
        Self::over(copy)
    }

    pub(super) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&dyn ReadRecords) -> Result<T, E>,
    ) -> Result<T, E> {
        self.end_what_was_left()?;
        let transaction = self
            .connection
            .unchecked_transaction()
            .map_err(StoreError::from)?;
        migrate::hold_schema(&transaction)?;
        work(&Records::reading(&transaction, &self.cache))
    }

    pub(super) fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut dyn WriteRecords) -> Result<T, E>,
    ) -> Result<T, E> {
        self.end_what_was_left()?;
        let outcome = self.write_once(work);
        if let Some(owners) = self.owners.as_ref().filter(|_| outcome.is_err()) {
            owners.borrow_mut().fail();
        }
        outcome
    }

    fn write_once<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut dyn WriteRecords) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        migrate::hold_schema(&transaction)?;
        if let Some(owners) = &self.owners
            && !owners.borrow().is_whole(&transaction)?
        {
            self.owners = None;
            reading_indexes::build_addresses(&transaction)?;
        }
        let done = work(&mut Records::writing(&transaction, self.owners.as_ref()))?;
        for collection in [&CUSTOMERS, &FEEDBACK] {
            post_if_many(&transaction, collection)?;
        }
        if let Some(place) = &self.place {
            place.look()?;
        }
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    /// An interruption may hit the end of a transaction, which then stays open.
    fn end_what_was_left(&self) -> Result<(), StoreError> {
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK")?;
        }
        Ok(())
    }

    pub(super) fn begin_first_import(&mut self) -> Result<(), StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        migrate::hold_schema(&transaction)?;
        let is_empty: bool =
            transaction.query_row("SELECT NOT EXISTS (SELECT 1 FROM customers)", [], |row| {
                row.get(0)
            })?;
        if is_empty {
            reading_indexes::drop_all(&transaction)?;
            build::put_off(&transaction)?;
            self.owners = Some(RefCell::new(OwnerMap::of_empty(&transaction)?));
        }
        transaction.commit()?;
        if is_empty {
            self.connection
                .pragma_update(None, "cache_size", -FIRST_IMPORT_CACHE)?;
        }
        Ok(())
    }

    pub(super) fn finish_import(&mut self) -> Result<(), StoreError> {
        self.owners = None;
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
            // Sorting takes more room than memory should give, and nobody else uses the other core.
            self.connection.pragma_update(None, "temp_store", "FILE")?;
            self.connection.pragma_update(None, "threads", 1)?;
            let built = reading_indexes::build_in_bulk(&mut self.connection);
            self.connection.pragma_update(None, "threads", 0)?;
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
        Interrupter::new(self.connection.get_interrupt_handle(), self.stop.clone())
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

    // Steps of a statement that stays prepared are counted from one run to the next: kept so, the
    // end of a transaction would itself be interrupted some day, and leave it open for good.
    #[test]
    fn a_reading_past_its_bound_ends_all_the_same() {
        let mut sqlite = Sqlite::open(&Location::Temporary, Purpose::Write).unwrap();
        sqlite.bound(Some(Duration::ZERO)).unwrap();
        for _ in 0..2_000 {
            let read: Result<(), StoreError> = sqlite.read(|_| Ok(()));
            assert!(
                matches!(read, Ok(()) | Err(StoreError::Interrupted)),
                "{read:?}"
            );
            assert!(sqlite.connection.is_autocommit());
        }
    }

    #[test]
    fn a_transaction_that_was_left_open_hinders_nobody() {
        let sqlite = Sqlite::open(&Location::Temporary, Purpose::Write).unwrap();
        for _ in 0..2 {
            sqlite.connection.execute_batch("BEGIN").unwrap();
            sqlite.read(|_| Ok::<_, StoreError>(())).unwrap();
        }
        assert!(sqlite.connection.is_autocommit());
    }
}
