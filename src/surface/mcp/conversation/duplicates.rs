//! Pairs that may be one person, and marks that they are two.

use serde_json::{Value, json};

use super::Client;
use crate::domain::access::Scope::{Read, Write};

const PAIR: [(&str, &str); 2] = [("one", "cus_1"), ("other", "cus_2")];

fn pair(different: impl Into<Option<bool>>) -> Value {
    let mut arguments: Value = PAIR.into_iter().collect();
    if let Some(different) = different.into() {
        arguments["different"] = json!(different);
    }
    arguments
}

async fn data(client: &mut Client, tool: &str, arguments: Value) -> Value {
    let mut reply = client.call(tool, arguments).await;
    assert_eq!(reply["result"]["isError"], false, "{reply}");
    reply["result"]["structuredContent"].take()
}

#[tokio::test]
async fn a_mark_says_who_made_it_and_is_undone_by_the_same_tool() {
    let mut client = Client::greeted_as(&[Read, Write]).await;
    let mut marked = data(&mut client, "mark_different", pair(None)).await;
    assert!(marked["marked_at"].take().is_string());
    assert_eq!(
        marked,
        json!({
            "one": { "id": "cus_1", "name": "Jane Doe" },
            "other": { "id": "cus_2", "name": "Omar Haddad" },
            "different": true,
            "changed": true,
            "marked_by": "assistant",
            "marked_at": null
        })
    );
    let again = data(&mut client, "mark_different", pair(true)).await;
    assert_eq!(
        (&again["different"], &again["changed"]),
        (&json!(true), &json!(false))
    );
    let undone = data(&mut client, "mark_different", pair(false)).await;
    assert_eq!(
        (&undone["different"], &undone["changed"]),
        (&json!(false), &json!(true))
    );
    assert!(undone.get("marked_by").is_none());
    let again = data(&mut client, "mark_different", pair(false)).await;
    assert_eq!(again["changed"], json!(false));
}

#[tokio::test]
async fn what_cannot_be_marked_or_asked_says_why() {
    let mut client = Client::greeted_as(&[Read, Write]).await;
    let mut refusals = Vec::new();
    for (tool, arguments) in [
        ("mark_different", json!({ "one": "cus_1" })),
        (
            "mark_different",
            json!({ "one": "cus_1", "other": "cus_1" }),
        ),
        (
            "mark_different",
            json!({ "one": "cus_1", "other": "JANE@acme.io" }),
        ),
        (
            "mark_different",
            json!({ "one": "cus_1", "other": "cus_99" }),
        ),
        (
            "mark_different",
            json!({ "one": "cus_1", "other": "cus_2", "different": "no" }),
        ),
        ("find_duplicates", json!({ "customer": " " })),
        ("find_duplicates", json!({ "customer": "cus_99" })),
        ("find_duplicates", json!({ "min_score": -1 })),
        ("find_duplicates", json!({ "limit": 0 })),
        ("find_duplicates", json!({ "cursor": "x" })),
    ] {
        let reply = client.call(tool, arguments).await;
        assert_eq!(reply["result"]["isError"], true, "{reply}");
        let text = &reply["result"]["content"][0]["text"];
        refusals.push(text.as_str().unwrap().to_owned());
    }
    insta::assert_snapshot!(refusals.join("\n"));
}

#[tokio::test]
async fn marking_needs_the_scope_of_writing() {
    for mut client in [Client::greeted().await, Client::greeted_as(&[Read]).await] {
        let reply = client.call("mark_different", pair(None)).await;
        let code = &reply["result"]["structuredContent"]["code"];
        assert_eq!(code, "missing_scope", "{reply}");
    }
}

#[tokio::test]
async fn a_directory_without_pairs_answers_with_none() {
    let mut client = Client::greeted().await;
    let answer = data(&mut client, "find_duplicates", json!({})).await;
    assert_eq!(answer, json!({ "pairs": [], "returned": 0 }));
}
