//! A small directory.

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

/// Makes a key in a directory and answers what it gives.
pub(super) fn access(directory: &mut Directory, scopes: &[Scope]) -> Access {
    let bytes: Vec<u8> = (0..128).collect();
    let request = KeyRequest {
        name: "support".to_owned(),
        scopes: scopes.iter().copied().collect(),
        confirm: Confirm::Plan,
        limits: Limits::default(),
        expires_at: None,
    };
    let administrator = Operator.administrator(samples::at("2026-11-03T10:15:00Z"));
    let key = Key::from_random(&bytes).unwrap();
    let standing = directory.create_key(administrator, &key, request).unwrap();
    Access::Granted(standing.grant)
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
