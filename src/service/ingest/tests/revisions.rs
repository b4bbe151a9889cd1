//! Events that revise feedback.

use super::{addresses, day_of_january, directory, event, named, take_in};
use crate::domain::access::Operator;
use crate::domain::contact::ContactKind::{Email, Phone, UserId};
use crate::domain::event::EventKind;
use crate::domain::feedback::{Effect, Outcome};
use crate::domain::label::Channel;

#[test]
fn a_revision_changes_what_was_said_and_may_bring_the_missing_contact() {
    let mut directory = directory(50);
    take_in(&mut directory, &[event("a", 1, &[])]);
    let mut revision = event("a", 1, &[(Email, "jane@acme.io")]);
    revision.kind = EventKind::Updated;
    revision.revised_at = Some(day_of_january(5));
    revision.content.message = Some("solved".to_owned());
    let receipts = take_in(&mut directory, &[revision.clone(), revision.clone()]);
    assert_eq!(
        (receipts[0].effect, receipts[1].effect),
        (Effect::Updated, Effect::Repeated)
    );
    assert_eq!(receipts[0].outcome, Outcome::Created);
    let profile = directory
        .get_customer(Operator.reader(), "jane@acme.io", 5)
        .unwrap();
    assert_eq!(profile.customer.feedback_count, 1);
    assert_eq!(
        profile.feedback[0].content.message.as_deref(),
        Some("solved")
    );

    let mut stale = revision;
    stale.revised_at = Some(day_of_january(3));
    stale.content.message = Some("half solved".to_owned());
    assert_eq!(
        take_in(&mut directory, &[stale])[0].effect,
        Effect::Repeated
    );
}

#[test]
fn a_customer_has_the_channel_of_their_feedback_also_where_a_revision_came_through_another() {
    let mut directory = directory(50);
    let mut revision = event("a", 1, &[(Email, "jane@acme.io")]);
    revision.kind = EventKind::Updated;
    revision.revised_at = Some(day_of_january(5));
    revision.channel = Channel::parse("email").unwrap();
    take_in(&mut directory, &[event("a", 1, &[]), revision]);
    let profile = directory
        .get_customer(Operator.reader(), "jane@acme.io", 5)
        .unwrap();
    let channels: Vec<&str> = profile
        .customer
        .channels
        .iter()
        .map(Channel::as_str)
        .collect();
    assert_eq!(channels, ["widget"]);
    assert_eq!(profile.feedback[0].channel.as_str(), "widget");
}

#[test]
fn an_original_that_comes_after_its_revision_still_says_who_it_was() {
    let mut original = named(
        event("a", 1, &[(Email, "jane@acme.io"), (Phone, "+14155550132")]),
        "Jane",
    );
    original.content.message = Some("broken".to_owned());
    let mut revision = event("a", 1, &[(Email, "jane@acme.io")]);
    revision.kind = EventKind::Updated;
    revision.revised_at = Some(day_of_january(5));
    revision.content.message = Some("solved".to_owned());

    let mut directory = directory(50);
    let receipts = take_in(
        &mut directory,
        &[revision.clone(), original.clone(), original, revision],
    );

    let effects: Vec<Effect> = receipts.iter().map(|receipt| receipt.effect).collect();
    assert_eq!(
        effects,
        [
            Effect::Recorded,
            Effect::Updated,
            Effect::Repeated,
            Effect::Repeated
        ]
    );
    let profile = directory
        .get_customer(Operator.reader(), "jane@acme.io", 5)
        .unwrap();
    assert_eq!(profile.customer.name.as_ref().unwrap().value, "Jane");
    assert_eq!(addresses(&profile.customer, Phone), ["+14155550132"]);
    assert_eq!(
        (profile.customer.feedback_count, profile.feedback.len()),
        (1, 1)
    );
    assert_eq!(
        profile.feedback[0].content.message.as_deref(),
        Some("solved")
    );
}

#[test]
fn an_original_that_comes_after_its_revision_still_says_what_the_revision_does_not_mention() {
    let mut original = event("a", 1, &[(Email, "jane@acme.io")]);
    original.content.metadata = Some(r#"{"device":"phone"}"#.to_owned());
    original.content.status = Some("open".to_owned());
    let mut revision = event("a", 1, &[(Email, "jane@acme.io")]);
    revision.kind = EventKind::Updated;
    revision.revised_at = Some(day_of_january(5));
    revision.content.message = None;
    revision.content.status = Some("closed".to_owned());

    let contents = [[&original, &revision], [&revision, &original]].map(|events| {
        let mut directory = directory(50);
        take_in(&mut directory, &events.map(Clone::clone));
        let profile = directory.get_customer(Operator.reader(), "jane@acme.io", 5);
        profile.unwrap().feedback[0].content.clone()
    });
    assert_eq!(contents[0], contents[1]);
    assert_eq!(contents[0].message.as_deref(), Some("message of a"));
    assert_eq!(contents[0].status.as_deref(), Some("closed"));
    assert!(contents[0].metadata.is_some());
}

#[test]
fn revisions_that_point_at_the_same_other_customer_name_them_once() {
    let mut directory = directory(50);
    let other = event("b", 1, &[(Email, "omar@acme.io")]);
    take_in(
        &mut directory,
        &[event("a", 1, &[(Email, "jane@acme.io")]), other],
    );
    for day in [5, 6] {
        let mut revision = event("a", 1, &[(Email, "omar@acme.io")]);
        revision.kind = EventKind::Updated;
        revision.revised_at = Some(day_of_january(day));
        let receipts = take_in(&mut directory, &[revision]);
        assert_eq!(receipts[0].candidates.len(), 1, "{:?}", receipts[0]);
    }
}

#[test]
fn a_revision_keeps_what_it_does_not_mention_and_never_joins_two_accounts() {
    let mut directory = directory(50);
    let original = event("a", 1, &[(UserId, "u_1"), (Email, "home@family.org")]);
    let mut revision = event("a", 1, &[(UserId, "u_2"), (Email, "home@family.org")]);
    revision.kind = EventKind::Updated;
    revision.revised_at = Some(day_of_january(5));
    revision.content.message = None;
    revision.content.status = Some("closed".to_owned());
    take_in(&mut directory, &[original, revision]);

    let profile = directory.get_customer(Operator.reader(), "u_1", 5).unwrap();
    assert_eq!(addresses(&profile.customer, UserId), ["u_1"]);
    let feedback = &profile.feedback[0];
    assert_eq!(feedback.content.message.as_deref(), Some("message of a"));
    assert_eq!(feedback.content.status.as_deref(), Some("closed"));
    assert_eq!(feedback.unattached.len(), 1);
}
