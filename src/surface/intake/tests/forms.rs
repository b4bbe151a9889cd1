use serde_json::json;

use super::{claims, options, read, reason};
use crate::domain::event::EventKind;
use crate::domain::label::Channel;
use crate::surface::intake::event_from_json;

#[test]
fn a_flat_event_is_read_key_by_key() {
    let event = read(&json!({
        "id": 90_071, "projectId": "prj_1", "message": "Où est ma facture ?", "channel": "Widget",
        "email": "Zoë@Müller.de", "phone": "(415) 555-0132", "name": " Zoë Müller ",
        "user_id": 1042, "company": "Müller GmbH", "category": "bug", "rating": 4.5,
        "tags": ["VIP", "vip", "beta"], "custom_fields": {"plan": "pro", "cf_seats": 12, "cf_x": null},
        "metadata": {"locale": "de", "cf_trial": false}, "context": {"url": "https://a.io/?q=1"},
        "created_at": "2026-11-03T10:15:00Z", "status": "open", "widgetId": "w_1"
    }))
    .unwrap();
    assert_eq!(event.reference.source, "prj_1");
    assert_eq!(event.reference.id, "90071");
    assert_eq!(event.kind, EventKind::Created);
    assert_eq!(
        event.created_at.unwrap().to_string(),
        "2026-11-03T10:15:00Z"
    );
    assert_eq!(event.revised_at, None);
    assert_eq!(event.channel.as_str(), "widget");
    assert_eq!(
        event.content.message.as_deref(),
        Some("Où est ma facture ?")
    );
    assert_eq!(event.content.category.as_deref(), Some("bug"));
    assert_eq!(event.content.rating, Some(4.5));
    assert_eq!(event.content.status.as_deref(), Some("open"));
    assert_eq!(
        format!("{:?}", event.content.tags),
        r#"[Tag("VIP"), Tag("beta")]"#
    );
    assert_eq!(
        event.content.context.as_deref(),
        Some(r#"{"url":"https://a.io/?q=1"}"#)
    );
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"widgetId":"w_1","locale":"de"}"#)
    );
    assert_eq!(
        claims(&event),
        [
            "user_id 1042",
            "email zoë@xn--mller-kva.de",
            "phone +14155550132"
        ]
    );
    assert_eq!(event.identity.name.as_deref(), Some("Zoë Müller"));
    assert_eq!(event.identity.company.as_deref(), Some("Müller GmbH"));
    assert_eq!(
        format!("{:?}", event.identity.custom_fields),
        r#"[("cf_plan", Text("pro")), ("cf_seats", Number("12")), ("cf_trial", Boolean(false))]"#
    );
}

#[test]
fn an_outgoing_webhook_is_taken_out_of_its_envelope() {
    let webhook = |event: &str, data: serde_json::Value| {
        read(&json!({"event": event, "timestamp": "2026-11-05T00:00:00Z", "data": data}))
    };
    let data = json!({
        "id": "fb_7", "projectId": "prj_1", "widgetId": "w_1", "message": "hi", "category": "idea",
        "rating": 5, "email": "jane@acme.io", "status": "new", "context": {"page": "/"},
        "metadata": {"userId": "u_1", "plan": "pro"}, "createdAt": "2026-11-04T00:00:00Z"
    });
    let created = webhook("feedback.created", data.clone()).unwrap();
    assert_eq!(created.kind, EventKind::Created);
    assert_eq!(
        created.created_at.unwrap().to_string(),
        "2026-11-04T00:00:00Z"
    );
    assert_eq!(created.revised_at, None);
    assert_eq!(created.reference.source, "prj_1");
    assert_eq!(
        created.content.metadata.as_deref(),
        Some(r#"{"widgetId":"w_1","plan":"pro"}"#)
    );
    assert_eq!(claims(&created), ["user_id u_1", "email jane@acme.io"]);

    let revised = webhook("feedback.updated", data).unwrap();
    assert_eq!(revised.kind, EventKind::Updated);
    assert_eq!(revised.created_at, created.created_at);
    assert_eq!(
        revised.revised_at.unwrap().to_string(),
        "2026-11-05T00:00:00Z"
    );

    let without = webhook("feedback.created", json!({"message": "hi"})).unwrap();
    assert_eq!(
        without.created_at.unwrap().to_string(),
        "2026-11-05T00:00:00Z"
    );
    let without = webhook("feedback.updated", json!({"message": "hi"})).unwrap();
    assert_eq!(without.created_at, None);
}

#[test]
fn an_update_without_a_timestamp_is_dated_by_its_data() {
    let data = json!({"id": "fb_7", "message": "hi", "updatedAt": "2026-11-06"});
    let updated = read(&json!({"event": "feedback.updated", "data": data.clone()})).unwrap();
    assert_eq!(
        updated.revised_at.unwrap().to_string(),
        "2026-11-06T00:00:00Z"
    );
    assert_eq!(updated.content.metadata, None);
    let flat = read(&data).unwrap();
    assert_eq!(flat.revised_at, None);
    assert_eq!(
        flat.content.metadata.as_deref(),
        Some(r#"{"updatedAt":"2026-11-06"}"#)
    );
}

#[test]
fn what_else_an_envelope_holds_is_kept() {
    let event = read(&json!({
        "id": "evt_1", "event": "feedback.created", "timestamp": null, "attempt": 2,
        "data": {"id": "fb_7", "message": "hi"}
    }))
    .unwrap();
    assert_eq!(event.reference.id, "fb_7");
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"id":"evt_1","attempt":2}"#)
    );
}

#[test]
fn webhooks_of_other_kinds_are_refused_with_those_that_are_not() {
    assert_eq!(
        reason(&json!({"event": "feedback.deleted", "data": {"id": "fb_7"}})),
        "`event` is `feedback.deleted`; `feedback.created` and `feedback.updated` are taken in"
    );
    assert_eq!(
        reason(&json!({"event": "feedback.created", "data": [1]})),
        "`data` is not an object; a webhook holds the feedback there"
    );
}

#[test]
fn an_incoming_webhook_is_read_like_any_event() {
    let event = read(&json!({
        "message": "応答が遅い", "projectId": "prj_1", "rating": "4", "userEmail": "tanaka@例え.jp",
        "tags": ["speed"], "metadata": {"userName": "田中 太郎", "userId": "u_9", "organization": "株式会社"}
    }))
    .unwrap();
    assert_eq!(
        claims(&event),
        ["user_id u_9", "email tanaka@xn--r8jz45g.jp"]
    );
    assert_eq!(event.identity.name.as_deref(), Some("田中 太郎"));
    assert_eq!(event.identity.company.as_deref(), Some("株式会社"));
    assert_eq!(event.content.rating, Some(4.0));
    assert_eq!(event.content.metadata, None);
}

#[test]
fn the_channel_comes_from_the_event_its_metadata_the_operator_or_is_api() {
    let voice = Channel::parse("voice").ok();
    for (object, channel, expected) in [
        (
            json!({"message": "m", "channel": "Email", "metadata": {"channel": "x"}}),
            voice.clone(),
            "email",
        ),
        (
            json!({"message": "m", "metadata": {"channel": "chat"}}),
            voice.clone(),
            "chat",
        ),
        (
            json!({"message": "m", "channel": " "}),
            voice.clone(),
            "voice",
        ),
        (json!({"message": "m", "channel": 7}), None, "api"),
    ] {
        let object = object.as_object().unwrap().clone();
        let mut options = options();
        options.channel = channel;
        let event = event_from_json(object, &options, |_| 1).unwrap();
        assert_eq!(event.channel.as_str(), expected);
    }
}

#[test]
fn what_nothing_claims_is_kept_in_its_order() {
    let event = read(&json!({
        "zeta": 1, "message": "m", "url": "/a", "rating": "five", "tags": ["a", 1], "name": "n/a",
        "email": null, "metadata": {"url": "/b", "rating": {"of": 5}, "id": 3, "alpha": [null], "zeta": 1}
    }))
    .unwrap();
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(concat!(
            r#"{"zeta":1,"url":"/a","rating":"five","tags":[1],"name":"n/a","metadata.url":"/b","#,
            r#""metadata.rating":{"of":5},"id":3,"alpha":[null]}"#
        ))
    );
    assert_eq!(event.content.rating, None);
    let event = read(&json!({"message": "m", "metadata": "text", "context": []})).unwrap();
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"metadata":"text","context":[]}"#)
    );
}
