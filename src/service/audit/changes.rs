//! Which fields of a customer have changed.

use std::borrow::Cow;
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
    let mut places: Vec<&Place<'_>> = before.keys().chain(after.keys()).collect();
    places.sort_unstable();
    places.dedup();
    places
        .into_iter()
        .filter_map(|place| {
            let (before, after) = (before.get(place), after.get(place));
            trail.field(place.0, before.copied(), after.copied())
        })
        .collect()
}

/// A field's name, and which of its values is meant.
type Place<'a> = (&'a str, Cow<'a, str>);

fn values(customer: &Customer) -> BTreeMap<Place<'_>, &str> {
    let mut values = BTreeMap::new();
    for (field, taken) in [("name", &customer.name), ("company", &customer.company)] {
        if let Some(taken) = taken {
            values.insert((field, Cow::from("")), taken.value.as_str());
        }
    }
    if let Some(notes) = &customer.notes {
        values.insert(("notes", Cow::from("")), notes);
    }
    for contact in &customer.contacts {
        let place = (contact.kind.list(), Cow::from(&contact.address));
        values.insert(place, &contact.address);
    }
    for (field, kind) in [
        ("primary_email", ContactKind::Email),
        ("primary_phone", ContactKind::Phone),
    ] {
        if let Some(primary) = customer.primary(kind) {
            values.insert((field, Cow::from("")), &primary.address);
        }
    }
    for (key, tag) in &customer.tags {
        values.insert(("tags", Cow::from(key)), tag.value.spelling());
    }
    for (key, value) in &customer.custom_fields {
        values.insert((key, Cow::from("")), value.value.as_text());
    }
    for (key, handle) in &customer.social_handles {
        let which = Cow::from(format!("{} {}", key.0, key.1));
        values.insert(("social_handles", which), &handle.value.handle);
    }
    for channel in &customer.channels {
        let channel = channel.as_str();
        values.insert(("channels", Cow::from(channel)), channel);
    }
    values
}
