//! Changing a customer by hand.

use super::audit::{Trail, count, customer_changes};
use super::customers::{Found, find};
use super::{Directory, DirectoryError};
use crate::domain::access::Writer;
use crate::domain::contact::{Contact, ContactKey};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::editing::Edit;
use crate::store::{CustomerChange, ReadRecords, StoreError};

/// A customer whom a hand has changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Updated {
    /// The customer as they are now.
    pub customer: Customer,
    /// The old id that was asked for.
    pub resolved_from: Option<CustomerId>,
}

impl Directory {
    /// Changes the customer who is known by an id, an e-mail address, a phone number or an own user
    /// id, if they are at the version that the caller expects.
    ///
    /// An edit that changes nothing leaves the version and the audit as they are.
    pub fn update_customer(
        &mut self,
        writer: Writer,
        asked: &str,
        edit: &Edit,
        expected_version: Option<u64>,
    ) -> Result<Updated, DirectoryError> {
        let ceiling = self.settings.contact_ceiling;
        let region = self.settings.policy.region;
        self.change(writer, "update_customer", |records, trail, act| {
            let Found {
                customer: before,
                resolved_from,
            } = find(records, asked, region)?;
            if let Some(expected) = expected_version
                && expected != before.version
            {
                return Err(DirectoryError::VersionConflict {
                    expected,
                    customer: Box::new(before),
                });
            }
            let mut after = before.clone();
            after.edit(edit, act.at, ceiling)?;
            if after != before {
                refuse_taken(records, Some(&before), &after)?;
                after.version += 1;
                records.save_customers(&[CustomerChange {
                    before: Some(&before),
                    after: &after,
                }])?;
                note(trail, &before, &after);
            }
            Ok(Updated {
                customer: after,
                resolved_from,
            })
        })
    }
}

/// Notes what changed. A value that feedback had brought and that a hand has set again is the same,
/// and kept from now on.
fn note(trail: &mut Trail, before: &Customer, after: &Customer) {
    let mut details = customer_changes(trail, Some(before), Some(after));
    if details.is_empty() {
        details.extend(count("kept_by_hand", 1));
    }
    trail.add(Some(after.id), None, details);
}

/// Refuses to give a customer a contact that identifies another one.
pub(super) fn refuse_taken(
    records: &dyn ReadRecords,
    before: Option<&Customer>,
    after: &Customer,
) -> Result<(), DirectoryError> {
    let new: Vec<(&Contact, ContactKey)> = after
        .contacts
        .iter()
        .filter_map(|contact| Some((contact, contact.key()?)))
        .filter(|(_, key)| before.is_none_or(|before| !before.has(key)))
        .collect();
    let keys: Vec<&ContactKey> = new.iter().map(|(_, key)| key).collect();
    let owners = records.owners(&keys)?;
    let taken = new
        .iter()
        .zip(owners)
        .find_map(|((contact, _), owner)| Some((contact, owner?)));
    let Some((contact, owner)) = taken else {
        return Ok(());
    };
    let owner = records.customer(owner)?.ok_or(StoreError::Corrupt {
        table: "contacts",
        row: owner.0,
    })?;
    Err(DirectoryError::ContactTaken {
        contact: contact.spelling.clone(),
        owner: Box::new(owner),
    })
}
