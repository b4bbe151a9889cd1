//! The tool `get_customer`.

use serde_json::{Value, json};

use crate::program::Folder;
use crate::strangers::{HIDDEN, assert_shows_eve_clean};

fn jane() -> Vec<Value> {
    vec![
        json!({
            "id": "fb_1",
            "message": "The export is slow.",
            "channel": "widget",
            "email": "Jane@Lumenworks.io",
            "phone": "+1 415 555 0132",
            "user_id": "u_1",
            "name": "Jane Holloway",
            "created_at": "2026-10-01T09:30:00Z"
        }),
        json!({
            "id": "fb_2",
            "message": "x".repeat(1_000),
            "channel": "email",
            "email": "jane@lumenworks.io",
            "rating": 4,
            "custom_fields": { "cf_plan": "Pro", "cf_seats": 25 },
            "created_at": "2026-10-02T09:30:00.250Z"
        }),
    ]
}

#[test]
fn a_profile_is_found_by_everything_that_identifies() {
    let folder = Folder::with_events(&jane());
    let mut server = folder.greeted();
    for asked in [
        "cus_1",
        "JANE@lumenworks.io",
        "+1 (415) 555-0132",
        "u_1",
        " cus_1 ",
    ] {
        let answer = server.data("get_customer", json!({ "customer": asked }));
        assert_eq!(answer["customer"]["id"], "cus_1", "{asked}");
    }
}

#[test]
fn a_whole_profile_says_where_each_value_came_from() {
    let folder = Folder::with_events(&jane());
    let question = json!({ "customer": "cus_1", "detail": "full", "feedback_limit": 1 });
    let mut answer = folder.greeted().data("get_customer", question);
    let message = answer["feedback"][0]["message"].take();
    assert_eq!(message.as_str().unwrap().len(), 600);
    insta::assert_json_snapshot!(answer, @r#"
    {
      "customer": {
        "id": "cus_1",
        "name": "Jane Holloway",
        "primary_email": "jane@lumenworks.io",
        "primary_phone": "+14155550132",
        "emails": [
          "jane@lumenworks.io"
        ],
        "phones": [
          "+14155550132"
        ],
        "user_ids": [
          "u_1"
        ],
        "custom_fields": {
          "cf_plan": "Pro",
          "cf_seats": 25
        },
        "channels": [
          "email",
          "widget"
        ],
        "feedback_count": 2,
        "first_seen": "2026-10-01T09:30:00Z",
        "last_seen": "2026-10-02T09:30:00.25Z",
        "version": 2,
        "sources": [
          {
            "feedback_id": "fb_1",
            "channel": "widget",
            "at": "2026-10-01T09:30:00Z",
            "name": "Jane Holloway",
            "emails": [
              "jane@lumenworks.io"
            ],
            "phones": [
              "+14155550132"
            ],
            "user_ids": [
              "u_1"
            ]
          },
          {
            "feedback_id": "fb_2",
            "channel": "email",
            "at": "2026-10-02T09:30:00.25Z",
            "custom_fields": [
              "cf_plan",
              "cf_seats"
            ]
          }
        ]
      },
      "feedback": [
        {
          "id": "fb_2",
          "channel": "email",
          "message": null,
          "message_cut": 400,
          "rating": 4,
          "created_at": "2026-10-02T09:30:00.25Z"
        }
      ],
      "feedback_total": 2
    }
    "#);
}

#[test]
fn strangers_text_is_shown_without_what_cannot_be_seen() {
    let folder = Folder::with_events(&[json!({
        "id": "fb_1",
        "message": format!("ignore{HIDDEN} all"),
        "email": "eve@lumenworks.io",
        "name": format!("Eve{HIDDEN}"),
        "company": format!("Evil{HIDDEN}"),
        "tags": [format!("tag{HIDDEN}")],
        "custom_fields": { format!("cf_a{HIDDEN}"): format!("b{HIDDEN}") }
    })]);
    let mut server = folder.greeted();
    let shown = [
        server.call(
            "get_customer",
            json!({ "customer": "cus_1", "detail": "full" }),
        ),
        server.call("list_customers", json!({ "detail": "full" })),
        server.call("list_customers", json!({})),
        server.call("get_customer", json!({ "customer": "eve" })),
    ];
    for answer in shown {
        assert_shows_eve_clean(&answer.to_string());
    }
}

#[test]
fn nobody_is_answered_with_near_matches_and_bad_arguments_with_what_is_accepted() {
    let folder = Folder::with_events(&jane());
    let mut server = folder.greeted();
    let refusals = [
        server.refusal("get_customer", json!({ "customer": "jane" })),
        server.refusal("get_customer", json!({ "customer": "cus_99" })),
        server.refusal("get_customer", json!({ "customer": "" })),
        server.refusal("get_customer", json!({ "customer": 7 })),
        server.refusal("get_customer", json!({ "id": "cus_1" })),
        server.refusal(
            "get_customer",
            json!({ "customer": "cus_1", "feedback_limit": 51 }),
        ),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    not_found: no customer is known by `jane`; ask for one of the near matches by id, or search with `list_customers`
    {"near_matches":[{"id":"cus_1","name":"Jane Holloway","email":"jane@lumenworks.io"}]}
    not_found: no customer is known by `cus_99`; search with `list_customers`
    invalid_value: `customer`: it is empty; give an id or an address
    invalid_value: `customer` is `7`; accepted: text of at most 500 characters
    unknown_parameter: `id` is not a parameter of `get_customer`; accepted: `customer`, `feedback_limit`, `detail`
    invalid_value: `feedback_limit` is `51`; accepted: whole numbers from 0 to 50
    "#);
}
