//! Plans: who may carry one out, how often, and until when.

use super::super::AuditQuery;
use super::*;

#[test]
fn a_key_at_the_level_plan_repeats_the_call_with_the_code_and_only_once() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Plan);
    let proposal = plan(&mut directory, &access);
    assert_eq!(
        proposal.preview.moves,
        [("feedback", 1), ("emails", 1), ("user_ids", 1), ("tags", 1)]
    );
    assert!(
        profile(&directory, "cus_2")
            .unwrap()
            .resolved_from
            .is_none()
    );
    let code = proposal
        .plan
        .code
        .to_string()
        .to_lowercase()
        .replace('-', "");
    let merger = merge(&mut directory, &access, &code, 5).unwrap();
    assert_eq!(merger.customer.feedback_count, 2);
    assert_eq!(merger.receipt.by, "support");
    let audit = directory
        .audit(Operator.reader(), &AuditQuery::default())
        .unwrap();
    let last = &audit.last().unwrap().entry;
    assert_eq!(last.action, "merge_customers");
    assert!(last.approved_by.is_some() && last.is_removal);
    let again = directory.plan_merge(remover(&access, 6), "cus_1", "cus_2");
    assert!(
        matches!(again, Err(DirectoryError::Refused { .. })),
        "{again:?}"
    );
}

#[test]
fn a_key_at_the_level_approve_waits_for_a_person_at_the_terminal() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Approve);
    let code = plan(&mut directory, &access).plan.code.to_string();
    let early = merge(&mut directory, &access, &code, 5).unwrap_err();
    assert!(
        early
            .to_string()
            .contains(&format!("customer-directory approve {code}"))
    );
    let by_client = directory.approve_by_client(remover(&access, 6), &code, "a client");
    assert!(matches!(
        by_client,
        Err(DirectoryError::PlanRequired { .. })
    ));
    let waiting = directory.pending_plans(Operator.reader(), at(7)).unwrap();
    assert_eq!(waiting[0].asked_by.as_deref(), Some("support"));
    let administrator = Operator.administrator(at(8));
    directory
        .approve_plan(administrator, &code, "jane")
        .unwrap();
    let merger = merge(&mut directory, &access, &code, 9).unwrap();
    assert_eq!(merger.receipt.approved_by, "jane");
    assert!(
        directory
            .pending_plans(Operator.reader(), at(9))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_key_at_the_level_elicit_has_its_own_plans_approved_by_its_client() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Elicit);
    let other = granted(&mut directory, "sales", Confirm::Elicit);
    let code = plan(&mut directory, &access).plan.code.to_string();
    let early = merge(&mut directory, &access, &code, 1);
    assert!(matches!(early, Err(DirectoryError::PlanRequired { .. })));
    assert_invalid(
        directory.approve_by_client(remover(&other, 2), &code, "x"),
        "no plan",
    );
    assert_invalid(merge(&mut directory, &other, &code, 2), "no plan");
    directory
        .approve_by_client(remover(&access, 3), &code, "a person")
        .unwrap();
    let merger = merge(&mut directory, &access, &code, 4).unwrap();
    assert_eq!(merger.receipt.approved_by, "a person");
}

#[test]
fn a_plan_that_was_refused_is_over_and_a_new_one_may_be_asked_for() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Elicit);
    let code = plan(&mut directory, &access).plan.code.to_string();
    directory
        .refuse_by_client(remover(&access, 1), &code)
        .unwrap();
    assert_invalid(
        directory.approve_by_client(remover(&access, 2), &code, "x"),
        "refused",
    );
    assert_invalid(merge(&mut directory, &access, &code, 2), "refused");
    let next = directory
        .plan_merge(remover(&access, 3), "cus_1", "cus_2")
        .unwrap();
    assert_ne!(next.plan.code.as_str(), code);
    let administrator = Operator.administrator(at(4));
    directory
        .refuse_plan(administrator, next.plan.code.as_str(), "jane")
        .unwrap();
    let administrator = Operator.administrator(at(5));
    assert_invalid(
        directory.approve_plan(administrator, next.plan.code.as_str(), "jane"),
        "refused",
    );
}

#[test]
fn a_plan_ends_after_ten_minutes_and_when_a_customer_changes() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Plan);
    let code = plan(&mut directory, &access).plan.code.to_string();
    assert_invalid(merge(&mut directory, &access, &code, 600), "too old");
    assert_invalid(merge(&mut directory, &access, &code, -1), "at a later time");
    take_in(&mut directory, &[event("four", "two@acme.io", None)]);
    assert_invalid(merge(&mut directory, &access, &code, 5), "has changed");
    let administrator = Operator.administrator(at(5));
    assert_invalid(
        directory.approve_plan(administrator, &code, "jane"),
        "has changed",
    );
    assert!(
        directory
            .pending_plans(Operator.reader(), at(5))
            .unwrap()
            .is_empty()
    );
    let next = directory
        .plan_merge(remover(&access, 6), "cus_1", "cus_2")
        .unwrap();
    assert_eq!(next.preview.moves[0], ("feedback", 2));
    merge(&mut directory, &access, next.plan.code.as_str(), 7).unwrap();
}

#[test]
fn who_asks_twice_for_the_same_has_one_plan_and_later_another() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Plan);
    let mut code = |seconds| {
        let remover = remover(&access, seconds);
        let proposal = directory.plan_merge(remover, "one@acme.io", "u_2").unwrap();
        proposal.plan.code.to_string()
    };
    let codes = [code(0), code(299), code(301)];
    assert_eq!(codes[0], codes[1]);
    assert_ne!(codes[1], codes[2]);
}

#[test]
fn a_key_that_was_taken_back_carries_out_no_plan() {
    let mut directory = directory();
    let access = granted(&mut directory, "support", Confirm::Plan);
    let code = plan(&mut directory, &access).plan.code.to_string();
    directory
        .revoke_key(Operator.administrator(at(1)), "support")
        .unwrap();
    let outcome = merge(&mut directory, &access, &code, 2);
    assert!(matches!(outcome, Err(DirectoryError::KeyEnded { .. })));
}
