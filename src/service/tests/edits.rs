//! Changes by hand through the façade, on a store in a temporary file.

use jiff::Timestamp;

use super::super::{AuditQuery, Directory, DirectoryError, Location, Purpose, Settings};
use crate::domain::access::Operator;
use crate::domain::audit::Detail;
use crate::domain::contact::{Claim, ContactKind, ContactPolicy};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::editing::Edit;
use crate::domain::former::FormerCustomer;

fn now() -> Timestamp {
    Timestamp::from_second(1_767_225_600).unwrap()
}

fn directory() -> Directory {
    Directory::open(&Location::Temporary, Purpose::Write, Settings::default()).unwrap()
}

fn named(name: &str) -> Edit {
    Edit {
        name: Some(name.to_owned()),
        ..Edit::default()
    }
}

fn with_email(address: &str) -> Edit {
    let claim = Claim::read(ContactKind::Email, address, &ContactPolicy::default());
    Edit {
        add_contacts: claim.into_iter().collect(),
        ..Edit::default()
    }
}

fn create(directory: &mut Directory, edit: &Edit) -> Result<Customer, DirectoryError> {
    let made = directory.create_customer(Operator.writer(now()), edit, None)?;
    Ok(made.customer)
}

fn update(directory: &mut Directory, asked: &str, edit: &Edit) -> Result<Customer, DirectoryError> {
    let updated = directory.update_customer(Operator.writer(now()), asked, edit, None)?;
    Ok(updated.customer)
}

fn details(directory: &Directory) -> Vec<Vec<Detail>> {
    let rows = directory.audit(Operator.reader(), &AuditQuery::default());
    rows.unwrap()
        .into_iter()
        .map(|row| row.entry.details)
        .collect()
}

#[test]
fn a_customer_is_kept_as_they_were_made_and_found_by_what_was_given() {
    let mut directory = directory();
    let made = create(&mut directory, &with_email("Jane@acme.io")).unwrap();
    assert_eq!(
        (made.version, made.feedback_count, made.first_seen),
        (1, 0, None)
    );
    let known = directory
        .get_customer(Operator.reader(), "jane@ACME.io", 5)
        .unwrap();
    assert_eq!((known.customer, known.feedback.len()), (made, 0));
}

#[test]
fn a_request_is_carried_out_once_whoever_the_customer_has_become() {
    let mut directory = directory();
    let mut request = |edit: &Edit| {
        let made = directory.create_customer(Operator.writer(now()), edit, Some("1"))?;
        Ok::<_, DirectoryError>((made.customer.id, made.repeated))
    };
    assert_eq!(request(&named("Jane")).unwrap(), (CustomerId(1), false));
    assert_eq!(request(&named("Jane")).unwrap(), (CustomerId(1), true));
    let error = request(&named("Omar")).unwrap_err();
    assert!(matches!(
        error,
        DirectoryError::NameReused {
            field: "idempotency_key",
            ..
        }
    ));
    assert_eq!(details(&directory).len(), 1);
}

#[test]
fn a_contact_has_one_owner_and_a_refusal_changes_nothing() {
    let mut directory = directory();
    let jane = create(&mut directory, &with_email("jane@acme.io")).unwrap();
    let omar = create(&mut directory, &named("Omar")).unwrap();
    let taken = with_email("JANE@acme.io");
    for error in [
        create(&mut directory, &taken).unwrap_err(),
        update(&mut directory, "cus_2", &taken).unwrap_err(),
    ] {
        let DirectoryError::ContactTaken { owner, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(*owner, jane);
    }
    let known = directory
        .get_customer(Operator.reader(), "cus_2", 0)
        .unwrap();
    assert_eq!((known.customer, details(&directory).len()), (omar, 2));
}

#[test]
fn an_old_id_means_who_the_customer_has_become_and_a_deleted_one_nobody() {
    let mut directory = directory();
    create(&mut directory, &named("Jane")).unwrap();
    for (id, became) in [(90, Some(CustomerId(1))), (91, None)] {
        let former = FormerCustomer {
            id: CustomerId(id),
            became,
            ended_at: now(),
        };
        let note = |records: &mut dyn crate::store::WriteRecords| records.note_former(&former);
        directory
            .store
            .write(Operator.remover(now()), note)
            .unwrap();
    }
    let writer = Operator.writer(now());
    let updated = directory
        .update_customer(writer, "cus_90", &named("Jane Doe"), Some(1))
        .unwrap();
    assert_eq!(updated.customer.id, CustomerId(1));
    assert_eq!(updated.resolved_from, Some(CustomerId(90)));
    let error = update(&mut directory, "cus_91", &named("Jane")).unwrap_err();
    assert!(matches!(error, DirectoryError::Deleted { .. }), "{error}");
    let error = update(&mut directory, "cus_92", &named("Jane")).unwrap_err();
    assert!(matches!(error, DirectoryError::NotFound { .. }), "{error}");
}

#[test]
fn a_version_that_is_old_is_answered_with_the_customer_as_they_are() {
    let mut directory = directory();
    create(&mut directory, &named("Jane")).unwrap();
    let now_is = update(&mut directory, "cus_1", &named("Jane Doe")).unwrap();
    assert_eq!(now_is.version, 2);
    let writer = Operator.writer(now());
    let error = directory
        .update_customer(writer, "cus_1", &named("J"), Some(1))
        .unwrap_err();
    let DirectoryError::VersionConflict {
        expected: 1,
        customer,
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!(*customer, now_is);
}

#[test]
fn an_edit_without_effect_is_no_change() {
    let mut directory = directory();
    let made = create(&mut directory, &named("Jane")).unwrap();
    for edit in [Edit::default(), named("Jane")] {
        assert_eq!(update(&mut directory, "cus_1", &edit).unwrap(), made);
    }
    let nobody = create(&mut directory, &Edit::default()).unwrap_err();
    assert!(
        matches!(nobody, DirectoryError::Unusable { .. }),
        "{nobody}"
    );
    assert_eq!(details(&directory).len(), 1);
}

#[test]
fn the_audit_names_each_field_that_changed() {
    let mut directory = directory();
    create(&mut directory, &named("Jane")).unwrap();
    update(&mut directory, "cus_1", &with_email("jane@acme.io")).unwrap();
    let names: Vec<Vec<String>> = details(&directory)
        .into_iter()
        .map(|details| {
            let name = |detail| match detail {
                Detail::Field { name, .. } | Detail::Count { name, .. } => name,
            };
            details.into_iter().map(name).collect()
        })
        .collect();
    assert_eq!(names, [vec!["name"], vec!["emails", "primary_email"]]);
}
