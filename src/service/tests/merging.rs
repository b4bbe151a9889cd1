//! Merging: what comes of it, and what is refused.

use super::*;
use crate::domain::access::Access;
use crate::domain::customer::CustomerId;
use crate::domain::difference::Difference;
use crate::domain::feedback::{Effect, Outcome};

fn refusal(directory: &mut Directory, target: &str, source: &str) -> String {
    let proposal = directory.plan_merge(Operator.remover(at(0)), target, source);
    proposal.unwrap_err().to_string()
}

#[test]
fn feedback_and_addresses_move_and_old_ids_lead_to_the_survivor_through_chains() {
    let mut directory = directory();
    merge_at_once(&mut directory, "cus_2", "cus_3");
    let merger = merge_at_once(&mut directory, "cus_1", "two@acme.io");
    assert_eq!(merger.merged_ids, [CustomerId(2), CustomerId(3)]);
    for asked in [
        "cus_1",
        "cus_2",
        "cus_3",
        "one@acme.io",
        "three@acme.io",
        "u_2",
    ] {
        let profile = profile(&directory, asked).unwrap();
        assert_eq!(profile.customer.id, CustomerId(1), "{asked}");
        assert_eq!(profile.customer.feedback_count, 3);
        assert_eq!(profile.feedback.len(), 3);
        assert_eq!(profile.merged_ids, [CustomerId(2), CustomerId(3)]);
        let old = asked.parse().ok().filter(|id| *id != CustomerId(1));
        assert_eq!(profile.resolved_from, old, "{asked}");
    }
    let id = directory.find_customer(Operator.reader(), "cus_3").unwrap();
    assert_eq!(id, CustomerId(1));
    let receipts = take_in(&mut directory, &[event("four", "three@acme.io", None)]);
    assert_eq!(
        (receipts[0].outcome, receipts[0].customer),
        (Outcome::Linked, Some(CustomerId(1)))
    );
    let repeated = take_in(&mut directory, &[event("two", "two@acme.io", Some("u_2"))]);
    assert_eq!(repeated[0].effect, Effect::Repeated);
}

#[test]
fn what_cannot_be_merged_is_refused_with_the_way_out_and_nothing_changes() {
    let mut directory = directory();
    assert_eq!(
        refusal(&mut directory, "cus_1", "one@acme.io"),
        "`cus_1` cannot be merged into itself; name two customers"
    );
    assert!(refusal(&mut directory, "cus_1", "cus_9").contains("no customer is known"));
    let mark = Difference {
        one: CustomerId(1),
        other: CustomerId(2),
        marked_at: at(-5),
        marked_by: "jane".to_owned(),
    };
    let marked = directory.change(Operator.writer(at(-5)), "mark", |records, _, _| {
        Ok(records.mark_different(&mark)?)
    });
    marked.unwrap();
    assert!(refusal(&mut directory, "cus_2", "cus_1").contains("marked as two people"));
    merge_at_once(&mut directory, "cus_1", "cus_3");
    assert_eq!(
        refusal(&mut directory, "cus_2", "cus_3"),
        "`cus_3` was merged into `cus_1` already; name `cus_1`"
    );
    // The mark has gone along with neither of the two.
    assert!(refusal(&mut directory, "cus_1", "cus_2").contains("marked as two people"));
}

#[test]
fn pairs_follow_and_a_pair_of_one_is_none() {
    let mut directory = directory();
    // An event that points at two, and another at the other two.
    let between = |id: &str, one: &str, other: &str| {
        let mut event = event(id, one, None);
        event
            .identity
            .claims
            .extend(super::event("x", other, None).identity.claims);
        event
    };
    let receipts = take_in(
        &mut directory,
        &[
            between("pair_12", "one@acme.io", "two@acme.io"),
            between("pair_32", "three@acme.io", "two@acme.io"),
            between("pair_13", "one@acme.io", "three@acme.io"),
        ],
    );
    assert!(
        receipts
            .iter()
            .all(|receipt| receipt.outcome == Outcome::Ambiguous)
    );
    merge_at_once(&mut directory, "cus_1", "cus_2");
    let again = take_in(
        &mut directory,
        &[
            between("pair_12", "one@acme.io", "two@acme.io"),
            between("pair_32", "three@acme.io", "two@acme.io"),
            between("pair_13", "one@acme.io", "three@acme.io"),
        ],
    );
    let candidates: Vec<&[CustomerId]> = again
        .iter()
        .map(|receipt| receipt.candidates.as_slice())
        .collect();
    assert_eq!(candidates, [&[][..], &[CustomerId(1)], &[CustomerId(3)]]);
}

#[test]
fn a_key_merges_only_so_often_and_planning_is_free() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Plan);
    let Access::Granted(mut grant) = access else {
        panic!()
    };
    grant.limits.removals_an_hour = 1;
    let access = Access::Granted(grant);
    let code = plan(&mut directory, &access).plan.code.to_string();
    let second = directory
        .plan_merge(remover(&access, 0), "cus_1", "cus_3")
        .unwrap();
    merge(&mut directory, &access, &code, 1).unwrap();
    let third = directory
        .plan_merge(remover(&access, 2), "cus_1", "cus_3")
        .unwrap();
    assert_ne!(third.plan.code, second.plan.code);
    let refused = directory.merge_customers(
        remover(&access, 3),
        "cus_1",
        "cus_3",
        third.plan.code.as_str(),
    );
    assert!(matches!(refused, Err(DirectoryError::LimitReached { .. })));
    // What was refused is not used up.
    let later = directory
        .plan_merge(remover(&access, 3_602), "cus_1", "cus_3")
        .unwrap();
    directory
        .merge_customers(
            remover(&access, 3_603),
            "cus_1",
            "cus_3",
            later.plan.code.as_str(),
        )
        .unwrap();
}
