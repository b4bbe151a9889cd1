//! Customers changed by a caller whose key lets them.

use serde_json::json;

use super::changes::writer;

#[tokio::test]
async fn an_update_changes_what_it_names_and_nothing_when_it_is_refused() {
    let mut client = writer().await;
    let call = json!({
        "customer": "jane@acme.io",
        "expected_version": 1,
        "name": "Jane D. Doe",
        "company": "Acme",
        "add_emails": ["jane@home.net", "info@acme.io"],
        "primary_email": "JANE@home.net",
        "add_user_ids": ["u_1"],
        "remove_tags": ["VIP"],
        "add_tags": ["Champion"],
        "set_custom_fields": { "cf_plan": "Pro" },
        "add_social_handles": { "github": "jane" },
        "append_notes": "Prefers mail."
    });
    let changed = client.data("update_customer", call.clone()).await;
    insta::assert_json_snapshot!(changed, @r#"
    {
      "customer": {
        "id": "cus_1",
        "name": "Jane D. Doe",
        "company": "Acme",
        "primary_email": "jane@home.net",
        "emails": [
          "jane@home.net",
          "jane@acme.io",
          "info@acme.io"
        ],
        "user_ids": [
          "u_1"
        ],
        "social_handles": [
          {
            "network": "github",
            "handle": "jane"
          }
        ],
        "tags": [
          "Champion"
        ],
        "custom_fields": {
          "cf_plan": "Pro"
        },
        "channels": [
          "api"
        ],
        "feedback_count": 1,
        "first_seen": "2026-11-01T10:15:00Z",
        "last_seen": "2026-11-01T10:15:00Z",
        "notes": "Prefers mail.",
        "version": 2
      }
    }
    "#);
    let mut again = call;
    again["expected_version"] = 2.into();
    again.as_object_mut().unwrap().remove("append_notes");
    let again = client.data("update_customer", again).await;
    assert_eq!(again, changed);
    let nothing = client
        .data("update_customer", json!({ "customer": "cus_1" }))
        .await;
    assert_eq!(nothing, changed);
}

#[tokio::test]
async fn what_cannot_be_changed_so_is_refused_and_nothing_changes() {
    let mut client = writer().await;
    let renamed = json!({ "customer": "cus_1", "name": "Jane D. Doe" });
    let changed = client.data("update_customer", renamed).await;
    let mut refusals = Vec::new();
    for call in [
        json!({ "customer": "jane@acme.io", "expected_version": 1, "name": "J" }),
        json!({ "customer": "cus_1", "add_emails": ["omar@globex.io"] }),
        json!({ "customer": "cus_1", "add_phones": ["call me"] }),
        json!({ "customer": "cus_1", "primary_email": "omar@globex.io" }),
        json!({ "customer": "cus_1", "add_tags": ["x".repeat(10_000)] }),
        json!({ "customer": "cus_1", "set_custom_fields": { "plan": "Pro" } }),
        json!({ "customer": "cus_1", "remove_custom_fields": ["plan"] }),
        json!({ "customer": "cus_1", "name": "J", "clear": ["name"] }),
        json!({ "customer": "cus_1", "add_tags": ["a"], "remove_tags": ["A"] }),
        json!({ "customer": "cus_1", "notes": "a", "append_notes": "b" }),
        json!({ "customer": "cus_1", "clear": ["id"] }),
        json!({ "customer": "jane" }),
        json!({ "customer": " " }),
        json!({ "customer": "cus_99", "name": "J" }),
    ] {
        refusals.push(client.refusal("update_customer", call).await);
    }
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    version_conflict: `cus_1` is at version 2, not 1: it was changed in between; look at the values as they are now, and if the change still fits send it with `expected_version` 2
    {"customer":{"id":"cus_1","name":"Jane D. Doe","primary_email":"jane@acme.io","emails":["jane@acme.io"],"tags":["vip"],"channels":["api"],"feedback_count":1,"first_seen":"2026-11-01T10:15:00Z","last_seen":"2026-11-01T10:15:00Z","version":2}}
    conflict: `omar@globex.io` belongs to `cus_2`; change that customer with `update_customer`, or, if both are one person, unite them with `merge_customers`
    {"owner":{"id":"cus_2","name":"Omar Haddad"}}
    invalid_value: `add_phones`: `call me`: it cannot be read as a phone number; write it with its country, as `+1 415 555 0132`
    invalid_value: `primary_email`: `omar@globex.io` is no contact of the customer; name one of theirs, or add it in the same call
    invalid_value: `add_tags`: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`: it has 10000 characters; at most 200 are kept
    invalid_value: `set_custom_fields`: `plan`: keys of custom fields start with `cf_`; write `cf_plan`
    invalid_value: `remove_custom_fields`: `plan`: keys of custom fields start with `cf_`; write `cf_plan`
    invalid_value: `name`: `J` is to be set and to be taken away; ask for one of the two
    invalid_value: `tags`: `a` is to be set and to be taken away; ask for one of the two
    invalid_value: `append_notes`: `notes` replaces the notes that are there; send one of the two
    invalid_value: `clear` is `["id"]`; accepted: a list of `name`, `company`, `notes`, `emails`, `phones`, `user_ids`, `tags`, `custom_fields`, `social_handles`, `primary_email`, `primary_phone`, at most 100
    not_found: no customer is known by `jane`; ask for one of the near matches by id, or search with `list_customers`
    {"near_matches":[{"id":"cus_1","name":"Jane D. Doe","email":"jane@acme.io"}]}
    invalid_value: `customer`: it is empty; give an id or an address
    not_found: no customer is known by `cus_99`; search with `list_customers`
    "#);
    let now = client
        .data("get_customer", json!({ "customer": "cus_1" }))
        .await;
    assert_eq!(now["customer"], changed["customer"]);
}
