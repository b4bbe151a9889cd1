//! Customers and feedback for tests.

mod feedback;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::contact::{Contact, ContactKind};
use crate::domain::customer::{
    Customer, CustomerId, CustomerSummary, FieldValue, Origin, SocialHandle, Taken,
};
use crate::domain::feedback::{Feedback, FeedbackNumber};
use crate::domain::instant;
use crate::domain::label::{Channel, Tag};
use crate::domain::page::{Position, SortKey, Total};
use crate::domain::profile::{FeedbackSource, Profile};
use crate::domain::search::{CustomerPage, CustomerQuery, ListedCustomer};

pub(crate) use feedback::{feedback, feedback_page, feedback_query, listed_feedback};

/// Text with one of each character that must not be shown, and a line break.
pub(crate) const HOSTILE: &str = "a\u{0}\u{1b}[31m\u{9b}\u{ad}\u{61c}\u{180e}\u{200b}\u{200e}\u{202e}\u{2060}\u{2066}\u{feff}\u{e0041}\u{fe00}b";

/// An answer as JSON; other formats do not know what was written already.
pub(crate) fn json(answer: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(answer).unwrap()
}

pub(crate) fn assert_clean(json: &str) {
    for letter in HOSTILE.chars().filter(|letter| !letter.is_ascii()) {
        assert!(!json.contains(letter), "{letter:?} in {json}");
    }
    assert!(!json.contains("\\u00"), "a control character in {json}");
}

pub(crate) fn at(text: &str) -> Timestamp {
    instant::parse(text).unwrap()
}

fn by_feedback(number: i64) -> Origin {
    Origin::Feedback {
        feedback: FeedbackNumber(number),
        at: at("2026-10-01T09:30:00Z"),
    }
}

fn by_hand() -> Origin {
    Origin::Hand {
        at: at("2026-11-02T08:00:00.250Z"),
    }
}

fn text(value: &str, origin: Origin) -> Taken<String> {
    let value = value.to_owned();
    Taken { value, origin }
}

fn contact(kind: ContactKind, address: &str, origin: Origin) -> Contact {
    Contact {
        kind,
        address: address.to_owned(),
        spelling: address.to_owned(),
        identifies: true,
        is_chosen: false,
        origin,
    }
}

pub(crate) fn customer(number: i64) -> Customer {
    let mut customer = Customer::blank(CustomerId(number));
    customer.name = Some(text("Jane Doe", by_feedback(1)));
    customer.company = Some(text("Acme", by_hand()));
    customer.contacts = vec![
        contact(ContactKind::UserId, "u_7", by_feedback(1)),
        contact(ContactKind::Email, "jane@acme.io", by_feedback(1)),
        contact(ContactKind::Email, "jane@xn--mller-kva.de", by_feedback(2)),
        contact(ContactKind::Phone, "+14155550132", by_feedback(2)),
    ];
    take_tag(&mut customer, "VIP", by_hand());
    take_field(&mut customer, "cf_plan", FieldValue::Text("pro".to_owned()));
    take_field(
        &mut customer,
        "cf_seats",
        FieldValue::Number("25".to_owned()),
    );
    take_field(&mut customer, "cf_trial", FieldValue::Boolean(false));
    take_handle(&mut customer, "twitter", "@jane");
    customer.channels = ["email", "widget"]
        .map(|it| Channel::parse(it).unwrap())
        .into();
    customer.feedback_count = 2;
    customer.first_seen = Some(at("2026-10-01T09:30:00Z"));
    customer.last_seen = Some(at("2026-11-01T10:15:00.125Z"));
    customer.notes = Some("Renewal in March.\nAsk for Omar.".to_owned());
    customer.version = 3;
    customer
}

fn take_tag(customer: &mut Customer, text: &str, origin: Origin) {
    let value = Tag::parse(text).unwrap();
    let taken = Taken { value, origin };
    customer.tags.insert(taken.value.key().to_owned(), taken);
}

fn take_field(customer: &mut Customer, key: &str, value: FieldValue) {
    let origin = by_feedback(2);
    customer
        .custom_fields
        .insert(key.to_owned(), Taken { value, origin });
}

fn take_handle(customer: &mut Customer, network: &str, handle: &str) {
    let [network, handle] = [network, handle].map(str::to_owned);
    let key = (network.clone(), handle.clone());
    let value = SocialHandle { network, handle };
    let origin = by_feedback(1);
    customer.social_handles.insert(key, Taken { value, origin });
}

/// A customer with more of everything than an answer can hold.
pub(crate) fn endless() -> Customer {
    let mut customer = customer(9);
    for number in 0..400 {
        take_tag(
            &mut customer,
            &format!("{number}{}", "tag".repeat(60)),
            by_hand(),
        );
        let value = FieldValue::Text("李".repeat(500));
        take_field(&mut customer, &format!("cf_{number}"), value);
        for kind in ContactKind::ALL {
            let address = format!("{number}@{}.io", "long".repeat(50));
            customer
                .contacts
                .push(contact(kind, &address, by_feedback(1)));
        }
    }
    customer.tags.remove("vip");
    customer.notes = Some("notes ".repeat(10_000));
    customer
}

/// A customer all of whose text is hostile.
pub(crate) fn hostile() -> Customer {
    let mut customer = customer(13);
    customer.name = Some(text(HOSTILE, by_feedback(1)));
    customer.company = Some(text(HOSTILE, by_feedback(1)));
    for kind in ContactKind::ALL {
        customer
            .contacts
            .push(contact(kind, HOSTILE, by_feedback(1)));
    }
    take_tag(&mut customer, HOSTILE, by_feedback(1));
    take_field(
        &mut customer,
        "cf_pl\u{200b}an",
        FieldValue::Text(HOSTILE.to_owned()),
    );
    take_field(
        &mut customer,
        HOSTILE,
        FieldValue::Number(HOSTILE.to_owned()),
    );
    take_handle(&mut customer, HOSTILE, HOSTILE);
    customer.channels.insert(Channel::parse(HOSTILE).unwrap());
    customer.notes = Some(HOSTILE.to_owned());
    customer
}

pub(crate) fn profile() -> Profile {
    let source = |number: i64| {
        let Feedback {
            reference, channel, ..
        } = feedback(number);
        (
            FeedbackNumber(number),
            FeedbackSource { reference, channel },
        )
    };
    Profile {
        merged_ids: Vec::new(),
        customer: customer(1),
        sources: BTreeMap::from([source(1), source(2)]),
        feedback: vec![feedback(2), feedback(1)],
        resolved_from: None,
    }
}

pub(crate) fn hostile_profile() -> Profile {
    let mut profile = profile();
    profile.customer = hostile();
    for feedback in &mut profile.feedback {
        HOSTILE.clone_into(&mut feedback.reference.id);
        feedback.channel = Channel::parse(HOSTILE).unwrap();
        feedback.content.message = Some(HOSTILE.to_owned());
        feedback.content.category = Some(HOSTILE.to_owned());
    }
    for source in profile.sources.values_mut() {
        HOSTILE.clone_into(&mut source.reference.id);
        source.channel = Channel::parse(HOSTILE).unwrap();
    }
    profile
}

fn summary(customer: &Customer) -> CustomerSummary {
    let primary = |kind| {
        customer
            .primary(kind)
            .map(|contact| contact.spelling.clone())
    };
    CustomerSummary {
        id: customer.id,
        name: customer.name.as_ref().map(|name| name.value.clone()),
        primary_email: primary(ContactKind::Email),
        primary_phone: primary(ContactKind::Phone),
        company: customer
            .company
            .as_ref()
            .map(|company| company.value.clone()),
        tags: customer
            .tags
            .values()
            .map(|tag| tag.value.spelling().to_owned())
            .collect(),
        channels: customer
            .channels
            .iter()
            .map(|it| it.as_str().to_owned())
            .collect(),
        feedback_count: customer.feedback_count,
        first_seen: customer.first_seen,
        last_seen: customer.last_seen,
    }
}

fn listed_from(customer: &Customer) -> ListedCustomer {
    ListedCustomer {
        summary: summary(customer),
        profile: None,
        position: Position {
            key: SortKey::Number(1_000 - customer.id.0),
            id: customer.id.0,
        },
        matched_on: Vec::new(),
    }
}

pub(crate) fn listed(number: i64) -> ListedCustomer {
    listed_from(&customer(number))
}

pub(crate) fn blank_listed() -> ListedCustomer {
    listed_from(&Customer::blank(CustomerId(5)))
}

pub(crate) fn hostile_listed() -> ListedCustomer {
    let mut listed = listed_from(&hostile());
    listed.summary.primary_email = Some(HOSTILE.to_owned());
    listed.summary.primary_phone = Some(HOSTILE.to_owned());
    listed
}

/// A page with as many rows as given, of as many customers in all as given.
pub(crate) fn page(rows: i64, total: u64) -> CustomerPage {
    CustomerPage {
        customers: (1..=rows).map(listed).collect(),
        total: Total::exactly(total),
        has_more: total > rows.unsigned_abs(),
    }
}

pub(crate) fn query() -> CustomerQuery {
    CustomerQuery::latest(20)
}
