//! A small directory.

use std::path::Path;

use crate::domain::access::{Access, Confirm, Key, Limits, Operator, Scope};
use crate::domain::contact::{Claim, ContactKind, ContactPolicy};
use crate::domain::event::{EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity};
use crate::domain::label::{Channel, Tag};
use crate::service::{Directory, KeyRequest, Location, Purpose, Settings};
use crate::surface::view::samples;

/// Opens a directory with two customers.
pub(super) fn open() -> Directory {
    let mut directory =
        Directory::open(&Location::Temporary, Purpose::Write, Settings::default()).unwrap();
    let now = samples::at("2026-11-03T10:15:00Z");
    let events = [
        ("Jane Doe", "jane@acme.io", "vip"),
        ("Omar Haddad", "omar@globex.io", "beta"),
    ];
    let events: Vec<FeedbackEvent> = events.map(event).into();
    directory.ingest(Operator.writer(now), [events]).unwrap();
    directory
}

/// Opens the directory in a file.
pub(super) fn open_at(path: &Path) -> Directory {
    let location = Location::File {
        path: path.to_owned(),
        may_be_shared: false,
    };
    Directory::open(&location, Purpose::Write, Settings::default()).unwrap()
}

/// The access of a new key with these scopes, so that changes can be made.
pub(super) fn access(directory: &mut Directory, scopes: &[Scope]) -> Access {
    let now = samples::at("2026-11-03T10:15:00Z");
    let key = Key::from_random(&[7; 128]).unwrap();
    let request = KeyRequest {
        name: "assistant".to_owned(),
        scopes: scopes.iter().copied().collect(),
        confirm: Confirm::Plan,
        limits: Limits::default(),
        expires_at: None,
    };
    directory
        .create_key(Operator.administrator(now), &key, &request)
        .unwrap();
    directory.admit(&key, now).unwrap()
}

fn event((name, email, tag): (&str, &str, &str)) -> FeedbackEvent {
    let claim = Claim::read(ContactKind::Email, email, &ContactPolicy::default());
    FeedbackEvent {
        reference: EventReference {
            source: "shop".to_owned(),
            id: format!("fb_{tag}"),
        },
        kind: EventKind::Created,
        created_at: Some(samples::at("2026-11-01T10:15:00Z")),
        revised_at: None,
        channel: Channel::api(),
        content: FeedbackContent {
            message: Some("The export is slow.".to_owned()),
            tags: vec![Tag::parse(tag).unwrap()],
            ..FeedbackContent::default()
        },
        identity: Identity {
            claims: claim.into_iter().collect(),
            name: Some(name.to_owned()),
            ..Identity::default()
        },
    }
}
