//! Which fields of a customer have changed.

use std::collections::BTreeMap;

use super::Trail;
use crate::domain::audit::Detail;
use crate::domain::contact::ContactKind;
use crate::domain::customer::{Customer, CustomerId};

/// The fields that differ between what a customer was and is; of a field with several values each
/// value that came or went.
pub(in super::super) fn customer_changes(
    trail: &Trail,
    before: Option<&Customer>,
    after: Option<&Customer>,
) -> Vec<Detail> {
    let blank = Customer::blank(CustomerId(0));
    let before = values(before.unwrap_or(&blank));
    let after = values(after.unwrap_or(&blank));
    let mut names: Vec<&Place> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter_map(|place| {
            let value = |values: &BTreeMap<Place, String>| values.get(place).cloned();
            trail.field(
                &place.0,
                value(&before).as_deref(),
                value(&after).as_deref(),
            )
        })
        .collect()
}

/// A field's name, and which of its values is meant.
type Place = (String, String);

fn values(customer: &Customer) -> BTreeMap<Place, String> {
    let mut values = BTreeMap::new();
    let mut add = |field: &str, which: &str, value: &str| {
        values.insert((field.to_owned(), which.to_owned()), value.to_owned());
    };
    for (field, taken) in [("name", &customer.name), ("company", &customer.company)] {
        if let Some(taken) = taken {
            add(field, "", &taken.value);
        }
    }
    if let Some(notes) = &customer.notes {
        add("notes", "", notes);
    }
    for contact in &customer.contacts {
        add(contact.kind.list(), &contact.address, &contact.address);
    }
    for (field, kind) in [
        ("primary_email", ContactKind::Email),
        ("primary_phone", ContactKind::Phone),
    ] {
        if let Some(primary) = customer.primary(kind) {
            add(field, "", &primary.address);
        }
    }
    for (key, tag) in &customer.tags {
        add("tags", key, tag.value.spelling());
    }
    for (key, value) in &customer.custom_fields {
        add(key, "", value.value.as_text());
    }
    for (key, handle) in &customer.social_handles {
        let which = format!("{} {}", key.0, key.1);
        add("social_handles", &which, &handle.value.handle);
    }
    for channel in &customer.channels {
        add("channels", channel.as_str(), channel.as_str());
    }
    values
}
