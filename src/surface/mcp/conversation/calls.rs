//! How calls are answered.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Client, call, request};

#[tokio::test]
async fn methods_and_params_that_cannot_be_served_have_their_own_codes() {
    let mut client = Client::greeted().await;
    for (method, params, code) in [
        ("tools/call", json!({}), -32602),
        ("tools/call", json!({ "name": 7 }), -32602),
        (
            "tools/call",
            json!({ "name": "list_customers", "arguments": [] }),
            -32602,
        ),
        ("tools/call", json!({ "name": "no_such_tool" }), -32602),
        ("tools/list", json!({ "cursor": "x" }), -32602),
        ("initialize", json!({}), -32602),
        ("resources/read", json!({}), -32602),
        ("completion/complete", json!({ "ref": "x" }), -32602),
        ("prompts/get", json!({ "name": [] }), -32602),
        ("prompts/list", json!({ "cursor": "x" }), -32602),
        ("resources/list", json!({ "cursor": "x" }), -32602),
        ("resources/templates/list", json!({ "cursor": "x" }), -32602),
        (
            "resources/subscribe",
            json!({ "uri": "customer://cus_1" }),
            -32601,
        ),
        ("no/such/method", json!({}), -32601),
    ] {
        let reply = client.ask(&request(1, method, params.clone())).await;
        assert_eq!(reply["error"]["code"], code, "{method} {params}: {reply}");
    }
    let level = client
        .ask(&request(2, "logging/setLevel", json!({ "level": "debug" })))
        .await;
    assert_eq!(level["result"], json!({}));
}

#[tokio::test]
async fn an_answer_is_there_as_data_and_as_the_same_text() {
    let mut client = Client::greeted().await;
    let reply = client
        .call("list_customers", json!({ "search": "jane" }))
        .await;
    let result = &reply["result"];
    assert_eq!(result["isError"], false);
    assert_eq!(
        result["structuredContent"]["customers"][0]["email"],
        "jane@acme.io"
    );
    let text = result["content"][0]["text"].as_str().unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(text).unwrap(),
        result["structuredContent"]
    );
    let profile = client
        .call("get_customer", json!({ "customer": "jane@acme.io" }))
        .await;
    assert_eq!(
        profile["result"]["structuredContent"]["feedback_total"], 1,
        "{profile}"
    );
}

#[tokio::test]
async fn a_refusal_is_a_result_with_its_code() {
    let mut client = Client::greeted().await;
    let mut refusals = Vec::new();
    for (tool, arguments) in [
        ("list_customers", json!({ "limit": 500 })),
        ("list_customers", json!({ "tags": "vip" })),
        ("list_customers", json!({ "channel": " " })),
        ("list_customers", json!({ "company": "…" })),
        ("list_customers", json!({ "custom_value": "Pro" })),
        ("list_customers", json!({ "seen_after": "yesterday" })),
        ("list_customers", json!({ "cursor": "x" })),
        ("get_customer", json!({})),
        ("get_customer", json!({ "customer": " " })),
        ("get_customer", json!({ "customer": "jan" })),
        ("change", json!({})),
    ] {
        let reply = client.call(tool, arguments).await;
        assert_eq!(reply["result"]["isError"], true, "{reply}");
        let texts = reply["result"]["content"].as_array().unwrap();
        let texts = texts
            .iter()
            .map(|content| content["text"].as_str().unwrap().to_owned());
        let code = reply["result"]["structuredContent"]["code"]
            .as_str()
            .unwrap()
            .to_owned();
        let texts: Vec<String> = texts.collect();
        assert!(texts[0].starts_with(&format!("{code}: ")), "{reply}");
        refusals.extend(texts);
    }
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    invalid_value: `limit` is `500`; accepted: whole numbers from 1 to 100
    unknown_parameter: `tags` is not a parameter of `list_customers` (did you mean `tag`?); accepted: `search`, `channel`, `tag`, `company`, `custom_field`, `custom_value`, `seen_after`, `seen_before`, `sort`, `order`, `limit`, `cursor`, `detail`
    invalid_value: `channel`: it is empty; leave it out to ask for any
    invalid_value: `company`: it has no letters or digits; leave it out to ask for any
    invalid_value: `custom_value`: it needs `custom_field` beside it
    invalid_value: `seen_after`: `yesterday` is not a date; write it as `2026-11-03T10:15:00Z`, `2026-11-03` (midnight UTC) or Unix seconds
    invalid_value: `cursor`: it is not a cursor; pass `next_cursor` of the page before, unchanged, or leave it out
    invalid_value: `get_customer` needs `customer`
    invalid_value: `customer`: it is empty; give an id or an address
    not_found: no customer is known by `jan`; ask for one of the near matches by id, or search with `list_customers`
    {"near_matches":[{"id":"cus_1","name":"Jane Doe","email":"jane@acme.io"}]}
    missing_scope: `change` needs the scope `customers:write`, which this connection does not have
    "#);
}

#[tokio::test]
async fn tools_beyond_the_callers_scope_are_not_listed() {
    let mut client = Client::greeted().await;
    let reply = client.ask(&request(1, "tools/list", json!({}))).await;
    let names: Vec<&str> = reply["result"]["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    let ours = [
        "list_customers",
        "get_customer",
        "list_feedback",
        "summarize_customers",
        "find_duplicates",
    ];
    assert_eq!(names, [&ours[..], &["sleep", "panic"]].concat());
}

#[tokio::test]
async fn a_panic_is_answered_and_the_server_goes_on() {
    let mut client = Client::greeted().await;
    let reply = client.call("panic", json!({})).await;
    assert_eq!(
        reply["error"],
        json!({ "code": -32603, "message": "internal error" })
    );
    let reply = client.call("list_customers", json!({})).await;
    assert_eq!(reply["result"]["structuredContent"]["total"], 2);
}

#[tokio::test]
async fn answers_come_in_the_order_of_the_calls() {
    let mut client = Client::greeted().await;
    for id in 1..=400 {
        let message = match id % 50 {
            7 => call(id, "sleep", json!({ "milliseconds": 5 })),
            8 => call(id, "panic", json!({})),
            9 => call(id, "no_such_tool", json!({})),
            10 => call(id, "list_customers", json!({ "limit": 0 })),
            _ => call(id, "list_customers", json!({})),
        };
        client.send(&message).await;
    }
    for id in 1..=400 {
        assert_eq!(client.receive().await["id"], id);
    }
}

#[tokio::test]
async fn a_cancelled_call_is_not_answered_and_holds_nobody() {
    let mut client = Client::greeted().await;
    client
        .send(&call(1, "sleep", json!({ "milliseconds": 200 })))
        .await;
    client
        .send(&call(2, "sleep", json!({ "milliseconds": 5_000 })))
        .await;
    client.send(&call(3, "list_customers", json!({}))).await;
    for id in [1, 2] {
        let params = json!({ "requestId": id });
        let method = "notifications/cancelled";
        client
            .send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
            .await;
    }
    assert_eq!(client.receive().await["id"], 3);
    let (rest, stayed) = client.leave().await;
    assert_eq!((rest.len(), stayed < Duration::from_secs(1)), (0, true));
}

#[tokio::test]
async fn an_id_that_is_in_use_is_refused() {
    let mut client = Client::greeted().await;
    client
        .send(&call(1, "sleep", json!({ "milliseconds": 100 })))
        .await;
    client.send(&call(1, "list_customers", json!({}))).await;
    assert_eq!(client.receive().await["error"]["code"], -32600);
    assert_eq!(
        client.receive().await["result"]["structuredContent"]["done"],
        true
    );
}
