//! Lines that are no messages, too long ones, and several messages in one line.

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use super::{Client, call, request};

async fn says(client: &mut Client, line: &str) -> (Value, i64, String) {
    client.input.write_all(line.as_bytes()).await.unwrap();
    client.input.write_all(b"\n").await.unwrap();
    let mut reply = client.receive().await;
    let message = reply["error"]["message"].as_str().unwrap().to_owned();
    let code = reply["error"]["code"].as_i64().unwrap();
    (reply["id"].take(), code, message)
}

#[tokio::test]
async fn what_is_no_message_is_refused_with_what_is_wrong_and_its_id_if_it_has_one() {
    let mut client = Client::greeted().await;
    let mut refusals = Vec::new();
    for line in [
        "{",
        "Content-Length: 2",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\u{1}\"}",
        "7",
        "null",
        r#"{"jsonrpc":"2.0"}"#,
        r#"{"jsonrpc":"1.0","id":2,"method":"ping"}"#,
        r#"{"id":"a","method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":3,"method":7}"#,
        r#"{"jsonrpc":"2.0","id":4,"method":"ping","result":{}}"#,
        r#"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":["list_customers"]}"#,
        r#"{"jsonrpc":"2.0","id":6,"method":"tools/list","params":[]}"#,
        r#"{"jsonrpc":"2.0","id":"b","method":"ping","params":7}"#,
        r#"{"jsonrpc":"2.0","id":7,"method":"server/discover","params":"x"}"#,
        r#"{"jsonrpc":"2.0","id":8,"method":"no/such/method","params":[]}"#,
    ] {
        let (id, code, message) = says(&mut client, line).await;
        let (what, next) = message.split_once("; ").unwrap();
        let is_next = ["send ", "it takes "]
            .iter()
            .any(|begin| next.starts_with(begin));
        assert!(is_next, "{message}");
        refusals.push(format!("{id} {code} {what}"));
    }
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    null -32700 the line is not JSON
    null -32700 the line is not JSON
    null -32700 the line is not JSON
    null -32600 this is no message of JSON-RPC 2.0
    null -32600 this is no message of JSON-RPC 2.0
    null -32600 this is no message of JSON-RPC 2.0
    2 -32600 this is no message of JSON-RPC 2.0
    "a" -32600 this is no message of JSON-RPC 2.0
    null -32600 this is no message of JSON-RPC 2.0
    null -32600 this is no message of JSON-RPC 2.0
    3 -32600 this is no message of JSON-RPC 2.0
    4 -32600 this is no message of JSON-RPC 2.0
    5 -32602 the params of `tools/call` cannot be read
    6 -32602 the params of `tools/list` cannot be read
    "b" -32602 the params of `ping` cannot be read
    7 -32602 the params of `server/discover` cannot be read
    8 -32601 there is no method `no/such/method`
    "#);
    // What asks for no answer has none.
    for line in [
        "",
        " \r",
        "\u{feff}",
        r#"{"jsonrpc":"2.0","method":"notifications/initialized","params":[]}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":7}"#,
        r#"{"jsonrpc":"2.0","id":9,"result":7}"#,
        r#"{"jsonrpc":"2.0","id":9,"error":7}"#,
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}"#,
    ] {
        client.input.write_all(line.as_bytes()).await.unwrap();
        client.input.write_all(b"\r\n").await.unwrap();
    }
    assert_eq!(client.call("list_customers", json!({})).await["id"], 1);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let mut client = Client::greeted().await;
    client
        .input
        .write_all(b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}\n")
        .await
        .unwrap();
    assert_eq!(client.receive().await["error"]["code"], -32700);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(says(&mut client, &deep).await.1, -32700);
}

#[tokio::test]
async fn a_line_that_is_too_long_is_refused_and_the_next_one_is_read() {
    let mut client = Client::greeted().await;
    let line = |length: usize| {
        let empty = request(1, "no/such/method", json!({ "x": "" })).to_string();
        let value = "x".repeat(length - empty.len());
        request(1, "no/such/method", json!({ "x": value })).to_string()
    };
    for (length, code) in [
        ((4 << 20) - 1, -32601),
        (4 << 20, -32601),
        ((4 << 20) + 1, -32600),
        ((4 << 20) + 2, -32600),
        (17 << 20, -32600),
        (300, -32601),
    ] {
        let (id, answered, message) = says(&mut client, &line(length)).await;
        assert_eq!(answered, code, "{length}: {message}");
        assert_eq!(id.is_null(), code == -32600, "{length}: {id}");
        assert_eq!(message.contains("4194304 bytes"), code == -32600);
    }
    // The last line may lack its end, and be too long.
    let long = line(5 << 20);
    client.input.write_all(long.as_bytes()).await.unwrap();
    let (rest, _) = client.leave().await;
    assert_eq!(rest.len(), 1, "{rest:?}");
    assert_eq!(rest[0]["error"]["code"], -32600);
}

#[tokio::test]
async fn messages_that_come_together_are_answered_together() {
    let mut client = Client::greeted().await;
    let cancelled = json!({ "jsonrpc": "2.0", "method": "notifications/cancelled",
        "params": { "requestId": 2 } });
    let batch = json!([
        call(1, "list_customers", json!({ "limit": 1 })),
        call(2, "sleep", json!({ "milliseconds": 5_000 })),
        { "jsonrpc": "2.0", "method": "notifications/initialized" },
        call(3, "get_customer", json!({ "customer": "cus_1" })),
        { "jsonrpc": "2.0", "id": 4, "method": "tools/list", "params": [] },
        7,
        [],
        call(3, "list_customers", json!({})),
        cancelled,
        request(5, "no/such/method", json!({})),
    ]);
    let mut replies = client.ask(&batch).await;
    let replies = replies.as_array_mut().unwrap();
    replies.sort_by_key(|reply| (reply["id"].as_i64(), reply["error"]["code"].as_i64()));
    let replies: Vec<(Option<i64>, Option<i64>)> = replies
        .iter()
        .map(|reply| (reply["id"].as_i64(), reply["error"]["code"].as_i64()))
        .collect();
    let expected = [
        (None, Some(-32600)),
        (None, Some(-32600)),
        (Some(1), None),
        (Some(3), None),
        (Some(3), Some(-32600)),
        (Some(4), Some(-32602)),
        (Some(5), Some(-32601)),
    ];
    assert_eq!(replies, expected);
    let reply = client.call("list_customers", json!({})).await;
    assert_eq!(reply["result"]["isError"], false);
}

#[tokio::test]
async fn a_batch_that_says_nothing_or_too_much_is_refused() {
    let mut client = Client::greeted().await;
    for (batch, code) in [
        (json!([]), Some(-32600)),
        (json!(vec![7; 51]), Some(-32600)),
        (
            json!([{ "jsonrpc": "2.0", "method": "notifications/initialized" }]),
            None,
        ),
    ] {
        client.send(&batch).await;
        if let Some(code) = code {
            assert_eq!(client.receive().await["error"]["code"], code, "{batch}");
        }
    }
    let most: Vec<Value> = (0..50)
        .map(|id| call(id, "list_customers", json!({ "limit": 1 })))
        .collect();
    for _ in 0..3 {
        client.send(&json!(most)).await;
        assert_eq!(client.receive().await.as_array().unwrap().len(), 50);
    }
    client.send(&json!(most)).await;
    let (rest, _) = client.leave().await;
    assert_eq!(rest[0].as_array().unwrap().len(), 50);
}
