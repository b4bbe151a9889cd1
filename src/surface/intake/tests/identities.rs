use serde_json::json;

use super::{claims, read};

#[test]
fn names_are_taken_from_the_first_key_that_holds_one() {
    for (object, name, rest) in [
        (
            json!({"name": "Jane Doe", "userName": "Jane Doe"}),
            Some("Jane Doe"),
            None,
        ),
        (
            json!({"userName": "jdoe", "name": "Jane Doe"}),
            Some("Jane Doe"),
            Some(r#"{"userName":"jdoe"}"#),
        ),
        (
            json!({"name": "Anonymous", "metadata": {"full_name": "Jürgen Groß"}}),
            Some("Jürgen Groß"),
            Some(r#"{"name":"Anonymous"}"#),
        ),
        (
            json!({"name": 7, "customer": "Ana"}),
            Some("Ana"),
            Some(r#"{"name":7}"#),
        ),
        (json!({"name": "  "}), None, None),
        (
            json!({"name": "undefined"}),
            None,
            Some(r#"{"name":"undefined"}"#),
        ),
    ] {
        let mut object = object;
        object["message"] = json!("m");
        let event = read(&object).unwrap();
        assert_eq!(event.identity.name.as_deref(), name);
        assert_eq!(event.content.metadata.as_deref(), rest);
    }
}

#[test]
fn a_customer_may_be_an_object() {
    let event = read(&json!({
        "customer": {"name": "Ana", "email": "ana@acme.io", "phone": "+1 415 555 0132", "tier": 1}
    }))
    .unwrap();
    assert_eq!(claims(&event), ["email ana@acme.io", "phone +14155550132"]);
    assert_eq!(event.identity.name.as_deref(), Some("Ana"));
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"customer":{"tier":1}}"#)
    );
    let event =
        read(&json!({"message": "m", "customer": {"name": {"first": "Ana"}, "email": "-"}}));
    assert_eq!(
        event.unwrap().content.metadata.as_deref(),
        Some(r#"{"customer":{"name":{"first":"Ana"}},"customer.email":"-"}"#)
    );
}

#[test]
fn one_contact_under_several_keys_is_one_and_others_are_claims_of_their_own() {
    let event = read(&json!({
        "metadata": {"email": "jane@home.org", "userEmail": "JANE@acme.io", "phone_number": 4_155_550_132_u64},
        "user_email": "second@acme.io", "email": "Jane <jane@ACME.io>", "userPhone": "+1 415 555 0132",
        "phone": "ask at the desk"
    }))
    .unwrap();
    assert_eq!(
        claims(&event),
        [
            "email jane@acme.io",
            "email second@acme.io",
            "email jane@home.org",
            "unreadable phone ask at the desk",
            "phone +14155550132"
        ]
    );
    assert_eq!(event.content.metadata, None);
}

#[test]
fn contacts_that_prove_nothing_stay_claims_and_words_for_nothing_stay_metadata() {
    let event = read(&json!({
        "message": "m", "email": "noreply@acme.io", "phone": "n/a", "user_email": ["a@b.io"]
    }))
    .unwrap();
    assert_eq!(claims(&event), ["no email noreply@acme.io"]);
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"phone":"n/a","user_email":["a@b.io"]}"#)
    );
}

#[test]
fn only_the_first_user_id_is_a_claim() {
    for (object, claimed, rest) in [
        (
            json!({"userId": "u_1", "metadata": {"userId": "u_1"}}),
            "user_id u_1",
            None,
        ),
        (
            json!({"externalId": 7, "userId": "u_1"}),
            "user_id u_1",
            Some(r#"{"externalId":7}"#),
        ),
        (
            json!({"userId": "undefined", "metadata": {"user_id": -5}}),
            "user_id -5",
            Some(r#"{"userId":"undefined"}"#),
        ),
    ] {
        let event = read(&object).unwrap();
        assert_eq!(claims(&event), [claimed]);
        assert_eq!(event.content.metadata.as_deref(), rest);
    }
}

#[test]
fn custom_fields_come_from_three_places() {
    let event = read(&json!({
        "message": "m", "cf_plan": " pro ", "cf_list": [1], "cf_none": null,
        "customFields": {"plan": "free", "seats": 3, "cf_plan": "pro", "deep": {"a": 1}},
        "metadata": {"cf_trial": true, "cf_seats": 3}
    }))
    .unwrap();
    assert_eq!(
        format!("{:?}", event.identity.custom_fields),
        r#"[("cf_plan", Text("pro")), ("cf_seats", Number("3")), ("cf_trial", Boolean(true))]"#
    );
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"cf_list":[1],"customFields":{"deep":{"a":1}},"customFields.plan":"free"}"#)
    );
}

#[test]
fn social_handles_come_by_network() {
    let event = read(&json!({
        "message": "m", "twitter": "@jane", "github": "n/a", "linkedin": {"url": "x"},
        "social_handles": {"Twitter": "Jane", "Mastodon": "@jane@hachyderm.io", "x": 5},
        "metadata": {"instagram": "jane.d"}
    }))
    .unwrap();
    let handles: Vec<String> = event
        .identity
        .social_handles
        .iter()
        .map(|handle| format!("{} {}", handle.network, handle.handle))
        .collect();
    assert_eq!(
        handles,
        [
            "twitter @jane",
            "mastodon @jane@hachyderm.io",
            "instagram jane.d"
        ]
    );
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"github":"n/a","linkedin":{"url":"x"},"social_handles.x":5}"#)
    );
}
