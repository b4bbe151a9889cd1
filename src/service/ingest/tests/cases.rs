//! One rule of matching, filling or repetition a test.

use super::{addresses, customers, day_of_january, directory, event, named, take_in};
use crate::domain::access::Operator;
use crate::domain::contact::ContactKind::{Email, Phone, UserId};
use crate::domain::event::FeedbackEvent;
use crate::domain::feedback::{Effect, Outcome, Receipt, Refusal};

#[test]
fn contacts_that_come_together_become_one_customer() {
    let mut directory = directory(50);
    let receipts = take_in(
        &mut directory,
        &[
            event("a", 1, &[(Email, "Jane@Acme.io")]),
            event(
                "b",
                2,
                &[(Email, "jane@acme.io"), (Phone, "(415) 555-0132")],
            ),
            event("c", 3, &[(Phone, "+1 415 555 0132"), (UserId, "u_1")]),
            event("d", 4, &[(UserId, "u_1"), (Email, "jane@home.org")]),
        ],
    );
    let outcomes: Vec<_> = receipts
        .iter()
        .map(|receipt| (receipt.outcome, receipt.matched_on))
        .collect();
    assert_eq!(
        outcomes,
        [
            (Outcome::Created, None),
            (Outcome::Linked, Some(Email)),
            (Outcome::Linked, Some(Phone)),
            (Outcome::Linked, Some(UserId)),
        ]
    );
    let customers = customers(&directory);
    assert_eq!(customers.len(), 1);
    assert_eq!(
        addresses(&customers[0], Email),
        ["jane@acme.io", "jane@home.org"]
    );
    assert_eq!(addresses(&customers[0], Phone), ["+14155550132"]);
    assert_eq!(customers[0].feedback_count, 4);
}

#[test]
fn an_event_between_two_customers_moves_nothing_and_is_remembered() {
    let mut directory = directory(50);
    let receipts = take_in(
        &mut directory,
        &[
            event("a", 1, &[(Email, "jane@acme.io")]),
            event("b", 2, &[(Phone, "+14155550132")]),
            event(
                "c",
                3,
                &[
                    (Email, "jane@acme.io"),
                    (Phone, "+14155550132"),
                    (Email, "new@acme.io"),
                ],
            ),
        ],
    );
    let (jane, other) = (receipts[0].customer, receipts[1].customer.unwrap());
    assert_eq!(receipts[2].outcome, Outcome::Ambiguous);
    assert_eq!(
        (receipts[2].customer, receipts[2].candidates.as_slice()),
        (jane, [other].as_slice())
    );
    let customers = customers(&directory);
    assert_eq!(addresses(&customers[0], Email), ["jane@acme.io"]);
    assert_eq!(addresses(&customers[1], Phone), ["+14155550132"]);
}

#[test]
fn a_new_user_id_beside_contacts_of_another_account_is_another_customer() {
    let mut directory = directory(50);
    let receipts = take_in(
        &mut directory,
        &[
            event("a", 1, &[(UserId, "u_1"), (Email, "home@family.org")]),
            event(
                "b",
                2,
                &[
                    (UserId, "u_2"),
                    (Email, "home@family.org"),
                    (Phone, "+14155550132"),
                ],
            ),
        ],
    );
    assert_eq!(receipts[1].outcome, Outcome::Created);
    assert_eq!(receipts[1].candidates, [receipts[0].customer.unwrap()]);
    let customers = customers(&directory);
    assert_eq!(addresses(&customers[0], Email), ["home@family.org"]);
    assert!(addresses(&customers[1], Email).is_empty());
    assert_eq!(addresses(&customers[1], Phone), ["+14155550132"]);
}

#[test]
fn the_same_event_twice_changes_nothing_and_answers_as_the_first_time() {
    let mut directory = directory(50);
    let events = [
        event("a", 1, &[(Email, "jane@acme.io")]),
        event("b", 2, &[(Phone, "+14155550132")]),
        event("c", 3, &[(Email, "jane@acme.io"), (Phone, "+14155550132")]),
        event("d", 4, &[]),
    ];
    let first = take_in(&mut directory, &events);
    let before = customers(&directory);
    let again = take_in(&mut directory, &events);
    assert_eq!(customers(&directory), before);
    for (first, again) in first.into_iter().zip(again) {
        assert_eq!(
            again,
            Receipt {
                effect: Effect::Repeated,
                ..first
            }
        );
    }
}

#[test]
fn the_same_id_from_another_source_is_another_event() {
    let mut directory = directory(50);
    let first = event("7", 1, &[(Email, "jane@acme.io")]);
    let mut second = first.clone();
    second.reference.source = "prj_2".to_owned();
    let receipts = take_in(&mut directory, &[first, second]);
    assert_eq!(receipts[1].effect, Effect::Recorded);
    assert_eq!(customers(&directory)[0].feedback_count, 2);
}

#[test]
fn an_older_event_that_comes_late_changes_only_what_it_should() {
    let mut directory = directory(50);
    take_in(
        &mut directory,
        &[named(
            event("new", 20, &[(Email, "jane@acme.io")]),
            "Jane Doe",
        )],
    );
    let mut old = named(
        event(
            "old",
            2,
            &[(Email, "JANE@acme.io"), (Phone, "+14155550132")],
        ),
        "Jane Maiden",
    );
    old.identity.company = Some("Acme".to_owned());
    take_in(&mut directory, &[old]);
    let customers = customers(&directory);
    let jane = &customers[0];
    assert_eq!(jane.name.as_ref().unwrap().value, "Jane Doe");
    assert_eq!(jane.company.as_ref().unwrap().value, "Acme");
    assert_eq!(jane.primary(Email).unwrap().spelling, "JANE@acme.io");
    assert_eq!(
        (jane.first_seen, jane.last_seen),
        (Some(day_of_january(2)), Some(day_of_january(20)))
    );
}

#[test]
fn past_the_ceiling_a_contact_stays_with_the_feedback() {
    let mut directory = directory(2);
    let texts: Vec<String> = (0..4)
        .map(|number| format!("jane{number}@acme.io"))
        .collect();
    let events: Vec<FeedbackEvent> = texts
        .iter()
        .enumerate()
        .map(|(day, text)| {
            event(
                text,
                i64::try_from(day).unwrap(),
                &[(UserId, "u_1"), (Email, text)],
            )
        })
        .collect();
    take_in(&mut directory, &events);
    assert_eq!(
        addresses(&customers(&directory)[0], Email),
        ["jane0@acme.io", "jane1@acme.io"]
    );
    let profile = directory.get_customer(Operator.reader(), "u_1", 1).unwrap();
    assert_eq!(
        profile.feedback[0].unattached[0].refusal,
        Refusal::CeilingReached
    );
}

#[test]
fn a_shared_address_beside_a_personal_one_is_shown_and_not_matched_on() {
    let mut directory = directory(50);
    let receipts = take_in(
        &mut directory,
        &[
            event("a", 1, &[(Email, "info@acme.io"), (Email, "jane@acme.io")]),
            event("b", 2, &[(Email, "info@acme.io"), (Phone, "+14155550132")]),
            event("c", 3, &[(Email, "info@acme.io")]),
            event("d", 4, &[(Email, "info@acme.io")]),
        ],
    );
    let outcomes: Vec<Outcome> = receipts.iter().map(|receipt| receipt.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Created,
            Outcome::Created,
            Outcome::Created,
            Outcome::Linked
        ]
    );
    let customers = customers(&directory);
    assert_eq!(customers[0].primary(Email).unwrap().address, "jane@acme.io");
    assert_eq!(addresses(&customers[1], Email), ["info@acme.io"]);
}

#[test]
fn a_number_with_an_extension_is_never_taken_for_a_longer_number() {
    let mut directory = directory(50);
    let receipts = take_in(
        &mut directory,
        &[
            event("anna", 1, &[(Phone, "+49 30 901820 ext. 12")]),
            event("bert", 2, &[(Phone, "+49 30 90182012")]),
        ],
    );
    for asked in ["+4930901820;ext=12", "+49 30 901820 ext. 12"] {
        let found = directory.get_customer(Operator.reader(), asked, 1).unwrap();
        assert_eq!(Some(found.customer.id), receipts[0].customer, "{asked}");
    }
}
