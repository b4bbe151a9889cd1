//! Records that hold anything.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::domain::access::KeyId;
use crate::domain::audit::{AuditRow, Detail, Entry, Link};
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::customer::{Customer, CustomerId, FieldValue, Origin, SocialHandle, Taken};
use crate::domain::difference::Difference;
use crate::domain::event::{EventReference, FeedbackContent};
use crate::domain::export::{ExportRecord, ExportedFeedback, MadeCustomer};
use crate::domain::feedback::{
    Feedback, FeedbackNumber, Outcome, PossibleDuplicate, Refusal as Reason, UnattachedContact,
};
use crate::domain::filling::handle_key;
use crate::domain::former::FormerCustomer;
use crate::domain::label::{Channel, Tag};
use crate::domain::request::NamedRequest;

/// Any record of any kind.
pub(super) fn record() -> impl Strategy<Value = ExportRecord> {
    prop_oneof![customer(), feedback(), other()]
}

/// Texts that files, tables and terminals stumble over, and any others.
fn text() -> impl Strategy<Value = String> {
    let odd = [
        "",
        " ",
        "'",
        "''x",
        "=1+1",
        "+49 30",
        "-2",
        "@cmd",
        "＝1",
        "\t=1",
        "\r",
        "\n",
        "\r\n",
        "a\r\nb",
        "\"",
        "\"\"",
        "a,b;c\td",
        "Łukasz Żółć",
        "山田 太郎",
        "👩‍👩‍👧",
        "\u{202e}cod.exe",
        "\u{feff}",
        "\u{1f}",
        "null",
        "true",
        "12",
        "1e5",
        "{}",
        "[1]",
        "\\u0000",
        "feedback 1",
        "hand",
        "é",
        "é",
    ];
    prop_oneof![
        3 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
        1 => any::<String>().prop_map(|text| text.replace('\0', "")),
    ]
}

/// A text that can be a label.
fn label() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("{}x", text.replace('\u{1f}', "")))
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (1_i64..4_000_000_000_000).prop_map(|at| Timestamp::from_millisecond(at).unwrap())
}

fn origin() -> impl Strategy<Value = Origin> {
    (any::<bool>(), 1_i64..9, moment()).prop_map(|(by_hand, number, at)| {
        if by_hand {
            Origin::Hand { at }
        } else {
            let feedback = FeedbackNumber(number);
            Origin::Feedback { feedback, at }
        }
    })
}

fn kind() -> impl Strategy<Value = ContactKind> {
    prop::sample::select(ContactKind::ALL.to_vec())
}

fn taken<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Taken<T>> {
    (value, origin()).prop_map(|(value, origin)| Taken { value, origin })
}

fn field_value() -> impl Strategy<Value = FieldValue> {
    let numbers = ["1", "1.0", "1.50", "-0", "12345678901234567890123", "0.1"];
    prop_oneof![
        text().prop_map(FieldValue::Text),
        any::<bool>().prop_map(FieldValue::Boolean),
        prop::sample::select(numbers.to_vec()).prop_map(|text| FieldValue::Number(text.to_owned())),
    ]
}

fn customer() -> impl Strategy<Value = ExportRecord> {
    let contact = (kind(), text(), text(), any::<[bool; 2]>(), origin()).prop_map(
        |(kind, address, spelling, [identifies, is_chosen], origin)| Contact {
            kind,
            address,
            spelling,
            identifies,
            is_chosen,
            origin,
        },
    );
    let handle = (label(), text()).prop_map(|(network, handle)| SocialHandle { network, handle });
    let known = (
        prop::option::of(taken(text())),
        prop::option::of(taken(text())),
        prop::collection::vec(contact, 0..4),
        prop::collection::vec(taken(label().prop_map(Tag::stored)), 0..3),
        prop::collection::vec((text(), taken(field_value())), 0..3),
        prop::collection::vec(taken(handle), 0..2),
        prop::collection::btree_set(label().prop_map(Channel::stored), 0..3),
        prop::option::of(text()),
        prop::option::of(moment()),
    );
    known.prop_map(
        |(name, company, contacts, tags, fields, handles, channels, notes, seen)| {
            let tags = tags
                .into_iter()
                .map(|tag| (tag.value.key().to_owned(), tag));
            let handles = handles.into_iter().map(|handle| {
                let key = handle_key(&handle.value.handle);
                ((handle.value.network.clone(), key), handle)
            });
            ExportRecord::Customer(Box::new(Customer {
                name,
                company,
                contacts,
                tags: tags.collect(),
                custom_fields: fields.into_iter().collect::<BTreeMap<_, _>>(),
                social_handles: handles.collect(),
                channels,
                feedback_count: 3,
                first_seen: seen,
                last_seen: seen,
                notes,
                version: 7,
                ..Customer::blank(CustomerId(4))
            }))
        },
    )
}

fn feedback() -> impl Strategy<Value = ExportRecord> {
    let deep = format!("{}1{}", "{\"a\":".repeat(120), "}".repeat(120));
    let objects = [
        "{}",
        "{\"b\":1,\"a\":[1.5,null]}",
        "{ \"spaced\": 1 }",
        "{\"n\":1e400}",
        "no object",
        &deep,
    ];
    let objects: Vec<String> = objects.map(str::to_owned).to_vec();
    let object = prop_oneof![
        prop::sample::select(objects),
        text().prop_map(|text| serde_json::json!({ "key": text }).to_string()),
    ];
    let rating = any::<f64>().prop_filter("JSON has no other", |rating| rating.is_finite());
    let contact = (kind(), text(), prop::sample::select(Reason::ALL.to_vec())).prop_map(
        |(kind, spelling, refusal)| UnattachedContact {
            kind,
            spelling,
            refusal,
        },
    );
    let known = (
        [text(), text()],
        label(),
        [(); 4].map(|()| prop::option::of(text())),
        prop::option::of(rating),
        prop::collection::vec(label().prop_map(Tag::stored), 0..3),
        [(); 2].map(|()| prop::option::of(object.clone())),
        (moment(), prop::option::of(moment()), any::<bool>()),
        prop::collection::vec(contact, 0..3),
        prop::option::of(kind()),
    );
    known.prop_map(
        |([source, id], channel, texts, rating, tags, objects, times, unattached, matched_on)| {
            let [message, category, status, recording] = texts;
            let [context, metadata] = objects;
            let (created_at, revised_at, is_known) = times;
            let feedback = Feedback {
                number: FeedbackNumber(7),
                reference: EventReference { source, id },
                customer: is_known.then_some(CustomerId(4)),
                channel: Channel::stored(channel),
                content: FeedbackContent {
                    message,
                    category,
                    rating,
                    status,
                    tags,
                    context,
                    metadata,
                },
                created_at,
                revised_at,
                has_original: is_known,
                ingested_at: created_at,
                outcome: if is_known {
                    Outcome::Linked
                } else {
                    Outcome::Anonymous
                },
                matched_on,
                unattached,
            };
            ExportRecord::Feedback(Box::new(ExportedFeedback {
                feedback,
                recording,
            }))
        },
    )
}

fn other() -> impl Strategy<Value = ExportRecord> {
    (text(), label(), moment(), any::<bool>()).prop_flat_map(|(text, name, at, flag)| {
        let (one, other) = (CustomerId(2), CustomerId(3));
        let key = flag.then(|| KeyId::stored(name.clone()));
        let details = vec![
            Detail::Field {
                name: text.clone(),
                before: flag.then(|| name.clone()),
                after: (!flag).then(|| name.clone()),
            },
            Detail::Count {
                name: text.clone(),
                count: 3,
            },
        ];
        prop::sample::select(vec![
            ExportRecord::Former(FormerCustomer {
                id: one,
                became: flag.then_some(other),
                ended_at: at,
            }),
            ExportRecord::PossibleDuplicate(PossibleDuplicate::between(
                one,
                other,
                FeedbackNumber(7),
                at,
            )),
            ExportRecord::Difference(Difference {
                one,
                other,
                marked_at: at,
                marked_by: text.clone(),
            }),
            ExportRecord::Request(MadeCustomer {
                request: NamedRequest {
                    by: key.clone(),
                    name: text.clone(),
                    digest: [7; 32],
                },
                customer: one,
                at,
            }),
            ExportRecord::Change(Box::new(AuditRow {
                number: 12,
                at,
                key,
                actor: text.clone(),
                entry: Entry {
                    action: text,
                    is_removal: flag,
                    customer: flag.then_some(one),
                    other: (!flag).then_some(other),
                    approved_by: flag.then_some(name),
                    details,
                },
                link: Link([171; 32]),
            })),
        ])
    })
}
