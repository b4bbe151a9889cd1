//! What merging makes of two customers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::{Fate, FieldPlan, dropped, merge};
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::customer::{Customer, CustomerId, FieldValue, Origin, SocialHandle, Taken};
use crate::domain::feedback::FeedbackNumber;
use crate::domain::filling::handle_key;
use crate::domain::label::{Channel, Tag};
use Fate::{Combined, Dropped, Filled, Kept};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + second).unwrap()
}

fn said(second: i64) -> Origin {
    Origin::Feedback {
        feedback: FeedbackNumber(second),
        at: at(second),
    }
}

fn taken<T>(value: T, second: i64) -> Taken<T> {
    Taken {
        value,
        origin: said(second),
    }
}

fn contact(kind: ContactKind, address: &str, second: i64) -> Contact {
    Contact {
        kind,
        address: address.to_owned(),
        spelling: address.to_uppercase(),
        identifies: true,
        is_chosen: false,
        origin: said(second),
    }
}

fn add_tag(customer: &mut Customer, tag: &str, second: i64) {
    let tag = Tag::parse(tag).unwrap();
    let key = tag.key().to_owned();
    customer.tags.insert(key, taken(tag, second));
}

/// A customer with an e-mail address, a tag and a field.
fn customer(id: i64, name: Option<&str>, second: i64) -> Customer {
    let mut customer = Customer::blank(CustomerId(id));
    customer.name = name.map(|name| taken(name.to_owned(), second));
    let address = format!("c{id}@acme.io");
    customer.contacts = vec![contact(ContactKind::Email, &address, second)];
    add_tag(&mut customer, "VIP", second);
    let plan = FieldValue::Text(format!("plan {id}"));
    let field = taken(plan, second);
    customer.custom_fields.insert("cf_plan".to_owned(), field);
    customer.channels.insert(Channel::api());
    customer.feedback_count = 2;
    customer.first_seen = Some(at(second));
    customer.last_seen = Some(at(second + 10));
    customer.version = 3;
    customer
}

fn fates(fields: &[FieldPlan]) -> Vec<(&str, Fate)> {
    let fates = fields.iter();
    fates.map(|plan| (plan.field.as_str(), plan.fate)).collect()
}

#[test]
fn each_field_is_kept_filled_combined_or_dropped_with_both_values() {
    let mut target = customer(1, Some("Jane Holloway"), 50);
    target.notes = Some("Renewal in March.".to_owned());
    let mut source = customer(2, Some("J. Holloway"), 20);
    source.company = Some(taken("Acme".to_owned(), 20));
    source.notes = Some("Prefers calls.".to_owned());
    add_tag(&mut source, "beta", 20);
    let merged = merge(&target, &source);
    assert_eq!(
        fates(&merged.fields),
        [
            ("name", Dropped),
            ("company", Filled),
            ("primary_email", Kept),
            ("emails", Combined),
            ("tags", Combined),
            ("channels", Kept),
            ("first_seen", Combined),
            ("last_seen", Kept),
            ("notes", Combined),
            ("cf_plan", Dropped),
        ]
    );
    assert!(
        merged
            .customer
            .primary(ContactKind::Email)
            .unwrap()
            .is_chosen
    );
    let name = &merged.fields[0];
    assert_eq!(
        (&name.target, &name.source, &name.result),
        (
            &vec!["Jane Holloway".to_owned()],
            &vec!["J. Holloway".to_owned()],
            &vec!["Jane Holloway".to_owned()]
        )
    );
    let notes = merged.customer.notes.unwrap();
    assert_eq!(
        notes,
        "Renewal in March.\n\nFrom cus_2, merged:\nPrefers calls."
    );
    assert_eq!(merged.moves, [("feedback", 2), ("emails", 1), ("tags", 1)]);
    assert_eq!(merged.customer.version, 4);
    assert_eq!(merged.customer.feedback_count, 4);
}

#[test]
fn values_keep_where_they_came_from_and_doubled_ones_their_first_spelling() {
    let target = customer(1, None, 50);
    let mut source = customer(2, Some("Jane"), 20);
    source.tags.clear();
    add_tag(&mut source, "vip", 20);
    let unreadable = |second| Contact {
        identifies: false,
        ..contact(ContactKind::Phone, "ext. 7", second)
    };
    source.contacts.push(unreadable(20));
    let mut target_too = target.clone();
    target_too.contacts.push(unreadable(50));
    let merged = merge(&target_too, &source).customer;
    assert_eq!(merged.name.unwrap().origin, said(20));
    assert_eq!(merged.tags["vip"].value.spelling(), "vip");
    assert_eq!(merged.tags["vip"].origin, said(20));
    let phones: Vec<Origin> = merged
        .contacts
        .iter()
        .filter(|contact| contact.kind == ContactKind::Phone)
        .map(|contact| contact.origin)
        .collect();
    assert_eq!(phones, [said(20)]);
    // What a hand has set stands before what came earlier.
    let mut by_hand = target;
    let tag = Tag::parse("Vip").unwrap();
    let origin = Origin::Hand { at: at(90) };
    by_hand
        .tags
        .insert("vip".to_owned(), Taken { value: tag, origin });
    let merged = merge(&by_hand, &source).customer;
    assert_eq!(merged.tags["vip"].value.spelling(), "Vip");
}

#[test]
fn a_blank_target_is_filled_and_a_blank_source_changes_nothing_but_the_version() {
    let (blank, full) = (Customer::blank(CustomerId(1)), customer(2, Some("Jane"), 5));
    let filled = merge(&blank, &full);
    assert!(filled.fields.iter().all(|plan| plan.fate == Filled));
    assert_eq!(filled.customer.id, CustomerId(1));
    let kept = merge(&full, &blank);
    assert!(kept.fields.iter().all(|plan| plan.fate == Kept));
    let same = Customer {
        version: full.version + 1,
        ..full.clone()
    };
    assert_eq!((kept.customer, kept.moves), (same, vec![]));
    let lost = dropped(&full);
    assert!(
        lost.iter()
            .all(|plan| plan.fate == Dropped && plan.result.is_empty())
    );
    assert_eq!(lost.len(), kept.fields.len());
}

#[test]
fn a_merge_may_go_beyond_the_ceiling_of_contacts() {
    let mut target = customer(1, None, 1);
    let mut source = customer(2, None, 2);
    for (customer, first) in [(&mut target, 0), (&mut source, 100)] {
        for number in first..first + 50 {
            let address = format!("p{number}@acme.io");
            customer
                .contacts
                .push(contact(ContactKind::Email, &address, number));
        }
    }
    assert_eq!(merge(&target, &source).customer.contacts.len(), 102);
}

/// Three customers, each with contacts of their own.
fn three() -> impl Strategy<Value = [Customer; 3]> {
    let one = (
        prop::option::of(select(&["Jane", "J. Doe", "李雷"][..])),
        prop::option::of(select(&["Acme", "ACME"][..])),
        subsequence(&["VIP", "vip", "beta"][..], 0..3),
        subsequence(&["@jane", "Jane", "@jd"][..], 0..3),
        prop::collection::vec(0_i64..40, 0..4),
        prop::option::of(select(&["Call first.", "Renewal in March."][..])),
        0_i64..40,
        0_u64..5,
    );
    let customer = |id: i64| {
        one.clone().prop_map(
            move |(name, company, tags, handles, contacts, notes, second, count)| {
                let mut customer = Customer::blank(CustomerId(id));
                customer.name = name.map(|name| taken(name.to_owned(), second));
                customer.company = company.map(|company| taken(company.to_owned(), second));
                customer.notes = notes.map(str::to_owned);
                for (index, tag) in (0..).zip(tags) {
                    add_tag(&mut customer, tag, second + index);
                }
                for handle in handles {
                    let handle = SocialHandle {
                        network: "twitter".to_owned(),
                        handle: handle.to_owned(),
                    };
                    let key = ("twitter".to_owned(), handle_key(&handle.handle));
                    customer.social_handles.insert(key, taken(handle, second));
                }
                for (index, seen) in contacts.into_iter().enumerate() {
                    let address = format!("c{id}x{index}@acme.io");
                    customer
                        .contacts
                        .push(contact(ContactKind::Email, &address, seen));
                }
                let shared = format!("info{}@acme.io", second % 2);
                let mut shared = contact(ContactKind::Email, &shared, second);
                shared.identifies = false;
                customer.contacts.push(shared);
                customer.feedback_count = count;
                customer.first_seen = (count > 0).then(|| at(second));
                customer.last_seen = (count > 0).then(|| at(second + count.cast_signed()));
                customer.version = 1;
                customer
            },
        )
    };
    (customer(1), customer(2), customer(3)).prop_map(|(one, two, three)| [one, two, three])
}

/// A customer without what tells the order in which merges were made.
fn timeless(mut customer: Customer) -> Customer {
    customer
        .contacts
        .sort_by(|one, other| one.address.cmp(&other.address));
    customer.version = 0;
    customer.notes = None;
    customer
}

proptest! {
    #[test]
    fn it_does_not_matter_which_of_three_are_merged_first(three in three()) {
        let [one, two, third] = three;
        let left = merge(&merge(&one, &two).customer, &third).customer;
        let right = merge(&one, &merge(&two, &third).customer).customer;
        let notes = |customer: &Customer| {
            let lines = customer.notes.iter().flat_map(|notes| notes.lines());
            let said = lines.filter(|line| !line.is_empty() && !line.starts_with("From cus_"));
            said.map(str::to_owned).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(notes(&left), notes(&right));
        prop_assert_eq!(timeless(left), timeless(right));
    }

    #[test]
    fn nothing_is_lost_that_is_not_said_to_be_dropped(three in three()) {
        let [target, source, _] = three;
        let merged = merge(&target, &source);
        for plan in &merged.fields {
            let is_lost = plan.source.iter().any(|value| !plan.result.contains(value));
            let is_derived = plan.field.starts_with("primary_") || plan.field.ends_with("_seen");
            let is_respelled = ["tags", "social_handles"].contains(&plan.field.as_str());
            let is_joined = plan.field == "notes";
            if is_lost && !is_derived && !is_respelled && !is_joined {
                prop_assert_eq!(plan.fate, Dropped, "{:?}", plan);
            }
        }
        for kind in ContactKind::ALL {
            let all = target.contacts.iter().chain(&source.contacts);
            let all: BTreeSet<&str> = all
                .filter(|contact| contact.kind == kind)
                .map(|contact| contact.address.as_str())
                .collect();
            let merged = merged.customer.contacts_of(kind);
            prop_assert_eq!(merged.len(), all.len());
        }
        prop_assert_eq!(
            merged.customer.feedback_count,
            target.feedback_count + source.feedback_count
        );
    }
}
