//! Calls that last: signs of life, and being taken back. Here they wait for another process that
//! writes to the directory.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::program::{Folder, Server};

/// Another process that writes, until it is told to end.
struct Writer(Connection);

impl Writer {
    fn of(folder: &Folder) -> Self {
        let connection = Connection::open(folder.database()).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        Self(connection)
    }

    fn end(self) {
        self.0.execute_batch("ROLLBACK").unwrap();
    }
}

fn serve(folder: &Folder) -> Server {
    folder.serve_with(&folder.key(&["all", "--scopes", "read,write,delete"]))
}

/// Begins to make a customer, which waits for a writer.
fn begin(server: &mut Server, name: &str, token: Option<&Value>) -> i64 {
    let mut params = json!({ "name": "create_customer", "arguments": { "name": name } });
    if let Some(token) = token {
        params["_meta"] = json!({ "progressToken": token });
    }
    server.begin("tools/call", params)
}

fn cancel(server: &mut Server, request: i64) {
    let cancelled = json!({
        "jsonrpc": "2.0",
        "method": "notifications/cancelled",
        "params": { "requestId": request, "reason": "changed my mind" }
    });
    server.send(&format!("{cancelled}\n"));
}

#[test]
fn a_call_that_lasts_shows_signs_of_life_to_those_who_ask_for_them() {
    let folder = Folder::with_samples();
    let mut server = serve(&folder);
    for token in [json!("mine"), json!(7)] {
        let writer = Writer::of(&folder);
        let call = begin(&mut server, "Jane", Some(&token));
        let mut before = 0.0;
        for _ in 0..3 {
            let sign = server.receive().unwrap();
            assert_eq!(sign["method"], "notifications/progress", "{sign}");
            assert_eq!(sign["params"]["progressToken"], token);
            let lasted = sign["params"]["progress"].as_f64().unwrap();
            assert!(lasted >= 0.5 && lasted > before, "{before} {sign}");
            before = lasted;
        }
        writer.end();
        let reply = std::iter::from_fn(|| server.receive()).find(|reply| reply["id"] == call);
        assert_eq!(reply.unwrap()["result"]["isError"], false);
    }
    let writer = Writer::of(&folder);
    let call = begin(&mut server, "Jane", None);
    std::thread::sleep(Duration::from_millis(1_200));
    writer.end();
    // Neither of this call, nor of those that were answered before.
    assert_eq!(server.receive().unwrap()["id"], call);
    assert!(server.leave().0.is_empty());
}

#[test]
fn a_quick_call_shows_none() {
    let folder = Folder::with_samples();
    let mut server = serve(&folder);
    for _ in 0..20 {
        let params = json!({ "name": "list_customers", "_meta": { "progressToken": "t" } });
        assert_eq!(server.ask("tools/call", params)["result"]["isError"], false);
    }
    assert!(server.leave().0.is_empty());
}

#[test]
fn a_call_that_is_taken_back_changes_nothing_is_not_answered_and_holds_nobody() {
    let folder = Folder::with_samples();
    let mut server = serve(&folder);
    let writer = Writer::of(&folder);
    let total = server.data("list_customers", json!({}))["total"].clone();
    let token = json!("t");
    let first = begin(&mut server, "Taken Back", Some(&token));
    let second = begin(&mut server, "Taken Back Too", Some(&token));
    assert_eq!(
        server.receive().unwrap()["method"],
        "notifications/progress"
    );
    for call in [second, first] {
        cancel(&mut server, call);
    }
    // The other process still writes, for which the call would wait ten seconds.
    let begun = Instant::now();
    let params = json!({ "name": "list_customers", "arguments": {} });
    let next = server.begin("tools/call", params);
    let reply = std::iter::from_fn(|| server.receive())
        .find(|message| message["method"] != "notifications/progress");
    assert!(begun.elapsed() < Duration::from_secs(3));
    let reply = reply.unwrap();
    assert_eq!(reply["id"], next, "{reply}");
    assert_eq!(reply["result"]["structuredContent"]["total"], total);
    writer.end();
    server.data("create_customer", json!({ "name": "Made" }));
    let listed = server.data("list_customers", json!({}));
    assert_eq!(
        listed["total"].as_u64(),
        total.as_u64().map(|total| total + 1)
    );
    assert!(server.leave().0.is_empty());
}
