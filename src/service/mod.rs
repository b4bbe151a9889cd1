//! What can be done with the directory.
//!
//! [`Directory`] is the one façade that every surface calls; each file here adds the methods of its
//! subject. Methods that change something take the proof that the caller may, by value, and go
//! through `change`.

mod audit;
mod change;
mod check;
mod create;
mod customers;
mod deletion;
mod differences;
mod duplicates;
mod error;
mod exporting;
mod importing;
mod ingest;
mod keeping;
mod keys;
mod merging;
mod plans;
mod record;
mod restoring;
#[cfg(test)]
mod tests;
mod update;

use std::time::Duration;

use crate::domain::access::{Act, ChangeProof, Reader, Writer};
use crate::domain::contact::ContactPolicy;
use crate::domain::customer::CustomerId;
use crate::domain::event::FeedbackEvent;
use crate::domain::feedback::Receipt;
use crate::domain::filling::DEFAULT_CONTACT_CEILING;
use crate::domain::profile::Profile;
use crate::domain::search::{
    CustomerPage, CustomerQuery, FeedbackPage, FeedbackQuery, Summary, SummaryQuery, ValuePage,
    ValueQuery,
};
use crate::store::{Store, WriteRecords};

pub use crate::store::{
    Extent, Finding, Interrupter, KnownBackup, Location, Occurrences, Part, Purpose, Size,
    Statistics, StoreError, Sweep, Unfinished, beside,
};
pub use audit::{AuditQuery, AuditReport};
pub use create::Made;
pub use deletion::Deletion;
pub use differences::Judgement;
pub use error::DirectoryError;
pub use exporting::{ExportReport, Exported};
pub use importing::{Imported, Importing};
pub use keeping::BackupRequest;
pub use keys::KeyRequest;
pub use merging::{Merger, RemovalReceipt};
pub use plans::{Preview, Proposal};
pub use record::{Recorded, Recording, RecordingName};
pub use restoring::{Replaced, Restoration, Restored};
pub use update::Updated;

use audit::Trail;

/// What the operator decides about the directory.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many contacts of each kind one customer may have.
    pub contact_ceiling: usize,
    /// Which contacts prove something about a person.
    pub policy: ContactPolicy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact_ceiling: DEFAULT_CONTACT_CEILING,
            policy: ContactPolicy::default(),
        }
    }
}

/// The customer directory.
#[derive(Debug)]
pub struct Directory {
    store: Store,
    settings: Settings,
}

impl Directory {
    /// Opens a directory; makes an empty one where there is none, migrates one that is older. To
    /// inspect, neither is done: both are refused.
    pub fn open(
        location: &Location,
        purpose: Purpose,
        settings: Settings,
    ) -> Result<Self, DirectoryError> {
        Ok(Self {
            store: Store::open(location, purpose)?,
            settings,
        })
    }

    /// One page of the customers that a question is about.
    pub fn list_customers(
        &self,
        _: Reader,
        query: &CustomerQuery,
    ) -> Result<CustomerPage, DirectoryError> {
        self.store.read(|records| Ok(records.list(query)?))
    }

    /// How many customers a question is about, and how they divide.
    pub fn summarize_customers(
        &self,
        _: Reader,
        query: &SummaryQuery,
    ) -> Result<Summary, DirectoryError> {
        self.store.read(|records| Ok(records.summarize(query)?))
    }

    /// The customer who is known by an id, an e-mail address, a phone number or an own user id,
    /// with the latest feedback.
    pub fn get_customer(
        &self,
        _: Reader,
        asked: &str,
        feedback_limit: usize,
    ) -> Result<Profile, DirectoryError> {
        self.store.read(|records| {
            customers::profile(records, asked, self.settings.policy.region, feedback_limit)
        })
    }

    /// The id of the customer who is known by an id, an e-mail address, a phone number or an own
    /// user id.
    pub fn find_customer(&self, _: Reader, asked: &str) -> Result<CustomerId, DirectoryError> {
        self.store.read(|records| {
            Ok(
                customers::find(records, asked, self.settings.policy.region)?
                    .customer
                    .id,
            )
        })
    }

    /// One page of the feedback that a question is about.
    pub fn list_feedback(
        &self,
        _: Reader,
        query: &FeedbackQuery,
    ) -> Result<FeedbackPage, DirectoryError> {
        self.store.read(|records| Ok(records.list_feedback(query)?))
    }

    /// The values of a dimension that begin in a certain way, most used first.
    pub fn list_values(&self, _: Reader, query: &ValueQuery) -> Result<ValuePage, DirectoryError> {
        self.store.read(|records| Ok(records.values(query)?))
    }

    /// Takes in events, in their order and in one transaction. The moment of ingestion is that of
    /// the proof.
    ///
    /// A batch is held in memory at a time; how events are cut into batches changes nothing else.
    pub fn ingest(
        &mut self,
        writer: Writer,
        batches: impl IntoIterator<Item = Vec<FeedbackEvent>>,
    ) -> Result<Vec<Receipt>, DirectoryError> {
        let ceiling = self.settings.contact_ceiling;
        let mut batches = batches.into_iter();
        // Others may write until there is something to write.
        let Some(first) = batches.next() else {
            return Ok(Vec::new());
        };
        self.change(writer, "ingest", |records, trail, act| {
            let mut receipts = Vec::new();
            for events in std::iter::once(first).chain(batches) {
                receipts.extend(ingest::take_in(records, events, act.at, ceiling)?);
            }
            ingest::note(trail, &receipts);
            Ok(receipts)
        })
    }

    /// Says that many events of known files come now. Lists may be slow until
    /// [`Self::finish_import`]; they are never wrong.
    pub fn begin_import(&mut self, _: Writer) -> Result<(), DirectoryError> {
        Ok(self.store.begin_import()?)
    }

    /// Says that these events are all there.
    pub fn finish_import(&mut self, _: Writer) -> Result<(), DirectoryError> {
        Ok(self.store.finish_import()?)
    }

    /// What contacts prove, as the operator decided.
    pub fn policy(&self) -> &ContactPolicy {
        &self.settings.policy
    }

    fn change<P: ChangeProof, T>(
        &mut self,
        proof: P,
        action: &str,
        work: impl FnOnce(&mut dyn WriteRecords, &mut Trail, &Act) -> Result<T, DirectoryError>,
    ) -> Result<T, DirectoryError> {
        change::change(&mut self.store, proof, action, work)
    }

    /// A copy of the directory on which a rehearsal leaves no trace.
    pub fn scratch_copy(&self) -> Result<Self, DirectoryError> {
        Ok(Self {
            store: self.store.scratch_copy()?,
            settings: self.settings.clone(),
        })
    }

    /// Does something that is given up as interrupted when it takes longer than so long, counted
    /// from now.
    pub fn within<T>(
        &mut self,
        longest: Duration,
        work: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, DirectoryError> {
        self.store.bound(Some(longest))?;
        let done = work(self);
        self.store.bound(None)?;
        Ok(done)
    }

    /// A handle by which another thread stops the call that runs.
    pub fn interrupter(&self) -> Interrupter {
        self.store.interrupter()
    }
}
