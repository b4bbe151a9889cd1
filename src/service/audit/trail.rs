//! The trail of a change: what will stand in the audit when it is kept.

use crate::domain::access::Act;
use crate::domain::audit::{AuditRow, Detail, Entry, FIRST_LINK, ValueHasher};
use crate::domain::customer::CustomerId;
use crate::store::{ReadRecords, Secret, StoreError, WriteRecords};

/// What a change did so far.
pub(in super::super) struct Trail {
    hasher: ValueHasher,
    action: String,
    is_removal: bool,
    entries: Vec<Entry>,
}

impl Trail {
    pub(in super::super) fn new(hasher: ValueHasher, action: &str, is_removal: bool) -> Self {
        Self {
            hasher,
            action: action.to_owned(),
            is_removal,
            entries: Vec::new(),
        }
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry about a customer, a pair, or nobody.
    pub(in super::super) fn add(
        &mut self,
        customer: Option<CustomerId>,
        other: Option<CustomerId>,
        details: Vec<Detail>,
    ) {
        self.entries.push(Entry {
            action: self.action.clone(),
            is_removal: self.is_removal,
            customer,
            other,
            approved_by: None,
            details,
        });
    }

    /// Says where the yes to all of this came from.
    pub(in super::super) fn approved_by(&mut self, who: &str) {
        for entry in &mut self.entries {
            entry.approved_by = Some(who.to_owned());
        }
    }

    /// What the file keeps of a value without saying it.
    pub(in super::super) fn hash(&self, name: &str, value: &str) -> String {
        self.hasher.hash(name, value)
    }

    /// A field that has another value now; `None` where it has not.
    pub(in super::super) fn field(
        &self,
        name: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Option<Detail> {
        let hash = |value: &str| self.hash(name, value);
        (before != after).then(|| Detail::Field {
            name: name.to_owned(),
            before: before.map(hash),
            after: after.map(hash),
        })
    }

    /// Writes the entries as the next rows of the audit.
    pub(in super::super) fn write(
        self,
        records: &mut dyn WriteRecords,
        act: &Act,
    ) -> Result<(), StoreError> {
        let (mut number, mut link) = records.audit_head()?;
        for entry in self.entries {
            number += 1;
            let mut row = AuditRow {
                number,
                at: act.at,
                key: act.actor.key().cloned(),
                actor: act.actor.name().to_owned(),
                entry,
                link: FIRST_LINK,
            };
            row.link = row.link_after(link);
            link = row.link;
            records.append_to_audit(&row)?;
        }
        Ok(())
    }
}

/// Hashes what the file keeps without saying it.
pub(in super::super) fn hasher(records: &dyn ReadRecords) -> Result<ValueHasher, StoreError> {
    ValueHasher::new(&records.secret(Secret::Audit)?).ok_or(StoreError::Corrupt {
        table: "secrets",
        row: 0,
    })
}

/// How many of something a change was about.
pub(in super::super) fn count(name: &str, count: usize) -> Option<Detail> {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    (count > 0).then(|| Detail::Count {
        name: name.to_owned(),
        count,
    })
}
