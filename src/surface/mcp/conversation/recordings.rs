//! Feedback recorded by a caller whose key lets them.

use serde_json::{Value, json};

use super::changes::writer;

#[tokio::test]
async fn feedback_is_matched_as_ingestion_does_and_says_how() {
    let mut client = writer().await;
    let mut answers = Vec::new();
    for event in [
        json!({ "message": "Slow.", "email": "JANE@acme.io", "phone": "+1 415 555 0132", "id": "fb_1" }),
        json!({ "message": "Hi.", "email": "mira@lumenworks.io", "name": "Mira", "id": "fb_2" }),
        json!({ "message": "Both.", "email": "omar@globex.io", "phone": "+14155550132", "id": "fb_3" }),
        json!({ "message": "Who?", "email": "noreply@acme.io", "idempotency_key": "k" }),
        json!({ "message": "Unnamed." }),
    ] {
        answers.push(client.data("record_feedback", event).await);
    }
    let lines: Vec<String> = answers.iter().map(Value::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    {"outcome":"linked","matched_on":"email","customer":{"id":"cus_1","name":"Jane Doe"},"feedback_id":"fb_1","repeated":false}
    {"outcome":"created","customer":{"id":"cus_3","name":"Mira"},"feedback_id":"fb_2","repeated":false}
    {"outcome":"ambiguous","matched_on":"email","customer":{"id":"cus_2","name":"Omar Haddad"},"candidates":["cus_1"],"feedback_id":"fb_3","unattached":[{"kind":"phone","contact":"+14155550132","why":"taken_by_another"}],"repeated":false}
    {"outcome":"anonymous","feedback_id":"k","unattached":[{"kind":"email","contact":"noreply@acme.io","why":"proves_nothing"}],"repeated":false}
    {"outcome":"anonymous","feedback_id":"recorded_7","repeated":false}
    "#);
    let jane = client
        .data("get_customer", json!({ "customer": "cus_1" }))
        .await;
    assert_eq!(jane["customer"]["phones"], json!(["+14155550132"]));
    assert_eq!(jane["feedback"][0]["channel"], "api");
}

#[tokio::test]
async fn a_repeat_answers_as_the_first_time_and_other_content_is_a_conflict() {
    let mut client = writer().await;
    let mut refusals = Vec::new();
    for name in ["id", "idempotency_key"] {
        let event =
            json!({ "message": "Slow.", "email": "jane@acme.io", "tags": ["a"], name: "1" });
        let first = client.data("record_feedback", event.clone()).await;
        let mut again = client.data("record_feedback", event.clone()).await;
        assert_eq!(again["repeated"], true);
        again["repeated"] = false.into();
        assert_eq!(again, first);
        for (field, value) in [
            ("message", json!("Fast.")),
            ("email", json!("omar@globex.io")),
            ("name", json!("Jane")),
            ("rating", json!(4)),
        ] {
            let mut other = event.clone();
            other[field] = value;
            refusals.push(client.refusal("record_feedback", other).await);
        }
    }
    refusals.dedup();
    for event in [
        json!({ "message": "x", "id": "1", "idempotency_key": "1" }),
        json!({ "name": "Jane" }),
        json!({ "message": "x", "created_at": "yesterday" }),
        json!({ "message": "x", "rating": "five" }),
        json!({ "message": "x", "tags": ["x".repeat(10_000)] }),
        json!({ "message": "x", "idempotency_key": "x".repeat(257) }),
        json!({ "message": "x", "id": "x".repeat(257) }),
    ] {
        refusals.push(client.refusal("record_feedback", event).await);
    }
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    conflict: `id` `1` was used before with other content, and nothing was changed; send exactly the same again to see what came of it, or choose another `id`
    conflict: `idempotency_key` `1` was used before with other content, and nothing was changed; send exactly the same again to see what came of it, or choose another `idempotency_key`
    invalid_value: `idempotency_key`: `id` makes a repeat harmless already; send one of the two
    invalid_value: it has neither a `message` nor a user id, e-mail or phone that identifies somebody; give one of them
    invalid_value: `created_at` is `yesterday`, which is not a date; write it as `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) or Unix seconds
    invalid_value: `rating` is `"five"`; accepted: numbers
    invalid_value: `tags` is `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`, which has 10000 characters; shorten it to at most 200
    invalid_value: `idempotency_key` is `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`; accepted: text of at most 256 characters
    invalid_value: `id` is `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`; accepted: text of at most 256 characters
    "#);
    let jane = client
        .data("get_customer", json!({ "customer": "cus_1" }))
        .await;
    assert_eq!(jane["feedback_total"], 3, "{jane}");
}

#[tokio::test]
async fn without_an_id_each_call_is_another_event() {
    let mut client = writer().await;
    let event = json!({ "message": "Slow.", "email": "jane@acme.io" });
    let first = client.data("record_feedback", event.clone()).await;
    let second = client.data("record_feedback", event).await;
    assert_ne!(first["feedback_id"], second["feedback_id"]);
    assert_eq!(
        (&first["repeated"], &second["repeated"]),
        (&json!(false), &json!(false))
    );
}

#[tokio::test]
async fn what_a_hand_has_set_stays_whatever_comes_in() {
    let mut client = writer().await;
    let set = json!({
        "customer": "cus_1",
        "name": "Jane D. Doe",
        "set_custom_fields": { "cf_plan": "Pro" },
        "add_emails": ["jane@home.net"],
        "primary_email": "jane@home.net",
        "remove_tags": ["vip"]
    });
    client.data("update_customer", set).await;
    let event = json!({
        "message": "Slow.",
        "email": "jane@acme.io",
        "name": "J.",
        "custom_fields": { "cf_plan": "Free" },
        "tags": ["vip"],
        "created_at": "2026-11-02"
    });
    client.data("record_feedback", event).await;
    let jane = client
        .data("get_customer", json!({ "customer": "cus_1" }))
        .await;
    let jane = &jane["customer"];
    assert_eq!(jane["name"], "Jane D. Doe");
    assert_eq!(jane["custom_fields"]["cf_plan"], "Pro");
    assert_eq!(jane["primary_email"], "jane@home.net");
    // What was taken away may come again.
    assert_eq!(jane["tags"], json!(["vip"]));
    let unchosen = json!({ "customer": "cus_1", "clear": ["primary_email", "custom_fields"] });
    let jane = client.data("update_customer", unchosen).await;
    assert_eq!(jane["customer"]["primary_email"], "jane@acme.io");
    assert_eq!(jane["customer"].get("custom_fields"), None);
}
