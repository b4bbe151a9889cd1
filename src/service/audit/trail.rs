//! The trail of a change: what will stand in the audit when it is kept.

use crate::domain::access::{Act, Actor};
use crate::domain::audit::{AuditRow, Detail, Entry, FIRST_LINK, ValueHasher};
use crate::domain::customer::CustomerId;
use crate::store::{StoreError, WriteRecords};

/// What a change did so far.
pub(in super::super) struct Trail {
    hasher: Option<ValueHasher>,
    action: String,
    is_removal: bool,
    entries: Vec<Entry>,
}

impl Trail {
    pub(in super::super) fn new(secret: &[u8], action: &str, is_removal: bool) -> Self {
        Self {
            hasher: ValueHasher::new(secret),
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

    /// A field that has another value now; `None` where it has not.
    pub(in super::super) fn field(
        &self,
        name: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Option<Detail> {
        let hash = |value: &str| {
            let hasher = self.hasher.as_ref();
            hasher.map(|hasher| hasher.hash(name, value))
        };
        (before != after).then(|| Detail::Field {
            name: name.to_owned(),
            before: before.and_then(hash),
            after: after.and_then(hash),
        })
    }

    /// Writes the entries as the next rows of the audit.
    pub(in super::super) fn write(
        self,
        records: &mut dyn WriteRecords,
        act: &Act,
    ) -> Result<(), StoreError> {
        let (mut number, mut link) = records.audit_head()?;
        let (key, actor) = match &act.actor {
            Actor::Operator => (None, "operator".to_owned()),
            Actor::Key(grant) => (Some(grant.key.clone()), grant.name.clone()),
        };
        for entry in self.entries {
            number += 1;
            let mut row = AuditRow {
                number,
                at: act.at,
                key: key.clone(),
                actor: actor.clone(),
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

/// How many of something a change was about.
pub(in super::super) fn count(name: &str, count: usize) -> Option<Detail> {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    (count > 0).then(|| Detail::Count {
        name: name.to_owned(),
        count,
    })
}
