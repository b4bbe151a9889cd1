//! The directory in `SQLite`.

mod codes;
mod connection;
mod contacts;
mod customers;
mod feedback;
mod feedback_list;
mod file;
mod group;
mod migrate;
mod occurrences;
mod reading_indexes;
mod records;
mod search;
mod summary;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, InterruptHandle, TransactionBehavior};

use super::{Location, Purpose, ReadRecords, StoreError, WriteRecords};

pub use occurrences::Occurrences;
use records::Records;

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
        }
        Ok(transaction.commit()?)
    }

    pub(super) fn finish_import(&mut self) -> Result<(), StoreError> {
        if reading_indexes::are_there(&self.connection)? {
            return Ok(());
        }
        reading_indexes::build_sparingly(&mut self.connection)
    }

    pub(super) fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }
}
