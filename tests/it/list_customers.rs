//! The tool `list_customers`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::program::{Folder, Server};

fn ids(answer: &Value) -> Vec<String> {
    let rows = answer["customers"].as_array().unwrap();
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

fn walk(server: &mut Server, question: &Value) -> (Vec<String>, u64) {
    let mut question = question.clone();
    let mut seen = Vec::new();
    loop {
        let answer = server.data("list_customers", question.clone());
        assert_eq!(answer["returned"], ids(&answer).len());
        seen.extend(ids(&answer));
        match answer.get("next_cursor") {
            Some(cursor) => question["cursor"] = cursor.clone(),
            None => return (seen, answer["total"].as_u64().unwrap()),
        }
    }
}

#[test]
fn an_empty_directory_says_how_to_fill_it() {
    let answer = Folder::empty().greeted().data("list_customers", json!({}));
    assert_eq!(
        (&answer["total"], &answer["returned"]),
        (&json!(0), &json!(0))
    );
    assert!(
        answer["note"]
            .as_str()
            .unwrap()
            .contains("customer-directory ingest")
    );
}

#[test]
fn a_row_shows_what_is_known() {
    let folder = Folder::with_events(&[json!({
        "id": "fb_1",
        "message": "The export is slow.",
        "channel": "widget",
        "email": "Jane@Lumenworks.io",
        "name": "Jane Holloway",
        "company": "Lumenworks",
        "tags": ["VIP"],
        "created_at": "2026-10-01T09:30:00Z"
    })]);
    let mut server = folder.greeted();
    insta::assert_json_snapshot!(server.data("list_customers", json!({ "search": "hollo" })), @r#"
    {
      "customers": [
        {
          "id": "cus_1",
          "name": "Jane Holloway",
          "email": "jane@lumenworks.io",
          "company": "Lumenworks",
          "tags": [
            "VIP"
          ],
          "channels": [
            "widget"
          ],
          "feedback_count": 1,
          "first_seen": "2026-10-01",
          "last_seen": "2026-10-01",
          "matched_on": [
            "name"
          ]
        }
      ],
      "total": 1,
      "returned": 1
    }
    "#);
}

#[test]
fn pages_lead_through_everybody_once_in_every_order() {
    let folder = Folder::with_samples();
    let mut server = folder.greeted();
    for sort in ["last_seen", "first_seen", "feedback_count", "name"] {
        for order in ["asc", "desc"] {
            let question = json!({ "sort": sort, "order": order, "limit": 37 });
            let (seen, total) = walk(&mut server, &question);
            let once: BTreeSet<&String> = seen.iter().collect();
            assert_eq!(
                (seen.len() as u64, once.len()),
                (total, seen.len()),
                "{question}"
            );
        }
    }
    let (whole, total) = walk(&mut server, &json!({ "detail": "full", "limit": 100 }));
    assert_eq!(whole.len() as u64, total);
}

#[test]
fn answers_stay_within_what_an_assistant_can_read() {
    let folder = Folder::with_samples();
    let mut server = folder.greeted();
    for question in [
        json!({ "limit": 100 }),
        json!({ "limit": 100, "detail": "full" }),
    ] {
        let answer = server.data("list_customers", question.clone());
        let (length, returned) = (
            answer.to_string().len(),
            answer["returned"].as_u64().unwrap(),
        );
        assert!(length < 25_000, "{question}: {length}");
        let says_so = answer["note"]
            .as_str()
            .is_some_and(|note| note.contains("of 100 rows"));
        assert_eq!(returned < 100, says_so, "{question}");
    }
}

#[test]
fn a_cursor_belongs_to_its_question() {
    let folder = Folder::with_samples();
    let mut server = folder.greeted();
    let cursor = server.data("list_customers", json!({}))["next_cursor"].take();
    let refusal = server.refusal("list_customers", json!({ "cursor": cursor, "tag": "vip" }));
    assert!(
        refusal.starts_with("invalid_value: `cursor`: it belongs to another"),
        "{refusal}"
    );
}

#[test]
fn filters_and_searches_find_the_same_people_in_any_spelling() {
    let folder = Folder::with_samples();
    let mut server = folder.greeted();
    let mut total = |question: Value| server.data("list_customers", question)["total"].take();
    for (one, other) in [
        (json!({ "tag": "vip" }), json!({ "tag": " VIP " })),
        (
            json!({ "channel": "widget" }),
            json!({ "channel": "Widget" }),
        ),
        (
            json!({ "company": "lumenworks" }),
            json!({ "company": "LUMENWORKS" }),
        ),
        (
            json!({ "custom_field": "cf_plan" }),
            json!({ "custom_field": "plan" }),
        ),
        (json!({ "search": "zolc" }), json!({ "search": "ŻÓŁĆ" })),
        (
            json!({ "tag": "vip", "limit": null }),
            json!({ "tag": "vip", "limit": 5.0 }),
        ),
    ] {
        let (first, second) = (total(one.clone()), total(other));
        assert_eq!(first, second, "{one}");
        assert_ne!(first, 0, "{one}");
    }
    assert_eq!(total(json!({ "search": "?!" })), 0);
}
