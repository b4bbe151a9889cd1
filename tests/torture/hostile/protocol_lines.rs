//! Lines to the real server: whatever comes, the next good request is answered.

use serde_json::{Value, json};

use super::mutation::bent;
use super::{import_lines, watch};
use crate::chance::Chance;
use crate::program::{Folder, Server};
use crate::trials::{Budget, Trials};

/// Lines between two good requests. Each line is a trial.
const LINES: usize = 50;

const SEEDS: &[&str] = &[
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list_customers","arguments":{"search":"jane","tag":"vip","limit":3}}}"#,
    r#"{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"get_customer","arguments":{"customer":"cus_1","detail":"full"}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list_feedback","arguments":{"search":"export","rating_min":2,"created_after":"2026-01-01"}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"summarize_customers","arguments":{"by":["tag"],"top":2}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"find_duplicates","arguments":{"min_score":50,"limit":2}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"record_feedback","arguments":{"message":"The export fails.","email":"jane@lumenworks.io"}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"update_customer","arguments":{"customer":"cus_2","add_tags":["beta"]}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"merge_customers","arguments":{"target":"cus_1","source":"cus_2"}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"resources/read","params":{"uri":"customer://cus_1"}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"prompts/get","params":{"name":"brief_me","arguments":{"customer":"cus_1"}}}"#,
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/list"}"#,
    r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7,"reason":"late"}}"#,
    r#"[{"jsonrpc":"2.0","id":7,"method":"ping"},{"jsonrpc":"2.0","id":8,"method":"ping"}]"#,
];

/// Sends lines to a server of one directory, which is started anew only when it has ended.
pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let draw = |chance: &mut Chance| {
        let line = |chance: &mut Chance| {
            let mut line = bent(chance, chance.clone().pick(SEEDS).as_bytes());
            line.retain(|byte| *byte != b'\n');
            line.push(b'\n');
            line
        };
        (0..LINES)
            .map(|_| line(chance))
            .collect::<Vec<_>>()
            .concat()
    };
    let rounds = budget.in_rounds_of(LINES as u64);
    let (folder, mut server) = start();
    let mut number = 0;
    watch::run(&rounds, seed, draw, move |lines| {
        // It goes when the server does.
        let _here = &folder;
        number += 1;
        attempt(&mut server, lines, number)
    })
}

/// A server with every right, and the folder of its directory.
fn start() -> (Folder, Server) {
    let folder = Folder::new();
    let samples = folder.path("samples.jsonl");
    std::fs::write(&samples, import_lines::SAMPLES).unwrap();
    folder.json(&["ingest", "samples.jsonl", "--json"]).unwrap();
    let server = folder.serve(&folder.key("read,write,delete"));
    (folder, server)
}

/// Sends lines and a good request, and reads until that is answered.
fn attempt(server: &mut Server, lines: &[u8], number: u64) -> Result<(), String> {
    let id = format!("good {number}");
    let good = json!({ "jsonrpc": "2.0", "id": id, "method": "ping", "params": {} });
    let sent = format!("{good}\n");
    server
        .send(&[lines, sent.as_bytes()].concat())
        .map_err(|error| error.to_string())?;
    loop {
        let line = server.line().map_err(|error| error.to_string())?;
        let line = line.ok_or("the server ended")?;
        let message: Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        // Several messages in one line are answered in one.
        let several = message
            .as_array()
            .map_or(std::slice::from_ref(&message), Vec::as_slice);
        if several.is_empty() || several.iter().any(|one| one["jsonrpc"] != "2.0") {
            return Err(format!("no message: {line}"));
        }
        if message["id"] == id.as_str() {
            return Ok(());
        }
    }
}
