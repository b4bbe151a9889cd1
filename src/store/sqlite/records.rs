//! The services' questions and orders, each passed on to the file that knows its tables.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rusqlite::Connection;

use super::super::{CustomerChange, ReadRecords, StoreError, WriteRecords};
use super::owner_map::OwnerMap;
use super::postings::ZoneCache;
use super::{contacts, customers, feedback, feedback_list, search, summary};
use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::EventReference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::profile::FeedbackSource;
use crate::domain::search::{
    CustomerPage, CustomerQuery, FeedbackPage, FeedbackQuery, Summary, SummaryQuery,
};

/// The records of one transaction.
pub(super) struct Records<'a> {
    connection: &'a Connection,
    /// What earlier transactions that read have left; none for one that writes.
    zones: Option<&'a ZoneCache>,
    /// Who has which address, while the index does not say so.
    owners: Option<&'a RefCell<OwnerMap>>,
}

impl<'a> Records<'a> {
    /// Those of a transaction that only reads.
    pub(super) fn reading(connection: &'a Connection, zones: &'a ZoneCache) -> Self {
        Self {
            connection,
            zones: Some(zones),
            owners: None,
        }
    }

    /// Those of a transaction that writes.
    pub(super) fn writing(
        connection: &'a Connection,
        owners: Option<&'a RefCell<OwnerMap>>,
    ) -> Self {
        Self {
            connection,
            zones: None,
            owners,
        }
    }

    fn with_zones<T>(&self, ask: impl FnOnce(&ZoneCache) -> T) -> T {
        match self.zones {
            Some(zones) => ask(zones),
            None => ask(&ZoneCache::default()),
        }
    }

    /// The number that follows the highest that was ever given in a table.
    fn next(&self, table: &str) -> Result<i64, StoreError> {
        let sql = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0) + 1";
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([table], |row| row.get(0))?)
    }
}

impl ReadRecords for Records<'_> {
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        customers::customer(self.connection, id)
    }

    fn customers(&self, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError> {
        customers::customers(self.connection, ids)
    }

    fn owners(&self, keys: &[&ContactKey]) -> Result<Vec<Option<CustomerId>>, StoreError> {
        match self.owners {
            Some(map) => map.borrow().owners(self.connection, keys),
            None => contacts::owners(self.connection, keys),
        }
    }

    fn list(&self, query: &CustomerQuery) -> Result<CustomerPage, StoreError> {
        self.with_zones(|cache| search::list(self.connection, cache, query))
    }

    fn summarize(&self, query: &SummaryQuery) -> Result<Summary, StoreError> {
        self.with_zones(|cache| summary::summarize(self.connection, cache, query))
    }

    fn list_feedback(&self, query: &FeedbackQuery) -> Result<FeedbackPage, StoreError> {
        self.with_zones(|cache| feedback_list::list(self.connection, cache, query))
    }

    fn latest_feedback(
        &self,
        customer: CustomerId,
        limit: usize,
    ) -> Result<Vec<Feedback>, StoreError> {
        feedback::latest(self.connection, customer, limit)
    }

    fn recorded(
        &self,
        references: &[&EventReference],
    ) -> Result<Vec<(Feedback, Vec<CustomerId>)>, StoreError> {
        feedback::recorded(self.connection, references)
    }

    fn feedback_sources(
        &self,
        numbers: &[FeedbackNumber],
    ) -> Result<BTreeMap<FeedbackNumber, FeedbackSource>, StoreError> {
        feedback::sources(self.connection, numbers)
    }
}

impl WriteRecords for Records<'_> {
    fn next_customer_id(&self) -> Result<CustomerId, StoreError> {
        self.next("customers").map(CustomerId)
    }

    fn next_feedback_number(&self) -> Result<FeedbackNumber, StoreError> {
        self.next("feedback").map(FeedbackNumber)
    }

    fn save_customers(&mut self, changes: &[CustomerChange<'_>]) -> Result<(), StoreError> {
        customers::save(self.connection, changes)?;
        if let Some(map) = self.owners {
            map.borrow_mut().note(changes);
        }
        Ok(())
    }

    fn insert_feedback(&mut self, feedback: &[&Feedback]) -> Result<(), StoreError> {
        feedback::insert(self.connection, feedback)
    }

    fn update_feedback(&mut self, feedback: &Feedback) -> Result<(), StoreError> {
        feedback::update(self.connection, feedback)
    }

    fn note_possible_duplicate(&mut self, pair: &PossibleDuplicate) -> Result<(), StoreError> {
        feedback::note_possible_duplicate(self.connection, pair)
    }
}
