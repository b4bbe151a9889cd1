//! Merging: two customers become the one that remains, and what happens to each field.
//!
//! The target's own values win and its blanks are filled from the source. What adds up is combined:
//! contacts, labels, channels and notes. Each value keeps where it came from, so that a merged
//! customer answers later events as if there had always been one.

mod fields;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::contact::{Contact, ContactKind};
use super::customer::{Customer, CustomerId, Origin, Taken};

pub use fields::{Fate, FieldPlan, dropped};

/// Two customers as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The customer who remains.
    pub customer: Customer,
    /// Every field that one of the two has, in the order in which a profile shows them.
    pub fields: Vec<FieldPlan>,
    /// How much of each kind the source brings: feedback, and values that the target has not.
    pub moves: Vec<(&'static str, u64)>,
}

/// Merges a customer, the source, into another one, the target.
pub fn merge(target: &Customer, source: &Customer) -> Merged {
    let customer = combined(target, source);
    Merged {
        fields: fields::of(target, source, &customer),
        moves: fields::moves(target, source, &customer),
        customer,
    }
}

fn combined(target: &Customer, source: &Customer) -> Customer {
    let mut customer = target.clone();
    customer.version += 1;
    customer.name = target.name.clone().or_else(|| source.name.clone());
    customer.company = target.company.clone().or_else(|| source.company.clone());
    for contact in &source.contacts {
        add_contact(&mut customer.contacts, contact);
    }
    for kind in ContactKind::ALL {
        keep_primary(&mut customer, target, kind);
    }
    for (key, field) in &source.custom_fields {
        let fields = &mut customer.custom_fields;
        fields.entry(key.clone()).or_insert_with(|| field.clone());
    }
    add_labels(&mut customer.tags, &source.tags, |tag| tag.spelling());
    add_labels(
        &mut customer.social_handles,
        &source.social_handles,
        |handle| &handle.handle,
    );
    customer.channels.extend(source.channels.iter().cloned());
    customer.feedback_count += source.feedback_count;
    customer.first_seen = [target.first_seen, source.first_seen]
        .into_iter()
        .flatten()
        .min();
    customer.last_seen = target.last_seen.max(source.last_seen);
    customer.notes = notes(target, source);
    customer
}

/// Adds a contact. One that both have is kept once, as it was first written.
fn add_contact(contacts: &mut Vec<Contact>, contact: &Contact) {
    let is_same =
        |known: &&mut Contact| known.kind == contact.kind && known.address == contact.address;
    let Some(known) = contacts.iter_mut().find(is_same) else {
        contacts.push(contact.clone());
        return;
    };
    let identifies = known.identifies || contact.identifies;
    let is_chosen = known.is_chosen || contact.is_chosen;
    if seniority(contact.origin, &contact.spelling) < seniority(known.origin, &known.spelling) {
        *known = contact.clone();
    }
    known.identifies = identifies;
    known.is_chosen = is_chosen;
}

/// The target's main contact of a kind stays what it is, also beside an earlier one of the source's.
/// One that several people share gives way to one that identifies.
fn keep_primary(customer: &mut Customer, target: &Customer, kind: ContactKind) {
    let Some(primary) = target
        .primary(kind)
        .filter(|contact| contact.identifies || contact.is_chosen)
    else {
        return;
    };
    let choose = |customer: &mut Customer, is_chosen: bool| {
        for contact in &mut customer.contacts {
            if contact.kind == kind {
                contact.is_chosen = is_chosen && contact.address == primary.address;
            }
        }
    };
    choose(customer, primary.is_chosen);
    let now = customer.primary(kind).map(|contact| &contact.address);
    if now != Some(&primary.address) {
        choose(customer, true);
    }
}

/// Adds labels. One that both have is kept once, as it was first written.
fn add_labels<K: Ord + Clone, V: Clone>(
    labels: &mut BTreeMap<K, Taken<V>>,
    others: &BTreeMap<K, Taken<V>>,
    spelling: impl Fn(&V) -> &str,
) {
    for (key, taken) in others {
        let rank = |taken: &Taken<V>| seniority(taken.origin, spelling(&taken.value));
        let is_senior = labels
            .get(key)
            .is_none_or(|known| rank(taken) < rank(known));
        if is_senior {
            labels.insert(key.clone(), taken.clone());
        }
    }
}

/// Which of two spellings stands: what a hand set, else what came first.
fn seniority(origin: Origin, spelling: &str) -> (bool, jiff::Timestamp, String) {
    let is_said = origin.feedback().is_some();
    (is_said, origin.at(), spelling.to_owned())
}

fn notes(target: &Customer, source: &Customer) -> Option<String> {
    match (&target.notes, &source.notes) {
        (Some(notes), Some(others)) if notes != others => {
            Some(format!("{notes}\n\n{}\n{others}", heading(source.id)))
        }
        (Some(notes), _) => Some(notes.clone()),
        (None, others) => others.clone(),
    }
}

/// The line that stands above the notes of a customer who was merged.
fn heading(source: CustomerId) -> String {
    format!("From {source}, merged:")
}
