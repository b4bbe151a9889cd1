//! What is offered while somebody types.

use serde_json::{Value, json};

use super::{Client, initialize, modern, request};

fn params(reference: &Value, argument: &str, typed: &str) -> Value {
    json!({ "ref": reference, "argument": { "name": argument, "value": typed } })
}

fn prompt(name: &str) -> Value {
    json!({ "type": "ref/prompt", "name": name })
}

fn template(uri: &str) -> Value {
    json!({ "type": "ref/resource", "uri": uri })
}

async fn ask(client: &mut Client, reference: &Value, argument: &str, typed: &str) -> Value {
    let params = params(reference, argument, typed);
    client.ask(&request(1, "completion/complete", params)).await
}

#[tokio::test]
async fn what_was_typed_goes_on_as_something_in_the_directory() {
    let mut client = Client::connect();
    let greeting = client.ask(&initialize("2025-11-25")).await;
    assert_eq!(greeting["result"]["capabilities"]["completions"], json!({}));
    let sharing = |word: &str| template(&format!("directory://customers/{word}/{{{word}}}"));
    for (reference, argument, typed, offered) in [
        (prompt("brief_me"), "customer", "jan", json!(["cus_1"])),
        (prompt("brief_me"), "customer", "omar@gl", json!(["cus_2"])),
        (
            prompt("prepare_reply"),
            "customer",
            "",
            json!(["cus_2", "cus_1"]),
        ),
        (
            prompt("prepare_reply"),
            "customer",
            "cus_2",
            json!(["cus_2"]),
        ),
        (prompt("prepare_reply"), "customer", "cus_3", json!([])),
        (prompt("prepare_reply"), "customer", "…", json!([])),
        (prompt("prepare_reply"), "points", "x", json!([])),
        (prompt("whats_new"), "tag", "V", json!(["vip"])),
        (prompt("whats_new"), "tag", "", json!(["beta", "vip"])),
        (template("customer://{id}"), "id", "doe", json!(["cus_1"])),
        (template("customer://{id}/feedback"), "id", "x", json!([])),
        (sharing("channel"), "channel", "a", json!(["api"])),
        (sharing("company"), "company", "a", json!([])),
        (sharing("custom_field"), "custom_field", "cf_", json!([])),
    ] {
        let reply = ask(&mut client, &reference, argument, typed).await;
        let completion = &reply["result"]["completion"];
        assert_eq!(completion["values"], offered, "{typed}: {reply}");
        assert_eq!(completion["total"], offered.as_array().unwrap().len());
        assert_eq!(completion["hasMore"], false);
    }
    let reply = ask(&mut client, &prompt("whats_new"), "since", "").await;
    assert_eq!(reply["result"]["completion"]["total"], 4);
    let long = "a".repeat(1_000_000);
    let reply = ask(&mut client, &prompt("brief_me"), "customer", &long).await;
    assert_eq!(reply["result"]["completion"]["values"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_completed_is_told_why() {
    let mut client = Client::greeted().await;
    let mut sentences = Vec::new();
    for (reference, argument) in [
        (prompt("make_coffee"), "customer"),
        (prompt("brief_me"), "id"),
        (template("customer://cus_1"), "id"),
        (template("directory://summary"), "id"),
        (template("customer://{id}"), "customer"),
        (template("customer://{id}"), ""),
    ] {
        let reply = ask(&mut client, &reference, argument, "jane").await;
        assert_eq!(reply["error"]["code"], -32602, "{reply}");
        sentences.push(reply["error"]["message"].as_str().unwrap().to_owned());
    }
    for reference in [
        json!({ "type": "ref/tool", "name": "x" }),
        json!({}),
        json!(null),
    ] {
        let reply = ask(&mut client, &reference, "x", "y").await;
        assert_eq!(reply["error"]["code"], -32602, "{reply}");
    }
    insta::assert_snapshot!(sentences.join("\n"), @"
    there is no prompt `make_coffee`; there are `brief_me`, `whats_new`, `review_duplicates`, `prepare_reply`
    `id` is not an argument of `brief_me`; accepted: `customer`
    there is no resource template `customer://cus_1`; see `resources/templates/list`
    there is no resource template `directory://summary`; see `resources/templates/list`
    `customer` is not a variable of `customer://{id}`
    `` is not a variable of `customer://{id}`
    ");
}

#[tokio::test]
async fn the_newest_revision_is_told_who_answers() {
    let mut client = Client::connect();
    let params = params(&prompt("brief_me"), "customer", "jane");
    let reply = client
        .ask(&modern(1, "completion/complete", params.clone()))
        .await;
    let info = &reply["result"]["_meta"]["io.modelcontextprotocol/serverInfo"];
    assert_eq!(info["name"], "customer-directory", "{reply}");
    assert_eq!(reply["result"]["resultType"], "complete");
    let bare = client.ask(&request(2, "completion/complete", params)).await;
    assert_eq!(bare["error"]["code"], -32602, "{bare}");
}

#[tokio::test]
async fn whoever_may_not_read_is_offered_nothing_and_told_why() {
    let mut client = Client::barred();
    let greeting = client.ask(&initialize("2025-11-25")).await;
    let capabilities = &greeting["result"]["capabilities"];
    assert!(capabilities.get("completions").is_none());
    let reply = ask(&mut client, &prompt("brief_me"), "customer", "jane").await;
    assert_eq!(reply["error"]["message"], "the key `support` has expired");
    assert_eq!(reply["error"]["data"]["code"], "missing_scope");
}
