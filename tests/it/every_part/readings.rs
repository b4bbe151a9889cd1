//! Calls of the tools that read.

use serde_json::json;

use super::Both;

pub(super) fn of(tool: &str, text: &dyn Fn(&str) -> String) -> Option<Both> {
    Some(match tool {
        "list_customers" => (
            vec![
                json!({}),
                json!({ "detail": "full", "limit": 2 }),
                json!({ "search": text("eve"), "sort": "name", "order": "asc" }),
                json!({ "channel": text("eve"), "tag": text("x"), "company": text("y") }),
                json!({ "custom_field": text("cf_Eve"), "custom_value": text("z") }),
                json!({ "search": text("nobody of this name") }),
            ],
            vec![
                json!({ "limit": 0 }),
                json!({ "cursor": text("x") }),
                json!({ "seen_after": text("yesterday") }),
                json!({ "custom_value": text("x") }),
                json!({ "seen_after": "2026-02-01", "seen_before": "2026-01-01" }),
            ],
        ),
        "get_customer" => (
            vec![
                json!({ "customer": "cus_1" }),
                json!({ "customer": "cus_2", "detail": "full", "feedback_limit": 50 }),
                json!({ "customer": "e10@lumenworks.io", "feedback_limit": 0 }),
            ],
            vec![
                json!({}),
                json!({ "customer": " " }),
                json!({ "customer": "eve" }),
                json!({ "customer": text("eve") }),
                json!({ "customer": "cus_999" }),
                json!({ "customer": text("nobody@globex.io") }),
            ],
        ),
        "list_feedback" => (
            vec![
                json!({}),
                json!({ "detail": "full", "limit": 2 }),
                json!({ "customer": "cus_1" }),
                json!({ "unlinked": true, "detail": "full" }),
                json!({ "search": text("export"), "channel": text("eve") }),
            ],
            vec![
                json!({ "customer": text("nobody") }),
                json!({ "limit": 1_000 }),
                json!({ "cursor": text("x") }),
            ],
        ),
        "summarize_customers" => (
            vec![
                json!({}),
                json!({ "by": ["tag", "channel", "company", "first_seen_month", "custom_field"] }),
                json!({ "custom_field_key": "cf_Eve", "top": 1 }),
                json!({ "custom_field_key": text("cf_Eve") }),
                json!({ "search": text("eve") }),
            ],
            vec![json!({ "by": [text("x")] }), json!({ "top": 0 })],
        ),
        "find_duplicates" => (
            vec![
                json!({}),
                json!({ "customer": "cus_1", "min_score": 1 }),
                json!({ "limit": 1 }),
            ],
            vec![
                json!({ "customer": text("nobody") }),
                json!({ "min_score": -1 }),
                json!({ "cursor": text("x") }),
            ],
        ),
        _ => return None,
    })
}
