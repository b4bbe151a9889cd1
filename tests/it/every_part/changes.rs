//! Calls of the tools that write.

use serde_json::json;

use super::Both;

pub(super) fn of(tool: &str, text: &dyn Fn(&str) -> String) -> Option<Both> {
    Some(match tool {
        "record_feedback" => recordings(text),
        "create_customer" => creations(text),
        "update_customer" => updates(text),
        "mark_different" => (
            vec![
                json!({ "one": "cus_1", "other": "cus_3" }),
                json!({ "one": "cus_1", "other": "cus_3", "different": false }),
            ],
            vec![
                json!({ "one": "cus_1", "other": "cus_1" }),
                json!({ "one": text("nobody"), "other": "cus_1" }),
            ],
        ),
        "merge_customers" => (
            vec![json!({ "target": "cus_1", "source": "cus_2" })],
            vec![
                json!({ "target": "cus_1", "source": "cus_1" }),
                json!({ "target": text("nobody"), "source": "cus_1" }),
                json!({ "target": "cus_1", "source": "cus_3", "plan": text("4F7K-Q2MD") }),
                json!({ "target": "cus_1", "source": "cus_3", "plan": "0000-0000" }),
            ],
        ),
        "delete_customer" => (
            vec![
                json!({ "customer": "cus_4", "feedback": "keep_anonymous" }),
                json!({ "customer": "cus_5", "feedback": "remove" }),
            ],
            vec![
                json!({ "customer": "cus_4", "feedback": text("keep") }),
                json!({ "customer": text("nobody"), "feedback": "remove" }),
                json!({ "customer": "cus_1", "feedback": "remove", "plan": text("x") }),
            ],
        ),
        _ => return None,
    })
}

fn creations(text: &dyn Fn(&str) -> String) -> Both {
    (
        vec![
            json!({ "name": text("Eve New") }),
            json!({
                "name": text("Eve Whole"),
                "company": text("Eve Ltd"),
                "emails": [text("whole@lumenworks.io")],
                "phones": [text("+1 415 555 0199")],
                "user_ids": [text("u_whole")],
                "tags": [text("Eve tag")],
                "custom_fields": { text("cf_Eve"): text("value"), "cf_seats": 7 },
                "social_handles": { text("github"): text("eve") },
                "notes": text("Line one.\nLine two."),
                "idempotency_key": text("k")
            }),
        ],
        vec![
            json!({}),
            json!({ "name": text("x"), "emails": [text("no address")] }),
            json!({ "name": text("x"), "emails": ["e10@lumenworks.io"] }),
            json!({ "name": text("Other"), "idempotency_key": text("k") }),
        ],
    )
}

fn recordings(text: &dyn Fn(&str) -> String) -> Both {
    let whole = json!({
        "message": text("Eve says more."),
        "channel": text("evephone"),
        "email": "more@lumenworks.io",
        "phone": text("+1 415 555 0188"),
        "name": text("Eve More"),
        "user_id": text("u_more"),
        "company": text("Eve Ltd"),
        "category": text("Eve bug"),
        "rating": 4,
        "tags": [text("Eve tag")],
        "custom_fields": { text("cf_Eve"): text("value") },
        "metadata": { text("key"): text("value") },
        "created_at": "2026-11-02",
        "id": text("recorded")
    });
    let mut other = whole.clone();
    other["message"] = text("Something else.").into();
    (
        vec![
            whole.clone(),
            whole,
            json!({ "message": text("Nobody's.") }),
            json!({ "message": text("Keyed."), "email": text("noreply@globex.io"), "idempotency_key": text("r") }),
            json!({
                "message": text("Both."),
                "email": "e12@globex.io",
                "phone": "+1 415 555 0113"
            }),
        ],
        vec![
            other,
            json!({ "name": text("Eve") }),
            json!({ "message": "x", "created_at": text("yesterday") }),
            json!({ "message": "x", "rating": text("five") }),
            json!({ "message": "x", "tags": [text(&"x".repeat(300))] }),
        ],
    )
}

fn updates(text: &dyn Fn(&str) -> String) -> Both {
    (
        vec![
            json!({
                "customer": "cus_3",
                "name": text("Omar Eve"),
                "company": text("Eve Ltd"),
                "add_emails": [text("o@globex.io")],
                "add_phones": [text("+1 415 555 0177")],
                "add_user_ids": [text("u_o")],
                "add_tags": [text("new tag")],
                "set_custom_fields": { text("cf_new"): text("value") },
                "add_social_handles": { text("github"): text("omar") },
                "notes": text("A note.\nAnother.")
            }),
            json!({
                "customer": "cus_3",
                "remove_tags": [text("new tag")],
                "remove_custom_fields": [text("cf_new")],
                "remove_social_handles": { text("github"): text("omar") },
                "append_notes": text("More.")
            }),
            json!({ "customer": "cus_3", "clear": ["company"] }),
        ],
        vec![
            json!({ "name": "x" }),
            json!({ "customer": text("nobody"), "name": "x" }),
            json!({ "customer": "cus_3", "name": "x", "expected_version": 999 }),
            json!({ "customer": "cus_3", "add_emails": ["e10@lumenworks.io"] }),
            json!({ "customer": "cus_3", "add_phones": [text("no number")] }),
            json!({ "customer": "cus_3", "primary_email": text("not@theirs.io") }),
            json!({ "customer": "cus_3", "clear": [text("x")] }),
        ],
    )
}
