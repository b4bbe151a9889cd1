//! The tool `summarize_customers`.

use serde_json::{Value, json};

use crate::program::Folder;

/// Four people, three of whom have labels.
pub(crate) fn events() -> Vec<Value> {
    let event = |person: &str, at: &str, tags: &[&str], plan: Value| {
        json!({
            "user_id": person,
            "message": "Hi",
            "channel": "widget",
            "company": if person == "u_4" { Value::Null } else { json!("Lumenworks") },
            "tags": tags,
            "custom_fields": { "cf_plan": plan },
            "created_at": at
        })
    };
    vec![
        event(
            "u_1",
            "2026-09-30T23:59:59Z",
            &["VIP", "beta"],
            json!("Pro"),
        ),
        event(
            "u_2",
            "2026-10-01T00:00:00Z",
            &["vip", "alpha"],
            json!("pro"),
        ),
        event("u_3", "2026-10-02", &["Vip"], json!(25)),
        event("u_4", "2026-10-03", &[], Value::Null),
    ]
}

#[test]
fn everything_is_counted_where_nobody_says_by_what() {
    let folder = Folder::with_events(&events());
    let answer = folder
        .greeted()
        .data("summarize_customers", json!({ "top": 2 }));
    insta::assert_json_snapshot!(answer, @r#"
    {
      "total": 4,
      "by": {
        "tag": {
          "values": [
            {
              "value": "VIP",
              "customers": 3
            },
            {
              "value": "alpha",
              "customers": 1
            }
          ],
          "others": {
            "values": 1,
            "customers": 1
          },
          "without": 1
        },
        "channel": {
          "values": [
            {
              "value": "widget",
              "customers": 4
            }
          ],
          "without": 0
        },
        "company": {
          "values": [
            {
              "value": "Lumenworks",
              "customers": 3
            }
          ],
          "without": 1
        },
        "first_seen_month": {
          "values": [
            {
              "value": "2026-10",
              "customers": 3
            },
            {
              "value": "2026-09",
              "customers": 1
            }
          ],
          "without": 0
        },
        "custom_field": {
          "values": [
            {
              "value": "cf_plan",
              "customers": 3
            }
          ],
          "without": 1
        }
      }
    }
    "#);
}

#[test]
fn the_values_of_a_custom_field_are_counted_on_request() {
    let folder = Folder::with_events(&events());
    let question = json!({ "by": ["custom_field"], "custom_field_key": "plan", "tag": "vip" });
    let answer = folder.greeted().data("summarize_customers", question);
    let values = json!([{ "value": "Pro", "customers": 2 }, { "value": "25", "customers": 1 }]);
    let field = json!({ "key": "cf_plan", "values": values, "without": 0 });
    assert_eq!(
        answer,
        json!({ "total": 3, "by": { "custom_field": field } })
    );
}

#[test]
fn a_number_alone_is_a_small_answer() {
    let folder = Folder::with_events(&events());
    let mut server = folder.greeted();
    for (question, total) in [
        (json!({ "by": [] }), 4),
        (json!({ "by": "[]", "company": "LUMENWORKS" }), 3),
        (json!({ "by": [], "seen_before": "2026-10-01" }), 1),
        (json!({ "by": [], "search": "nobody" }), 0),
    ] {
        let answer = server.data("summarize_customers", question.clone());
        assert_eq!(answer, json!({ "total": total, "by": {} }), "{question}");
    }
}

#[test]
fn an_answer_stays_within_what_an_assistant_can_read() {
    let long = |number: usize, letter: &str| format!("{number:03}{}", letter.repeat(150));
    let events: Vec<Value> = (0..60)
        .map(|number| json!({ "user_id": format!("u_{number}"), "tags": [long(number, "李")], "company": long(number, "雷"), "created_at": "2026-01-01" }))
        .collect();
    let folder = Folder::with_events(&events);
    let answer = folder
        .greeted()
        .data("summarize_customers", json!({ "top": 50 }));
    assert!(answer.to_string().len() < 25_000);
    assert!(
        answer["note"]
            .as_str()
            .unwrap()
            .contains("values of each fit this answer")
    );
    let tags = &answer["by"]["tag"];
    let named = tags["values"].as_array().unwrap().len();
    assert_eq!(
        tags["others"],
        json!({ "values": 60 - named, "customers": 60 - named })
    );
}

#[test]
fn a_question_that_cannot_be_answered_says_what_to_do() {
    let folder = Folder::with_events(&events());
    let mut server = folder.greeted();
    let refusals: Vec<String> = [
        json!({ "by": ["plan"] }),
        json!({ "by": "tag" }),
        json!({ "top": 51 }),
        json!({ "custom_field_key": " " }),
        json!({ "custom_value": "pro" }),
        json!({ "seen_after": "yesterday" }),
        json!({ "limit": 5 }),
    ]
    .into_iter()
    .map(|question| server.refusal("summarize_customers", question))
    .collect();
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    invalid_value: `by` is `["plan"]`; accepted: a list of `tag`, `channel`, `company`, `first_seen_month`, `custom_field`, at most 100
    invalid_value: `by` is `"tag"`; accepted: a list of `tag`, `channel`, `company`, `first_seen_month`, `custom_field`, at most 100
    invalid_value: `top` is `51`; accepted: whole numbers from 1 to 50
    invalid_value: `custom_field_key`: it is empty; leave it out to ask for any
    invalid_value: `custom_value`: it needs `custom_field` beside it
    invalid_value: `seen_after`: `yesterday` is not a date; write it as `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) or Unix seconds
    unknown_parameter: `limit` is not a parameter of `summarize_customers`; accepted: `search`, `channel`, `tag`, `company`, `custom_field`, `custom_value`, `seen_after`, `seen_before`, `by`, `custom_field_key`, `top`
    "#);
    let mut note = |question: Value| server.data("summarize_customers", question)["note"].take();
    assert!(
        note(json!({ "search": "?!" }))
            .as_str()
            .unwrap()
            .contains("no letters or digits")
    );
    assert!(
        note(json!({ "custom_field_key": "plna" }))
            .as_str()
            .unwrap()
            .contains("has `cf_plna`")
    );
}

#[test]
fn strangers_text_is_shown_without_what_cannot_be_seen() {
    let hidden = "\u{202e}\u{200b}\u{e0041}";
    let folder = Folder::with_events(&[json!({
        "user_id": "u_1",
        "company": format!("Evil{hidden}"),
        "tags": [format!("tag{hidden}")],
        "channel": format!("fax{hidden}"),
        "custom_fields": { format!("cf_a{hidden}"): format!("b{hidden}") }
    })]);
    let mut server = folder.greeted();
    for question in [
        json!({}),
        json!({ "custom_field_key": format!("a{hidden}") }),
    ] {
        let shown = server.call("summarize_customers", question).to_string();
        for letter in hidden.chars() {
            assert!(!shown.contains(letter), "{letter:?} in {shown}");
        }
        assert!(shown.contains("Evil"), "{shown}");
    }
}
