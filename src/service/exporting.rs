//! Exporting: everything that the directory knows, or everything about one person, from one
//! snapshot, record by record.

use super::customers;
use super::{Directory, DirectoryError};
use crate::domain::access::Reader;
use crate::domain::audit::{AuditRow, FIRST_LINK, Link};
use crate::domain::contact::Region;
use crate::domain::customer::Customer;
use crate::domain::export::{
    ExportCounts, ExportExtent, ExportKind, ExportRecord, ExportedFeedback, recorded_hash,
};
use crate::store::{ReadRecords, StoreError};

/// A part of an export, as it comes: first the extent, then each record.
#[derive(Debug, Clone, PartialEq)]
pub enum Exported {
    /// What the export holds as a whole.
    Extent(ExportExtent),
    /// One record.
    Record(ExportRecord),
}

/// What an export held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportReport {
    /// How many records of each kind.
    pub counts: ExportCounts,
    /// The number of the first change that is not as it was written. An import refuses such an
    /// audit. Always `None` for one person, whose changes are no chain.
    pub first_altered: Option<u64>,
}

impl Directory {
    /// Shows everything that the directory knows, or that it knows about one customer, to `take`,
    /// from one snapshot. What `take` refuses ends the export and is answered as it is.
    pub fn export<X>(
        &self,
        _: Reader,
        person: Option<&str>,
        take: impl FnMut(Exported) -> Result<(), X>,
    ) -> Result<Result<ExportReport, X>, DirectoryError> {
        let region = self.settings.policy.region;
        self.store.read(|records| {
            let mut showing = Showing {
                take,
                counts: ExportCounts::default(),
                head: FIRST_LINK,
                first_altered: None,
                failure: None,
            };
            match person {
                None => whole(records, &mut showing)?,
                Some(asked) => one(records, asked, region, &mut showing)?,
            }
            Ok(match showing.failure {
                Some(failure) => Err(failure),
                None => Ok(ExportReport {
                    counts: showing.counts,
                    first_altered: showing.first_altered.filter(|_| person.is_none()),
                }),
            })
        })
    }
}

/// Shows records until they are not wanted any more.
struct Showing<F, X> {
    take: F,
    counts: ExportCounts,
    head: Link,
    first_altered: Option<u64>,
    failure: Option<X>,
}

impl<F: FnMut(Exported) -> Result<(), X>, X> Showing<F, X> {
    /// Shows a part; says whether more are wanted.
    fn show(&mut self, part: Exported) -> bool {
        if self.failure.is_some() {
            return false;
        }
        if let Exported::Record(record) = &part {
            self.counts.add(record.kind(), 1);
            if let ExportRecord::Change(row) = record {
                self.follow(row);
            }
        }
        self.failure = (self.take)(part).err();
        self.failure.is_none()
    }

    /// Follows the audit's chain.
    fn follow(&mut self, row: &AuditRow) {
        let is_next = row.number == self.counts.of(ExportKind::Change);
        if !(is_next && row.link_after(self.head) == row.link) && self.first_altered.is_none() {
            self.first_altered = Some(row.number);
        }
        self.head = row.link;
    }
}

fn whole<F: FnMut(Exported) -> Result<(), X>, X>(
    records: &dyn ReadRecords,
    showing: &mut Showing<F, X>,
) -> Result<(), StoreError> {
    if showing.show(Exported::Extent(records.export_extent()?)) {
        records.each_exported(&mut |record| showing.show(Exported::Record(record)))?;
    }
    Ok(())
}

fn one<F: FnMut(Exported) -> Result<(), X>, X>(
    records: &dyn ReadRecords,
    asked: &str,
    region: Option<Region>,
    showing: &mut Showing<F, X>,
) -> Result<(), DirectoryError> {
    let customer = customers::find(records, asked, region)?.customer;
    let id = customer.id;
    let known = about(records, customer)?;
    let extent = records.export_extent()?;
    let many = |kind| known.iter().filter(|record| record.kind() == kind).count() as u64;
    showing.show(Exported::Extent(ExportExtent {
        person: Some(id),
        customers: many(ExportKind::Customer),
        feedback: many(ExportKind::Feedback),
        ..extent
    }));
    for record in known {
        showing.show(Exported::Record(record));
    }
    Ok(())
}

/// Every record about a customer. Pairs are about somebody else, too, and are not among them.
fn about(
    records: &dyn ReadRecords,
    mut customer: Customer,
) -> Result<Vec<ExportRecord>, StoreError> {
    let id = customer.id;
    let mut feedback = records.latest_feedback(id, usize::MAX)?;
    feedback.sort_unstable_by_key(|feedback| feedback.number);
    let former_ids = records.merged_into(id)?;
    let mut changes = Vec::new();
    for id in former_ids.iter().chain([&id]) {
        changes.extend(records.audit_of(*id)?);
    }
    changes.sort_unstable_by_key(|change| change.number);
    changes.dedup_by_key(|change| change.number);
    customer.sort_contacts();
    let mut known = vec![ExportRecord::Customer(Box::new(customer))];
    for id in former_ids {
        known.extend(records.former(id)?.map(ExportRecord::Former));
    }
    for feedback in feedback {
        let recording = records.recording(feedback.number)?;
        let recording = recording.as_deref().map(recorded_hash).map(str::to_owned);
        known.push(ExportRecord::Feedback(Box::new(ExportedFeedback {
            feedback,
            recording,
        })));
    }
    let requests = records.requests_of(id)?;
    known.extend(requests.into_iter().map(ExportRecord::Request));
    let changes = changes.into_iter().map(Box::new);
    known.extend(changes.map(ExportRecord::Change));
    Ok(known)
}
