//! The Model Context Protocol over the program's own pipes.

use std::fs::File;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::Folder;

fn request(id: i64, method: &str, params: &Value) -> String {
    let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
    format!("{request}\n")
}

#[test]
fn every_revision_with_a_greeting_is_spoken() {
    let folder = Folder::empty();
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let mut server = folder.serve();
        assert_eq!(server.greet(version)["result"]["protocolVersion"], version);
        assert_eq!(server.ask("ping", json!({}))["result"], json!({}));
    }
}

#[test]
fn the_newest_revision_needs_no_greeting() {
    let folder = Folder::empty();
    let mut server = folder.serve();
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {}
    });
    let params = json!({ "name": "list_customers", "arguments": {}, "_meta": meta });
    let result = &server.ask("tools/call", params)["result"];
    assert_eq!(result["resultType"], "complete");
    let info = &result["_meta"]["io.modelcontextprotocol/serverInfo"];
    assert_eq!(info["name"], "customer-directory");
}

#[test]
fn the_tools_are_listed_with_hints() {
    let folder = Folder::empty();
    let mut list = folder.greeted().ask("tools/list", json!({}));
    let tools = list["result"]["tools"].take();
    let names: Vec<&Value> = tools
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| &tool["name"])
        .collect();
    let reading = [
        "list_customers",
        "get_customer",
        "list_feedback",
        "summarize_customers",
        "find_duplicates",
    ];
    assert_eq!(names, reading);
    for tool in tools.as_array().unwrap() {
        let hints = json!({
            "readOnlyHint": true,
            "destructiveHint": false,
            "idempotentHint": true,
            "openWorldHint": false
        });
        assert_eq!(tool["annotations"], hints);
    }
}

#[test]
fn calls_in_flight_are_answered_in_their_order_and_after_the_end_of_the_input() {
    let folder = Folder::with_samples();
    let mut server = folder.greeted();
    for id in 1_000..1_400 {
        let arguments = if id % 7 == 0 {
            json!({ "limit": 0 })
        } else {
            json!({ "limit": 1 })
        };
        let params = json!({ "name": "list_customers", "arguments": arguments });
        server.send(&request(id, "tools/call", &params));
    }
    let (replies, status, _) = server.leave();
    let ids: Vec<i64> = replies
        .iter()
        .map(|reply| reply["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, (1_000..1_400).collect::<Vec<i64>>());
    assert!(status.success());
}

#[test]
fn the_end_of_the_input_is_success_whenever_it_comes() {
    let folder = Folder::empty();
    let (replies, status, stayed) = folder.serve().leave();
    assert!(replies.is_empty() && status.success(), "{status}");
    assert!(stayed < Duration::from_secs(1), "{stayed:?}");
    let (_, status, stayed) = folder.greeted().leave();
    assert!(
        status.success() && stayed < Duration::from_secs(1),
        "{status} {stayed:?}"
    );
}

#[cfg(unix)]
#[test]
fn being_told_to_leave_is_success() {
    let folder = Folder::empty();
    for signal in ["-TERM", "-INT"] {
        let mut server = folder.greeted();
        let process = server.process().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &process])
                .status()
                .unwrap()
                .success()
        );
        assert!(server.wait().success(), "{signal}");
    }
}

#[test]
fn input_from_a_file_is_answered_to_its_last_line() {
    let folder = Folder::empty();
    let file = tempfile::NamedTempFile::new().unwrap();
    let greeting = json!({
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": { "name": "test", "version": "1" }
    });
    let lines = request(1, "initialize", &greeting) + &request(2, "tools/list", &json!({}));
    std::fs::write(file.path(), lines.trim_end()).unwrap();
    let input = Stdio::from(File::open(file.path()).unwrap());
    let output = folder.command(&["mcp"]).stdin(input).output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
}

#[test]
fn lines_that_are_no_messages_do_not_stop_the_server() {
    let folder = Folder::empty();
    let mut server = folder.serve();
    for line in [
        "",
        "{",
        "null",
        "[]",
        "\u{feff}",
        "{\"jsonrpc\":\"2.0\"}",
        "Content-Length: 2",
    ] {
        server.send(&format!("{line}\r\n"));
    }
    server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
    server.send(&request(9, "ping", &json!({})));
    let replies: Vec<Value> = std::iter::from_fn(|| server.receive())
        .take_while(|reply| reply["id"] != 9)
        .collect();
    let codes: Vec<&Value> = replies
        .iter()
        .map(|reply| &reply["error"]["code"])
        .collect();
    assert_eq!(codes, [-32_700, -32_600, -32_600, -32_600, -32_700]);
    for reply in &replies {
        assert!(reply.get("id").is_none(), "{reply}");
    }
}

#[test]
fn what_cannot_be_served_has_a_code() {
    let folder = Folder::empty();
    let mut server = folder.greeted();
    for (method, params, code) in [
        ("tools/call", json!({ "name": "no_such_tool" }), -32602),
        (
            "tools/call",
            json!({ "name": "get_customer", "arguments": 7 }),
            -32602,
        ),
        ("no/such/method", json!({}), -32601),
    ] {
        assert_eq!(
            server.ask(method, params)["error"]["code"],
            code,
            "{method}"
        );
    }
}

#[test]
fn what_a_request_says_of_itself_is_checked() {
    let version = |revision: &str| json!({ "io.modelcontextprotocol/protocolVersion": revision });
    let capable = json!({ "io.modelcontextprotocol/clientCapabilities": {} });
    let folder = Folder::with_samples();
    let mut server = folder.serve();
    let call = json!({ "name": "list_customers", "arguments": {} });
    for method in [
        "server/discover",
        "tools/list",
        "tools/call",
        "prompts/list",
    ] {
        for (meta, code, says) in [
            (json!({}), -32602, "protocolVersion"),
            (version("2026-07-28"), -32602, "clientCapabilities"),
            (capable.clone(), -32602, "protocolVersion"),
            (version("2031-01-01"), -32022, "`2031-01-01` is not spoken"),
        ] {
            let mut params = call.clone();
            params["_meta"] = meta;
            let error = server.ask(method, params)["error"].take();
            assert_eq!(error["code"], code, "{method}: {error}");
            let message = error["message"].as_str().unwrap();
            assert!(message.contains(says), "{method}: {error}");
            if code == -32022 {
                let supported = &error["data"]["supported"];
                let all = [
                    "2024-11-05",
                    "2025-03-26",
                    "2025-06-18",
                    "2025-11-25",
                    "2026-07-28",
                ];
                assert_eq!(supported, &json!(all));
                assert_eq!(error["data"]["requested"], "2031-01-01");
            }
        }
    }
    // Lists and what is read depend on the key, and nobody else may be shown them.
    for (method, params) in [
        ("server/discover", json!({})),
        ("tools/list", json!({})),
        ("resources/list", json!({})),
        ("resources/templates/list", json!({})),
        ("prompts/list", json!({})),
        ("resources/read", json!({ "uri": "customer://cus_1" })),
    ] {
        let mut params = params;
        params["_meta"] = version("2026-07-28");
        params["_meta"]["io.modelcontextprotocol/clientCapabilities"] = json!({});
        let result = server.ask(method, params)["result"].take();
        assert_eq!(result["cacheScope"], "private", "{method}: {result}");
        assert!(result["ttlMs"].is_u64(), "{method}: {result}");
    }
}
