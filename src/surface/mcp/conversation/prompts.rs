//! How prompts are listed and written.

use serde_json::{Value, json};

use super::{Client, initialize, modern, request};

async fn get(client: &mut Client, name: &str, arguments: Value) -> Value {
    let params = json!({ "name": name, "arguments": arguments });
    client.ask(&request(1, "prompts/get", params)).await
}

/// The one text of a prompt, without what stands in its fence, and that.
fn parts(reply: &Value) -> (String, Value) {
    let messages = reply["result"]["messages"].as_array().unwrap();
    let [message] = messages.as_slice() else {
        panic!("{reply}");
    };
    assert_eq!(
        (&message["role"], &message["content"]["type"]),
        (&json!("user"), &json!("text"))
    );
    let text = message["content"]["text"].as_str().unwrap();
    match text.split_once("\n<directory_data>\n") {
        None => (text.to_owned(), Value::Null),
        Some((request, data)) => {
            let data = data.strip_suffix("\n</directory_data>").unwrap();
            (request.to_owned(), serde_json::from_str(data).unwrap())
        }
    }
}

#[tokio::test]
async fn prompts_are_listed_with_their_arguments() {
    let mut client = Client::connect();
    let greeting = client.ask(&initialize("2025-11-25")).await;
    assert_eq!(greeting["result"]["capabilities"]["prompts"], json!({}));
    let list = client.ask(&request(1, "prompts/list", json!({}))).await;
    let prompts = list["result"]["prompts"].as_array().unwrap().iter();
    let shown: Vec<Value> = prompts
        .map(|prompt| {
            assert!(prompt["title"].is_string() && prompt["description"].is_string());
            let arguments = prompt["arguments"].as_array().unwrap().iter();
            let arguments = arguments.map(|it| json!([it["name"], it["required"]]));
            json!({ prompt["name"].as_str().unwrap(): arguments.collect::<Vec<Value>>() })
        })
        .collect();
    assert_eq!(
        json!(shown),
        json!([
            { "brief_me": [["customer", true]] },
            { "whats_new": [["tag", true], ["since", true]] },
            { "review_duplicates": [] },
            { "prepare_reply": [["customer", true], ["points", false]] },
        ])
    );
}

#[tokio::test]
async fn a_prompt_is_a_short_request_with_its_data_in_a_fence() {
    let mut client = Client::greeted().await;
    let mut requests = Vec::new();
    let customer = json!({ "customer": "jane@acme.io" });
    let (text, data) = parts(&get(&mut client, "brief_me", customer).await);
    assert_eq!(data["customer"]["id"], "cus_1");
    assert_eq!(data["feedback"][0]["message"], "The export is slow.");
    requests.push(text);
    let customer = json!({ "customer": "cus_2", "points": "Export is faster now." });
    let (text, data) = parts(&get(&mut client, "prepare_reply", customer).await);
    assert_eq!(data["customer"]["name"], "Omar Haddad");
    requests.push(text);
    let customer = json!({ "customer": "cus_2", "points": null });
    requests.push(parts(&get(&mut client, "prepare_reply", customer).await).0);
    let tagged = json!({ "tag": "VIP", "since": "2026-10-01" });
    let (text, data) = parts(&get(&mut client, "whats_new", tagged).await);
    assert_eq!(data["customers"]["total"], 1);
    assert_eq!(data["feedback"][0]["customer"]["id"], "cus_1");
    requests.push(text);
    requests.push(parts(&get(&mut client, "review_duplicates", json!({})).await).0);
    assert!(requests.iter().all(|request| request.len() < 1_000));
    insta::assert_snapshot!(requests.join("\n\n---\n\n"));
}

#[tokio::test]
async fn arguments_that_cannot_be_used_are_told_why() {
    let mut client = Client::greeted().await;
    let mut sentences = Vec::new();
    for (name, arguments) in [
        ("make_coffee\u{202e}", json!({})),
        ("brief_me", json!({})),
        ("brief_me", json!({ "customer": " " })),
        ("brief_me", json!({ "customer": "jan" })),
        ("brief_me", json!({ "customer": 7 })),
        ("brief_me", json!({ "customer": "cus_1", "colour": "x" })),
        ("review_duplicates", json!({ "customer": "cus_1" })),
        ("whats_new", json!({ "tag": "vip" })),
        ("whats_new", json!({ "tag": "vip", "since": "yesterday" })),
        (
            "prepare_reply",
            json!({ "customer": "cus_1", "points": "a".repeat(4_001) }),
        ),
    ] {
        let reply = get(&mut client, name, arguments).await;
        assert_eq!(reply["error"]["code"], -32602, "{reply}");
        sentences.push(reply["error"]["message"].as_str().unwrap().to_owned());
        if name == "brief_me" && sentences.len() == 4 {
            let near = &reply["error"]["data"]["near_matches"][0];
            assert_eq!(near["id"], "cus_1");
        }
    }
    insta::assert_snapshot!(sentences.join("\n"));
}

#[tokio::test]
async fn the_newest_revision_is_told_who_answers() {
    let mut client = Client::connect();
    let params = json!({ "name": "brief_me", "arguments": { "customer": "cus_1" } });
    for (method, params) in [("prompts/list", json!({})), ("prompts/get", params)] {
        let reply = client.ask(&modern(1, method, params)).await;
        let info = &reply["result"]["_meta"]["io.modelcontextprotocol/serverInfo"];
        assert_eq!(info["name"], "customer-directory", "{reply}");
        assert_eq!(reply["result"]["resultType"], "complete");
    }
}

#[tokio::test]
async fn whoever_may_not_read_has_no_prompts_and_is_told_why() {
    let mut client = Client::barred();
    let greeting = client.ask(&initialize("2025-11-25")).await;
    assert!(greeting["result"]["capabilities"].get("prompts").is_none());
    let list = client.ask(&request(1, "prompts/list", json!({}))).await;
    assert_eq!(list["result"]["prompts"], json!([]));
    for name in ["brief_me", "review_duplicates", "nothing"] {
        let reply = get(&mut client, name, json!({})).await;
        assert_eq!(reply["error"]["message"], "the key `support` has expired");
        assert_eq!(reply["error"]["data"]["code"], "missing_scope");
    }
}
