//! What holds for every sequence of events.

use proptest::prelude::*;

use super::{customers, day_of_january, directory, event, take_in};
use crate::domain::access::Operator;
use crate::domain::contact::ContactKind::{self, Email, Phone, UserId};
use crate::domain::event::FeedbackEvent;
use crate::domain::feedback::Receipt;
use crate::domain::label::{Channel, Tag};
use crate::service::Directory;

/// What a directory says, without the numbers that depend on the order of arrival.
fn essence(directory: &Directory) -> Vec<String> {
    let mut essence: Vec<String> = customers(directory)
        .iter()
        .map(|customer| {
            let mut contacts: Vec<String> = customer
                .contacts
                .iter()
                .map(|contact| {
                    format!(
                        "{:?} {} {} {}",
                        contact.kind,
                        contact.address,
                        contact.spelling,
                        contact.seen_at()
                    )
                })
                .collect();
            contacts.sort();
            let tags: Vec<&str> = customer
                .tags
                .values()
                .map(|tag| tag.value.spelling())
                .collect();
            let primaries = [Email, Phone].map(|kind| {
                customer
                    .primary(kind)
                    .map(|contact| contact.address.clone())
            });
            format!(
                "{:?} {:?} {contacts:?} {primaries:?} {tags:?} {:?} {} {:?} {:?}",
                customer.name.as_ref().map(|name| &name.value),
                customer.company.as_ref().map(|company| &company.value),
                customer.channels,
                customer.feedback_count,
                customer.first_seen,
                customer.last_seen,
            )
        })
        .collect();
    essence.sort();
    essence
}

/// Events of a few people, each with their own contacts, all with their user id.
fn events_with_user_ids() -> impl Strategy<Value = Vec<FeedbackEvent>> {
    let one = (0_u8..4, 0_i64..6, 0_u8..3, 0_u8..3, 0_u8..4, 0_u8..3);
    prop::collection::vec(one, 1..24).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(index, (person, day, email, phone, name, tag))| {
                let user_id = format!("u_{person}");
                let mail = [
                    format!("p{person}@acme.io"),
                    format!("P{person}@acme.io"),
                    format!("p{person}@home.org"),
                ];
                let call = format!("+1415555{person}{phone}00");
                let mut event = event(
                    &index.to_string(),
                    day,
                    &[
                        (UserId, &user_id),
                        (Email, &mail[usize::from(email)]),
                        (Phone, &call),
                    ],
                );
                event.identity.name = (name > 0).then(|| format!("Name {name}"));
                event.content.tags =
                    vec![Tag::parse(["vip", "VIP", "beta"][usize::from(tag)]).unwrap()];
                event.channel =
                    Channel::parse(["widget", "email", "api", "voice"][usize::from(name)]).unwrap();
                event
            })
            .collect()
    })
}

/// Events of so many people, of which any contact may stand beside any other. Every third event
/// repeats an earlier one's reference.
pub(super) fn entangled_events(
    people: u8,
    most: usize,
) -> impl Strategy<Value = Vec<FeedbackEvent>> {
    let one = (
        0_i64..6,
        prop::option::of(0..people),
        prop::option::of(0..people),
        prop::option::of(0..people),
    );
    prop::collection::vec(one, 1..most).prop_map(move |rows| {
        rows.into_iter()
            .enumerate()
            .map(|(index, (day, user_id, email, phone))| {
                let user_id = user_id.map(|number| format!("u_{number}"));
                let email = email.map(|number| format!("e{number}@acme.io"));
                let phone = phone.map(|number| format!("+14155550{:03}", 100 + u16::from(number)));
                let contacts: Vec<(ContactKind, &str)> =
                    [(UserId, &user_id), (Email, &email), (Phone, &phone)]
                        .into_iter()
                        .filter_map(|(kind, text)| text.as_deref().map(|text| (kind, text)))
                        .collect();
                event(&format!("{}", index % (2 * most / 3)), day, &contacts)
            })
            .collect()
    })
}

/// Takes in events batch by batch, and one at a time, and compares what became of them.
fn decides_alike(events: &[FeedbackEvent], size: usize) -> Result<(), TestCaseError> {
    let (mut one, mut other) = (directory(3), directory(3));
    let batches = events.chunks(size).map(<[FeedbackEvent]>::to_vec);
    let writer = Operator.writer(day_of_january(300));
    let together = one.ingest(writer, batches).unwrap();
    let apart: Vec<Receipt> = events
        .iter()
        .flat_map(|event| take_in(&mut other, std::slice::from_ref(event)))
        .collect();
    prop_assert_eq!(together, apart);
    prop_assert_eq!(customers(&one), customers(&other));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn events_with_the_strongest_key_give_the_same_directory_in_any_order(
        (events, shuffled) in events_with_user_ids().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        let (mut one, mut other) = (directory(50), directory(50));
        take_in(&mut one, &events);
        for event in shuffled {
            take_in(&mut other, &[event]);
        }
        prop_assert_eq!(essence(&one), essence(&other));
    }

    #[test]
    fn a_batch_decides_as_its_events_would_one_at_a_time(events in entangled_events(4, 30), size in 1_usize..9) {
        decides_alike(&events, size)?;
    }

    #[test]
    fn counters_follow_from_the_rows_and_each_address_has_one_owner(events in entangled_events(4, 30)) {
        let mut directory = directory(50);
        take_in(&mut directory, &events);
        let mut owned = std::collections::HashSet::new();
        for customer in customers(&directory) {
            let id = customer.id.to_string();
            let profile = directory.get_customer(Operator.reader(), &id, 100).unwrap();
            let times = || profile.feedback.iter().map(|feedback| feedback.created_at);
            prop_assert_eq!(customer.feedback_count, profile.feedback.len() as u64);
            prop_assert_eq!(customer.first_seen, times().min());
            prop_assert_eq!(customer.last_seen, times().max());
            for key in customer.contacts.iter().filter_map(crate::domain::contact::Contact::key) {
                prop_assert!(owned.insert(key));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// As many as are asked about and written in several statements of several rows.
    #[test]
    fn a_large_batch_decides_as_its_events_would_one_at_a_time(events in entangled_events(90, 300), size in 90_usize..150) {
        decides_alike(&events, size)?;
    }
}
