//! A clock that is set back: nothing comes back to life, and nothing is out of its order.

use super::super::{AuditQuery, DirectoryError, KeyRequest};
use super::{assert_invalid, at, directory, event, granted, merge, plan, take_in};
use crate::domain::access::{Confirm, Key, Limits, Operator};
use crate::domain::editing::Edit;

/// Long before everything else here.
const BACK: i64 = -1_000_000;

fn named(name: &str) -> Edit {
    Edit {
        name: Some(name.to_owned()),
        ..Edit::default()
    }
}

#[test]
fn changes_stay_in_the_order_in_which_they_were_made_and_the_audit_is_whole() {
    let mut directory = directory();
    for (seconds, name) in [(10, "Jane"), (BACK, "Jane Holloway"), (20, "J. Holloway")] {
        let writer = Operator.writer(at(seconds));
        let updated = directory.update_customer(writer, "cus_1", &named(name), None);
        assert_eq!(updated.unwrap().customer.name.unwrap().value, name);
    }
    let rows = directory.audit(Operator.reader(), &AuditQuery::default());
    let moments: Vec<_> = rows.unwrap().iter().map(|row| row.at).collect();
    assert_eq!(moments, [at(-60), at(10), at(BACK), at(20)]);
    let report = directory.verify_audit(Operator.reader(), None).unwrap();
    assert_eq!(report.first_altered, None);
}

#[test]
fn what_a_hand_set_while_the_clock_was_back_stays_whatever_feedback_says_later() {
    let mut directory = directory();
    let writer = Operator.writer(at(BACK));
    let edit = named("Jane Holloway");
    directory
        .update_customer(writer, "cus_1", &edit, None)
        .unwrap();
    let mut said = event("four", "one@acme.io", None);
    said.identity.name = Some("J. H.".to_owned());
    take_in(&mut directory, &[said]);
    let profile = super::profile(&directory, "cus_1").unwrap();
    assert_eq!(profile.customer.name.unwrap().value, "Jane Holloway");
}

#[test]
fn a_plan_is_good_neither_before_it_was_made_nor_twice() {
    let mut directory = directory();
    let access = granted(&mut directory, "assistant", Confirm::Plan);
    let proposal = plan(&mut directory, &access);
    let code = proposal.plan.code.to_string();
    let waiting = |directory: &super::Directory, seconds| {
        let plans = directory.pending_plans(Operator.reader(), at(seconds));
        plans.unwrap().len()
    };
    for seconds in [BACK, -1] {
        let merged = merge(&mut directory, &access, &code, seconds);
        assert_invalid(merged, "at a later time than this machine's clock shows");
        assert_eq!(waiting(&directory, seconds), 0);
    }
    assert_eq!(waiting(&directory, 0), 1);
    merge(&mut directory, &access, &code, 1).unwrap();
    let again = directory.approve_plan(Operator.administrator(at(0)), &code, "Kim");
    assert_invalid(again, "was carried out already");
}

#[test]
fn a_key_that_was_taken_back_stays_so_and_one_that_expires_does_at_its_own_moment() {
    let mut directory = directory();
    let bytes: Vec<u8> = (0..128).collect();
    let key = Key::from_random(&bytes).unwrap();
    let request = KeyRequest {
        name: "assistant".to_owned(),
        scopes: "write".parse().unwrap(),
        confirm: Confirm::Plan,
        limits: Limits::default(),
        expires_at: Some(at(100)),
    };
    let administrator = |seconds| Operator.administrator(at(seconds));
    directory
        .create_key(administrator(0), &key, &request)
        .unwrap();
    let access = directory.admit(&key, at(0)).unwrap();
    let write = |directory: &mut super::Directory, seconds| {
        let writer = access.writer(at(seconds)).unwrap();
        directory.create_customer(writer, &named("Jane"), None)
    };
    assert!(write(&mut directory, 99).is_ok());
    let expired = write(&mut directory, 100).unwrap_err();
    assert!(
        matches!(expired, DirectoryError::KeyEnded { .. }),
        "{expired}"
    );
    directory
        .revoke_key(administrator(50), "assistant")
        .unwrap();
    let revoked = write(&mut directory, BACK).unwrap_err();
    assert!(
        matches!(revoked, DirectoryError::KeyEnded { .. }),
        "{revoked}"
    );
}
