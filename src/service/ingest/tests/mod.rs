//! Ingestion through the façade, on a store in memory.

mod cases;
mod first_import;
mod properties;
mod revisions;

use crate::domain::access::Operator;
use crate::domain::contact::{Claim, ContactKind, ContactPolicy};
use crate::domain::customer::Customer;
use crate::domain::event::{EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity};
use crate::domain::feedback::Receipt;
use crate::domain::label::Channel;
use crate::domain::search::{CustomerQuery, Detail};
use crate::service::{Directory, Location, Purpose, Settings};
use jiff::Timestamp;

pub(in super::super) fn directory(contact_ceiling: usize) -> Directory {
    let settings = Settings {
        contact_ceiling,
        ..Settings::default()
    };
    Directory::open(&Location::Temporary, Purpose::Import, settings).unwrap()
}

/// An event with an id, a day in January 2026, and contacts.
pub(in super::super) fn event(
    id: &str,
    day: i64,
    contacts: &[(ContactKind, &str)],
) -> FeedbackEvent {
    let policy = ContactPolicy::new("US".parse().ok(), &[], &[]);
    FeedbackEvent {
        reference: EventReference {
            source: String::new(),
            id: id.to_owned(),
        },
        kind: EventKind::Created,
        created_at: Some(day_of_january(day)),
        revised_at: None,
        channel: Channel::parse("widget").unwrap(),
        content: FeedbackContent {
            message: Some(format!("message of {id}")),
            ..FeedbackContent::default()
        },
        identity: Identity {
            claims: contacts
                .iter()
                .filter_map(|(kind, text)| Claim::read(*kind, text, &policy))
                .collect(),
            ..Identity::default()
        },
    }
}

fn day_of_january(day: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + day * 86_400).unwrap()
}

fn named(mut event: FeedbackEvent, name: &str) -> FeedbackEvent {
    event.identity.name = Some(name.to_owned());
    event
}

fn take_in(directory: &mut Directory, events: &[FeedbackEvent]) -> Vec<Receipt> {
    let now = day_of_january(300);
    directory
        .ingest(Operator.writer(now), [events.to_vec()])
        .unwrap()
}

/// Every customer in the order in which they were made.
fn customers(directory: &Directory) -> Vec<Customer> {
    let query = CustomerQuery {
        detail: Detail::Full,
        ..CustomerQuery::latest(10_000)
    };
    let page = directory.list_customers(Operator.reader(), &query).unwrap();
    let mut customers: Vec<Customer> = page
        .customers
        .into_iter()
        .map(|listed| *listed.profile.unwrap())
        .collect();
    customers.sort_by_key(|customer| customer.id);
    customers
}

fn addresses(customer: &Customer, kind: ContactKind) -> Vec<&str> {
    customer
        .contacts_of(kind)
        .into_iter()
        .map(|contact| contact.address.as_str())
        .collect()
}
