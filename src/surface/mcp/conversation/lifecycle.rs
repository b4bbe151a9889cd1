//! How a conversation begins and ends.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

use super::super::tools;
use super::{Client, call, directory, initialize, modern, request};
use crate::domain::access::{Access, Scope};

#[tokio::test]
async fn every_revision_that_has_initialize_is_spoken() {
    for (asked, answered) in [
        ("2024-11-05", "2024-11-05"),
        ("2025-03-26", "2025-03-26"),
        ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
        ("2099-01-01", "2025-11-25"),
    ] {
        let mut client = Client::connect();
        let reply = client.ask(&initialize(asked)).await;
        assert_eq!(reply["result"]["protocolVersion"], answered, "{asked}");
        assert_eq!(reply["result"]["serverInfo"]["name"], "customer-directory");
        let list = client.ask(&request(1, "tools/list", json!({}))).await;
        assert!(list["result"].get("resultType").is_none(), "{list}");
    }
}

#[tokio::test]
async fn the_newest_revision_needs_no_greeting_and_is_told_who_answers() {
    let mut client = Client::connect();
    for method in ["server/discover", "tools/list", "server/discover"] {
        let reply = client.ask(&modern(1, method, json!({}))).await;
        let info = &reply["result"]["_meta"]["io.modelcontextprotocol/serverInfo"];
        assert_eq!(info["name"], "customer-directory", "{method}: {reply}");
        assert_eq!(reply["result"]["resultType"], "complete", "{method}");
        assert_eq!(reply["result"]["cacheScope"], "private", "{method}");
    }
    for arguments in [json!({}), json!({"limit": 0})] {
        let params = json!({ "name": "list_customers", "arguments": arguments });
        let reply = client.ask(&modern(2, "tools/call", params)).await;
        let info = &reply["result"]["_meta"]["io.modelcontextprotocol/serverInfo"];
        assert_eq!(info["name"], "customer-directory", "{reply}");
    }
    let bare = client.ask(&request(3, "tools/list", json!({}))).await;
    assert_eq!(bare["error"]["code"], -32602, "{bare}");
    let greeted = client.ask(&initialize("2025-06-18")).await;
    assert_eq!(greeted["result"]["protocolVersion"], "2025-06-18");
    let bare = client.ask(&request(4, "tools/list", json!({}))).await;
    assert!(bare["result"]["tools"].is_array(), "{bare}");
}

/// The pictures that a list shows, one for each of its entries.
fn pictures(reply: &Value, list: &str) -> Vec<Value> {
    let entries = reply["result"][list].as_array().unwrap().iter();
    entries.map(|entry| entry["icons"].clone()).collect()
}

const LISTS: [(&str, &str); 4] = [
    ("tools/list", "tools"),
    ("prompts/list", "prompts"),
    ("resources/list", "resources"),
    ("resources/templates/list", "resourceTemplates"),
];

#[tokio::test]
async fn pictures_are_shown_to_whoever_speaks_a_revision_that_has_them_and_not_on_every_result() {
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let has_pictures = version == "2025-11-25";
        let mut client = Client::connect();
        let greeting = client.ask(&initialize(version)).await;
        let ours = &greeting["result"]["serverInfo"]["icons"];
        assert_eq!(ours.is_array(), has_pictures, "{greeting}");
        for (method, list) in LISTS {
            let reply = client.ask(&request(1, method, json!({}))).await;
            for picture in pictures(&reply, list) {
                assert_eq!(picture.is_array(), has_pictures, "{version}: {reply}");
            }
        }
    }
    let mut client = Client::connect();
    let stamp = "io.modelcontextprotocol/serverInfo";
    let found = client.ask(&modern(1, "server/discover", json!({}))).await;
    assert!(
        found["result"]["_meta"][stamp]["icons"].is_array(),
        "{found}"
    );
    for (method, list) in LISTS {
        let reply = client.ask(&modern(2, method, json!({}))).await;
        assert!(reply["result"]["_meta"][stamp].get("icons").is_none());
        for picture in pictures(&reply, list) {
            assert_eq!(picture[0]["mimeType"], "image/svg+xml", "{reply}");
            assert_eq!(picture[0]["sizes"], json!(["any"]));
            let source = picture[0]["src"].as_str().unwrap();
            assert!(source.starts_with("data:image/svg+xml;base64,PHN2Zy"));
            assert!(source.len() < 400, "{source}");
        }
    }
}

#[tokio::test]
async fn instructions_name_every_tool_that_the_caller_has_and_no_other() {
    for scopes in [
        &[][..],
        &[Scope::Read],
        &[Scope::Write],
        &[Scope::Read, Scope::Delete],
        &Scope::ALL,
    ] {
        let mut directory = directory::open();
        let access = match scopes {
            [] => Access::Keyless,
            scopes => directory::access(&mut directory, scopes),
        };
        let mut client = Client::connect_to(directory, access, 1 << 20);
        let greeting = client.ask(&initialize("2025-11-25")).await;
        let instructions = greeting["result"]["instructions"].as_str().unwrap();
        assert!(instructions.len() < 1_200, "{instructions}");
        for tool in tools::all() {
            let has = match scopes {
                [] => tool.scope == Scope::Read,
                scopes => scopes.contains(&tool.scope),
            };
            assert_eq!(instructions.contains(tool.name), has, "{instructions}");
        }
    }
}

#[tokio::test]
async fn a_notification_may_come_before_anything_else() {
    let mut client = Client::connect();
    for method in [
        "notifications/initialized",
        "notifications/cancelled",
        "something/else",
    ] {
        let params = json!({ "requestId": 7 });
        client
            .send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
            .await;
    }
    let reply = client.ask(&initialize("2025-11-25")).await;
    assert_eq!(reply["result"]["protocolVersion"], "2025-11-25");
}

#[tokio::test]
async fn the_server_leaves_when_its_client_has_gone() {
    let (rest, stayed) = Client::connect().leave().await;
    assert_eq!((rest.len(), stayed < Duration::from_millis(200)), (0, true));

    let mut client = Client::greeted().await;
    client
        .send(&call(1, "sleep", json!({ "milliseconds": 3_000 })))
        .await;
    let (_, stayed) = client.leave().await;
    assert!(stayed < Duration::from_secs(1), "{stayed:?}");
}

#[tokio::test]
async fn calls_that_came_before_the_end_are_answered() {
    let mut client = Client::greeted().await;
    for id in 1..=100 {
        client.send(&call(id, "list_customers", json!({}))).await;
    }
    let (rest, _) = client.leave().await;
    let ids: Vec<i64> = rest
        .iter()
        .map(|reply| reply["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, (1..=100).collect::<Vec<i64>>());
}

#[tokio::test]
async fn a_client_that_never_reads_is_not_read_from_without_end() {
    let mut client = Client::connect_with(64 * 1024);
    client.send(&initialize("2025-11-25")).await;
    let mut written = 0;
    loop {
        let message = format!("{}\n", call(written, "list_customers", json!({})));
        let write = client.input.write_all(message.as_bytes());
        if timeout(Duration::from_millis(500), write).await.is_err() {
            break;
        }
        written += 1;
        assert!(written < 5_000, "the server reads and reads");
    }
    assert!(written > 200, "{written}");
}
