//! A company's directory, made and changed through the library.

use std::path::Path;

use customer_directory::domain::access::{Operator, Remover, Writer};
use customer_directory::domain::contact::{Claim, ContactKind, ContactPolicy};
use customer_directory::domain::editing::{Edit, NotesEdit};
use customer_directory::domain::event::{
    EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity,
};
use customer_directory::domain::label::{Channel, Tag};
use customer_directory::service::{
    Directory, DirectoryError, Location, Purpose, Recording, RecordingName, Settings,
};
use jiff::{SignedDuration, Timestamp};

/// A moment, so many seconds after all feedback.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-11-03T10:15:00Z".parse().unwrap();
    start + SignedDuration::from_secs(seconds)
}

pub(crate) fn writer(seconds: i64) -> Writer {
    Operator.writer(at(seconds))
}

pub(crate) fn remover(seconds: i64) -> Remover {
    Operator.remover(at(seconds))
}

pub(crate) fn open(path: &Path, purpose: Purpose) -> Result<Directory, DirectoryError> {
    let location = Location::File {
        path: path.to_owned(),
        may_be_shared: false,
    };
    Directory::open(&location, purpose, Settings::default())
}

pub(crate) fn email(text: &str) -> Claim {
    Claim::read(ContactKind::Email, text, &ContactPolicy::default()).unwrap()
}

/// Feedback of a person who has an address, and a user id every third time.
pub(crate) fn event(number: u64, person: u64) -> FeedbackEvent {
    let policy = ContactPolicy::default();
    let user_id = format!("u_{person}");
    let user_id = (number.is_multiple_of(3))
        .then(|| Claim::read(ContactKind::UserId, &user_id, &policy))
        .flatten();
    let claims = user_id
        .into_iter()
        .chain([email(&format!("person{person}@lumenworks.io"))]);
    FeedbackEvent {
        reference: EventReference {
            source: "shop".to_owned(),
            id: format!("order-{number}"),
        },
        kind: EventKind::Created,
        created_at: Some("2026-11-01T10:15:00Z".parse().unwrap()),
        revised_at: None,
        channel: Channel::parse("widget").unwrap(),
        content: FeedbackContent {
            message: Some(format!(
                "Parcel {number} came late; the label was torn and the courier had no number to call."
            )),
            rating: Some(2.0),
            tags: vec![Tag::parse(&format!("parcel {}", number % 7)).unwrap()],
            metadata: Some(format!(r#"{{"device":"phone {number}"}}"#)),
            ..FeedbackContent::default()
        },
        identity: Identity {
            claims: claims.collect(),
            name: Some(format!("Mira Person{person}")),
            company: Some(format!("Lumen {} Works", person % 5)),
            ..Identity::default()
        },
    }
}

pub(crate) fn recording(number: u64, person: u64) -> Recording {
    Recording {
        event: event(number, person),
        name: RecordingName::Own,
        digest: format!("{number} {person}"),
    }
}

/// An edit that adds an address, a tag and a line of notes.
pub(crate) fn edit(number: u64) -> Edit {
    Edit {
        name: Some(format!("Zoë Hand{number}")),
        notes: Some(NotesEdit::Append(format!(
            "Called back about parcel {number}."
        ))),
        add_contacts: vec![email(&format!("hand{number}@acme.io"))],
        add_tags: vec![Tag::parse("called back").unwrap()],
        ..Edit::default()
    }
}

/// A directory of so many people with two pieces of feedback each.
pub(crate) fn populated(path: &Path, people: u64) -> Directory {
    let mut directory = open(path, Purpose::Write).unwrap();
    let events = (0..people * 2).map(|number| event(number, number % people));
    directory
        .ingest(writer(-60), [events.collect::<Vec<_>>()])
        .unwrap();
    directory
}
