//! The tool `list_feedback`.

use serde_json::{Value, json};

use crate::program::{Folder, Server};
use crate::strangers::{HIDDEN, assert_shows_eve_clean};

fn events() -> Vec<Value> {
    vec![
        json!({
            "id": "fb_1",
            "message": "The export is slow. ".repeat(30),
            "channel": "widget",
            "email": "Jane@Lumenworks.io",
            "phone": "+1 415 555 0132",
            "user_id": "u_1",
            "name": "Jane Holloway",
            "category": "Feature Request",
            "rating": 2,
            "created_at": "2026-10-01T09:30:00Z"
        }),
        json!({
            "id": "fb_2",
            "message": "Exports work now, thanks!",
            "channel": "email",
            "email": "jane@lumenworks.io",
            "category": "praise",
            "rating": 4.5,
            "created_at": "2026-10-02T09:30:00.250Z"
        }),
        json!({
            "id": "fb_3",
            "message": "Who reads this?",
            "created_at": "2026-10-03T09:30:00Z"
        }),
        json!({
            "id": "fb_4",
            "message": "李雷 says hi",
            "user_id": "u_2",
            "created_at": "2026-10-03T09:30:00Z"
        }),
    ]
}

fn ids(answer: &Value) -> Vec<&str> {
    let rows = answer["feedback"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

/// The ids of everything that answers a question, and its total.
fn found(server: &mut Server, question: Value) -> Vec<String> {
    let answer = server.data("list_feedback", question);
    assert_eq!(answer["total"], ids(&answer).len());
    ids(&answer).into_iter().map(str::to_owned).collect()
}

#[test]
fn the_newest_comes_first_and_says_whose_it_is() {
    let folder = Folder::with_events(&events());
    let mut answer = folder.greeted().data("list_feedback", json!({}));
    let message = answer["feedback"][3]["message"].take();
    assert_eq!(message.as_str().unwrap().chars().count(), 280);
    insta::assert_json_snapshot!(answer, @r#"
    {
      "feedback": [
        {
          "id": "fb_4",
          "channel": "api",
          "message": "李雷 says hi",
          "created_at": "2026-10-03T09:30:00Z",
          "customer": {
            "id": "cus_2"
          }
        },
        {
          "id": "fb_3",
          "channel": "api",
          "message": "Who reads this?",
          "created_at": "2026-10-03T09:30:00Z"
        },
        {
          "id": "fb_2",
          "channel": "email",
          "message": "Exports work now, thanks!",
          "category": "praise",
          "rating": 4.5,
          "created_at": "2026-10-02T09:30:00.25Z",
          "customer": {
            "id": "cus_1",
            "name": "Jane Holloway"
          }
        },
        {
          "id": "fb_1",
          "channel": "widget",
          "message": null,
          "message_cut": 320,
          "category": "Feature Request",
          "rating": 2,
          "created_at": "2026-10-01T09:30:00Z",
          "customer": {
            "id": "cus_1",
            "name": "Jane Holloway"
          }
        }
      ],
      "total": 4,
      "returned": 4
    }
    "#);
}

#[test]
fn every_filter_says_what_it_means() {
    let folder = Folder::with_events(&events());
    let mut server = folder.greeted();
    for (question, expected) in [
        (json!({ "search": "export" }), &["fb_2", "fb_1"][..]),
        (json!({ "search": "EXPORTS thanks" }), &["fb_2"]),
        (json!({ "search": "is" }), &["fb_1"]),
        (json!({ "search": "雷" }), &["fb_4"]),
        (json!({ "search": "port" }), &[]),
        (json!({ "channel": "Widget" }), &["fb_1"]),
        (json!({ "category": "feature-request" }), &["fb_1"]),
        (json!({ "rating_min": 2 }), &["fb_2", "fb_1"]),
        (json!({ "rating_min": 2.5, "rating_max": 4.5 }), &["fb_2"]),
        (
            json!({ "created_after": "2026-10-02T09:30:00.250Z", "created_before": "2026-10-03" }),
            &["fb_2"],
        ),
        (json!({ "unlinked": true }), &["fb_3"]),
        (json!({ "unlinked": false, "search": "this" }), &["fb_3"]),
    ] {
        assert_eq!(found(&mut server, question.clone()), expected, "{question}");
    }
}

#[test]
fn a_customer_is_known_by_everything_that_identifies() {
    let folder = Folder::with_events(&events());
    let mut server = folder.greeted();
    for asked in [
        "cus_1",
        "JANE@lumenworks.io",
        "+1 (415) 555-0132",
        "u_1",
        " cus_1 ",
    ] {
        let found = found(&mut server, json!({ "customer": asked }));
        assert_eq!(found, ["fb_2", "fb_1"], "{asked}");
    }
}

#[test]
fn whole_messages_are_shown_on_request_within_what_an_assistant_can_read() {
    let long = |id: &str| json!({ "id": id, "message": "李 \"quoted\"\n".repeat(1_500), "created_at": "2026-01-01" });
    let folder = Folder::with_events(&[long("fb_1"), long("fb_2")]);
    let mut server = folder.greeted();
    let answer = server.data("list_feedback", json!({ "detail": "full" }));
    assert!(answer.to_string().len() < 25_000);
    assert_eq!(
        (&answer["returned"], &answer["total"]),
        (&json!(1), &json!(2))
    );
    assert!(answer["feedback"][0]["message_cut"].as_u64() > Some(1_000));
    assert!(
        answer["note"]
            .as_str()
            .unwrap()
            .contains("only 1 of 2 rows")
    );
    let next = json!({ "detail": "full", "cursor": answer["next_cursor"] });
    assert_eq!(ids(&server.data("list_feedback", next)), ["fb_1"]);
}

#[test]
fn pages_lead_through_all_samples_once() {
    let folder = Folder::with_samples();
    let mut server = folder.greeted();
    let (mut question, mut seen) = (json!({ "limit": 37 }), Vec::new());
    let total = loop {
        let answer = server.data("list_feedback", question.clone());
        seen.extend(ids(&answer).into_iter().map(str::to_owned));
        match answer.get("next_cursor") {
            Some(cursor) => question["cursor"] = cursor.clone(),
            None => break answer["total"].as_u64().unwrap(),
        }
    };
    let once: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len() as u64, once.len()), (total, seen.len()));
}

#[test]
fn strangers_text_is_shown_without_what_cannot_be_seen() {
    let folder = Folder::with_events(&[json!({
        "id": format!("fb{HIDDEN}"),
        "message": format!("ignore{HIDDEN} all"),
        "category": format!("bug{HIDDEN}"),
        "user_id": "u_1",
        "name": format!("Eve{HIDDEN}")
    })]);
    let shown = folder
        .greeted()
        .call("list_feedback", json!({}))
        .to_string();
    assert_shows_eve_clean(&shown);
}

#[test]
fn a_question_that_cannot_be_answered_says_what_to_do() {
    let folder = Folder::with_events(&events());
    let mut server = folder.greeted();
    let of_customers = server.data("list_customers", json!({ "limit": 1 }))["next_cursor"].take();
    let of_all = server.data("list_feedback", json!({ "limit": 1 }))["next_cursor"].take();
    let refusals: Vec<String> = [
        json!({ "customer": "jane" }),
        json!({ "customer": "cus_99" }),
        json!({ "customer": " " }),
        json!({ "customer": "cus_1", "unlinked": true }),
        json!({ "category": "…" }),
        json!({ "channel": "" }),
        json!({ "rating_min": "high" }),
        json!({ "created_after": "yesterday" }),
        json!({ "limit": 101 }),
        json!({ "cursor": "x" }),
        json!({ "cursor": of_customers }),
        json!({ "cursor": of_all, "customer": "cus_1" }),
        json!({ "seen_after": "2026-01-01" }),
    ]
    .into_iter()
    .map(|question| server.refusal("list_feedback", question))
    .collect();
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    not_found: no customer is known by `jane`; ask for one of the near matches by id, or search with `list_customers`
    {"near_matches":[{"id":"cus_1","name":"Jane Holloway","email":"jane@lumenworks.io"}]}
    not_found: no customer is known by `cus_99`; search with `list_customers`
    invalid_value: `customer`: it is empty; leave it out to ask for any
    invalid_value: `unlinked`: what belongs to no customer is not `customer`'s; leave one of both out
    invalid_value: `category`: it has no letters or digits; leave it out to ask for any
    invalid_value: `channel`: it is empty; leave it out to ask for any
    invalid_value: `rating_min` is `"high"`; accepted: numbers
    invalid_value: `created_after`: `yesterday` is not a date; write it as `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) or Unix seconds
    invalid_value: `limit` is `101`; accepted: whole numbers from 1 to 100
    invalid_value: `cursor`: it is not a cursor; pass `next_cursor` of the page before, unchanged, or leave it out
    invalid_value: `cursor`: it belongs to another question; keep all else as it was, or leave it out to start again
    invalid_value: `cursor`: it belongs to another question; keep all else as it was, or leave it out to start again
    unknown_parameter: `seen_after` is not a parameter of `list_feedback` (did you mean `created_after`?); accepted: `customer`, `unlinked`, `search`, `channel`, `category`, `rating_min`, `rating_max`, `created_after`, `created_before`, `limit`, `cursor`, `detail`
    "#);
    let mut note = |question: Value| server.data("list_feedback", question)["note"].take();
    assert!(
        note(json!({ "search": "?!" }))
            .as_str()
            .unwrap()
            .contains("no letters or digits")
    );
    assert_eq!(note(json!({ "search": "nothing" })), Value::Null);
}
