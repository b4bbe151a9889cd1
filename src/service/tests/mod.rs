//! Changes through the façade, on a temporary store.

mod clock;
mod deletion;
mod edits;
mod merging;
mod mutations;
mod plans;
mod sequences;

use jiff::{SignedDuration, Timestamp};

use super::{Directory, DirectoryError, KeyRequest, Location, Proposal, Purpose, Settings};
use crate::domain::access::{Access, Confirm, Key, Limits, Operator, Remover};
use crate::domain::contact::{Claim, ContactKind, ContactPolicy};
use crate::domain::event::{EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity};
use crate::domain::feedback::Receipt;
use crate::domain::label::{Channel, Tag};
use crate::domain::profile::Profile;

/// A moment, so many seconds after all events.
fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-11-03T10:15:00Z".parse().unwrap();
    start + SignedDuration::from_secs(seconds)
}

/// An event with an id, an e-mail address and perhaps a user id.
fn event(id: &str, email: &str, user_id: Option<&str>) -> FeedbackEvent {
    let policy = ContactPolicy::default();
    let claims = user_id
        .and_then(|text| Claim::read(ContactKind::UserId, text, &policy))
        .into_iter()
        .chain(Claim::read(ContactKind::Email, email, &policy));
    FeedbackEvent {
        reference: EventReference {
            source: "shop".to_owned(),
            id: id.to_owned(),
        },
        kind: EventKind::Created,
        created_at: Some("2026-11-01T10:15:00Z".parse().unwrap()),
        revised_at: None,
        channel: Channel::api(),
        content: FeedbackContent {
            message: Some(format!("Message of {id}.")),
            tags: vec![Tag::parse(id).unwrap()],
            metadata: Some(r#"{"device":"phone of jane"}"#.to_owned()),
            ..FeedbackContent::default()
        },
        identity: Identity {
            claims: claims.collect(),
            ..Identity::default()
        },
    }
}

fn take_in(directory: &mut Directory, events: &[FeedbackEvent]) -> Vec<Receipt> {
    let writer = Operator.writer(at(-60));
    directory.ingest(writer, [events.to_vec()]).unwrap()
}

/// A directory with `cus_1` to `cus_3`, each with an address and one piece of feedback.
fn directory() -> Directory {
    let mut directory =
        Directory::open(&Location::Temporary, Purpose::Write, Settings::default()).unwrap();
    let events = [
        event("one", "one@acme.io", None),
        event("two", "two@acme.io", Some("u_2")),
        event("three", "three@acme.io", None),
    ];
    take_in(&mut directory, &events);
    directory
}

/// What a new key gives.
fn granted(directory: &mut Directory, name: &str, confirm: Confirm) -> Access {
    // Another for each length of a name.
    let mut bytes: Vec<u8> = (0..128).collect();
    bytes.rotate_left(name.len());
    let key = Key::from_random(&bytes).unwrap();
    let request = KeyRequest {
        name: name.to_owned(),
        scopes: "read,write,delete".parse().unwrap(),
        confirm,
        limits: Limits::default(),
        expires_at: None,
    };
    let administrator = Operator.administrator(at(-60));
    directory.create_key(administrator, &key, &request).unwrap();
    directory.admit(&key, at(0)).unwrap()
}

fn remover(access: &Access, seconds: i64) -> Remover {
    access.remover(at(seconds)).unwrap()
}

/// Plans to merge `cus_2` into `cus_1`, at the start.
fn plan(directory: &mut Directory, access: &Access) -> Proposal {
    let remover = remover(access, 0);
    directory.plan_merge(remover, "cus_1", "cus_2").unwrap()
}

/// Merges `cus_2` into `cus_1` by a plan.
fn merge(
    directory: &mut Directory,
    access: &Access,
    code: &str,
    seconds: i64,
) -> Result<super::Merger, DirectoryError> {
    let remover = remover(access, seconds);
    directory.merge_customers(remover, "cus_1", "cus_2", code)
}

/// Merges one customer into another, as the operator.
fn merge_at_once(directory: &mut Directory, target: &str, source: &str) -> super::Merger {
    let operator = || Operator.remover(at(0));
    let proposal = directory.plan_merge(operator(), target, source).unwrap();
    let code = proposal.plan.code.as_str();
    let merger = directory.merge_customers(operator(), target, source, code);
    merger.unwrap()
}

fn profile(directory: &Directory, asked: &str) -> Result<Profile, DirectoryError> {
    directory.get_customer(Operator.reader(), asked, 100)
}

fn assert_invalid<T: std::fmt::Debug>(outcome: Result<T, DirectoryError>, why: &str) {
    match outcome {
        Err(DirectoryError::PlanInvalid { problem }) => {
            assert!(problem.contains(why), "{problem}");
        }
        other => panic!("{other:?}"),
    }
}
