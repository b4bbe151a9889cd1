//! What bounds the work of a page, and what marks leave behind.

use jiff::Timestamp;

use super::{A_PAGE, Effort, Finder};
use crate::domain::access::Operator;
use crate::domain::contact::{Claim, ContactKind, ContactPolicy};
use crate::domain::customer::CustomerId;
use crate::domain::duplicates::{DuplicatesPage, DuplicatesQuery};
use crate::domain::event::{EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity};
use crate::domain::former::FormerCustomer;
use crate::domain::label::Channel;
use crate::service::{AuditQuery, Directory, DirectoryError, Location, Purpose, Settings};
use crate::store::StoreError;

/// A piece of feedback by name, company and e-mail address.
fn event(
    index: usize,
    name: &str,
    company: &str,
    contacts: &[(ContactKind, &str)],
) -> FeedbackEvent {
    let policy = ContactPolicy::default();
    let claims = contacts
        .iter()
        .filter_map(|(kind, text)| Claim::read(*kind, text, &policy));
    FeedbackEvent {
        reference: EventReference {
            source: "test".to_owned(),
            id: format!("fb_{index}"),
        },
        kind: EventKind::Created,
        created_at: Some(Timestamp::UNIX_EPOCH),
        revised_at: None,
        channel: Channel::api(),
        content: FeedbackContent::default(),
        identity: Identity {
            claims: claims.collect(),
            name: Some(name.to_owned()),
            company: Some(company.to_owned()),
            ..Identity::default()
        },
    }
}

fn directory(events: Vec<FeedbackEvent>) -> Directory {
    let mut directory =
        Directory::open(&Location::Temporary, Purpose::Write, Settings::default()).unwrap();
    directory.ingest(Operator.writer(now()), [events]).unwrap();
    directory
}

/// People of one name, each with an address of their own, in companies of so many.
fn namesakes(count: usize, of_a_company: usize) -> Vec<FeedbackEvent> {
    let people = (0..count).map(|index| {
        let company = format!("Company {}", index / of_a_company);
        let email = format!("jane{index}@gmail.com");
        event(index, "Jane Doe", &company, &[(ContactKind::Email, &email)])
    });
    people.collect()
}

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn query() -> DuplicatesQuery {
    DuplicatesQuery {
        customer: None,
        min_score: 0,
        limit: 10,
        after: None,
    }
}

fn page(directory: &Directory, query: &DuplicatesQuery, effort: usize) -> DuplicatesPage {
    let policy = ContactPolicy::default();
    let page = directory
        .store
        .read(|records| Finder::new(records, &policy, query, Effort::of(effort)).page());
    page.map_err(|error: StoreError| error).unwrap()
}

/// The ids of the pairs of all pages, and how many pages ended early.
fn told(directory: &Directory, effort: usize) -> (Vec<(CustomerId, CustomerId)>, usize) {
    let (mut query, mut told, mut early) = (query(), Vec::new(), 0);
    loop {
        let page = page(directory, &query, effort);
        early += usize::from(page.stopped_early);
        told.extend(page.pairs.iter().map(|pair| (pair.one.id, pair.other.id)));
        query.after = page.next;
        if query.after.is_none() {
            return (told, early);
        }
    }
}

#[test]
fn pages_that_end_early_tell_the_same_pairs_in_the_same_order() {
    let mut events = namesakes(40, 2);
    let contacts = |one: usize| {
        [
            format!("jane{one}@gmail.com"),
            format!("jane{}@gmail.com", one + 7),
        ]
    };
    for index in 0..12 {
        let [one, other] = contacts(index * 2);
        let both = [
            (ContactKind::Email, one.as_str()),
            (ContactKind::Email, other.as_str()),
        ];
        events.push(event(100 + index, "Jane Doe", "Company 0", &both));
    }
    let directory = directory(events);
    let (all, early) = told(&directory, A_PAGE);
    assert_eq!(early, 0);
    assert!(all.len() > 30, "{}", all.len());
    for effort in [1, 100, 300] {
        let (pairs, early) = told(&directory, effort);
        assert_eq!(pairs, all, "{effort}");
        assert!(early > 0, "{effort}");
    }
}

#[test]
fn a_name_that_is_common_in_a_company_finds_nobody() {
    let found = |count, of_a_company| {
        told(&directory(namesakes(count, of_a_company)), A_PAGE)
            .0
            .len()
    };
    assert_eq!(found(20, 20), 190);
    assert_eq!(found(21, 21), 0);
}

#[test]
fn those_of_a_company_are_found_among_many_namesakes() {
    assert_eq!(told(&directory(namesakes(240, 2)), A_PAGE).0.len(), 120);
}

#[test]
fn a_mark_is_in_the_audit_with_both_and_only_where_it_changed_something() {
    let mut directory = directory(namesakes(3, 1));
    let mut mark = |one: &str, other: &str, different| {
        let judged = directory.mark_different(Operator.writer(now()), (one, other), different);
        judged.unwrap().changed
    };
    assert!(!mark("cus_1", "cus_3", false));
    assert!(mark("cus_3", "cus_1", true));
    assert!(!mark("cus_1", "cus_3", true));
    assert!(mark("cus_1", "cus_3", false));
    let rows = directory
        .audit(Operator.reader(), &AuditQuery::default())
        .unwrap();
    let entries: Vec<(&str, Option<CustomerId>, Option<CustomerId>, usize)> = rows
        .iter()
        .filter(|row| row.entry.action != "ingest")
        .map(|row| {
            let entry = &row.entry;
            (
                entry.action.as_str(),
                entry.customer,
                entry.other,
                entry.details.len(),
            )
        })
        .collect();
    let [one, other] = [1, 3].map(|id| Some(CustomerId(id)));
    let expected = [
        ("mark_different", other, one, 1),
        ("mark_different", one, other, 1),
    ];
    assert_eq!(entries, expected);
}

#[test]
fn an_old_id_stands_for_whom_it_has_become_and_a_deleted_one_for_nobody() {
    let mut directory = directory(namesakes(2, 1));
    let former = |id, became| FormerCustomer {
        id: CustomerId(id),
        became,
        ended_at: now(),
    };
    let noted = directory.store.write(Operator.writer(now()), |records| {
        records.note_former(&former(50, Some(CustomerId(1))))?;
        records.note_former(&former(60, None))
    });
    noted.map_err(|error: StoreError| error).unwrap();
    let mut mark = |one: &str, other: &str| {
        directory.mark_different(Operator.writer(now()), (one, other), true)
    };
    let judged = mark("cus_50", "cus_2").unwrap();
    assert_eq!((judged.one.id, judged.changed), (CustomerId(1), true));
    let themselves = mark("cus_50", "cus_1").unwrap_err();
    assert!(matches!(themselves, DirectoryError::Unusable { .. }));
    let gone = mark("cus_60", "cus_1").unwrap_err();
    assert!(matches!(gone, DirectoryError::Deleted { .. }));
}
