//! Deletion: what goes, and what stays as nobody's.

use super::super::Deletion;
use super::*;
use crate::domain::customer::CustomerId;
use crate::domain::erasure::FeedbackFate;
use crate::domain::feedback::{Effect, Outcome};
use crate::domain::search::{FeedbackFilter, FeedbackPage, FeedbackQuery};

fn delete(directory: &mut Directory, customer: &str, feedback: FeedbackFate) -> Deletion {
    let operator = || Operator.remover(at(0));
    let proposal = directory
        .plan_deletion(operator(), customer, feedback)
        .unwrap();
    let code = proposal.plan.code.as_str();
    directory
        .delete_customer(operator(), customer, feedback, code)
        .unwrap()
}

fn all_feedback(directory: &Directory) -> FeedbackPage {
    let query = FeedbackQuery {
        search: None,
        filter: FeedbackFilter::default(),
        limit: 100,
        after: None,
    };
    directory.list_feedback(Operator.reader(), &query).unwrap()
}

#[test]
fn a_deleted_id_and_those_that_had_become_it_answer_as_deleted() {
    let mut directory = directory();
    merge_at_once(&mut directory, "cus_1", "cus_2");
    let deletion = delete(&mut directory, "cus_1", FeedbackFate::Remove);
    assert_eq!(deletion.receipt.moved, [("feedback_removed", 2)]);
    for asked in ["cus_1", "cus_2"] {
        match profile(&directory, asked) {
            Err(DirectoryError::Deleted { at: when, .. }) => assert_eq!(when, at(0)),
            other => panic!("{other:?}"),
        }
    }
    let unknown = profile(&directory, "one@acme.io");
    assert!(matches!(unknown, Err(DirectoryError::NotFound { .. })));
    assert_eq!(all_feedback(&directory).total.count, 1);
    let again = directory.plan_merge(Operator.remover(at(1)), "cus_3", "cus_1");
    assert!(matches!(again, Err(DirectoryError::Deleted { .. })));
}

#[test]
fn feedback_that_stays_says_what_was_said_and_not_who_said_it() {
    let mut directory = directory();
    let deletion = delete(&mut directory, "cus_2", FeedbackFate::KeepAnonymous);
    assert_eq!(deletion.receipt.moved, [("feedback_made_anonymous", 1)]);
    let page = all_feedback(&directory);
    assert_eq!(page.total.count, 3);
    let unlinked: Vec<_> = page
        .feedback
        .iter()
        .filter(|listed| listed.feedback.customer.is_none())
        .collect();
    let [kept] = unlinked.as_slice() else {
        panic!("{unlinked:?}")
    };
    let kept = &kept.feedback;
    assert!(kept.reference.is_erased() && kept.content.metadata.is_none());
    assert_eq!(kept.content.message.as_deref(), Some("Message of two."));
    assert_eq!(kept.content.tags.len(), 1);
    assert_eq!((kept.outcome, kept.matched_on), (Outcome::Anonymous, None));
}

#[test]
fn the_same_event_is_still_a_repeat_and_no_revision_brings_the_person_back() {
    let mut directory = directory();
    delete(&mut directory, "cus_2", FeedbackFate::KeepAnonymous);
    let mut revision = event("two", "two@acme.io", Some("u_2"));
    revision.kind = EventKind::Updated;
    revision.revised_at = Some(at(100));
    for said in [event("two", "two@acme.io", Some("u_2")), revision] {
        let receipts = take_in(&mut directory, &[said, event("one", "one@acme.io", None)]);
        assert!(
            receipts
                .iter()
                .all(|receipt| receipt.effect == Effect::Repeated),
            "{receipts:?}"
        );
        assert_eq!(receipts[0].customer, None);
    }
    // Who writes again is somebody new.
    let receipts = take_in(&mut directory, &[event("five", "two@acme.io", None)]);
    assert_eq!(
        (receipts[0].outcome, receipts[0].customer),
        (Outcome::Created, Some(CustomerId(4)))
    );
}

#[test]
fn a_plan_for_one_fate_of_the_feedback_is_not_good_for_the_other() {
    let mut directory = directory();
    let operator = || Operator.remover(at(0));
    let proposal = directory
        .plan_deletion(operator(), "cus_2", FeedbackFate::KeepAnonymous)
        .unwrap();
    let code = proposal.plan.code.as_str();
    let other = directory.delete_customer(operator(), "cus_2", FeedbackFate::Remove, code);
    assert_invalid(other, "other arguments");
}
