//! Clients that send more than they read, all at once, or nothing that makes sense.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::program::Folder;

fn call(id: u64, tool: &str, arguments: &Value) -> String {
    let params = json!({ "name": tool, "arguments": arguments });
    let call = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params });
    format!("{call}\n")
}

fn start(folder: &Folder) -> Child {
    let mut command = folder.command(&["mcp"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(Stdio::null()).spawn().unwrap()
}

/// A figure of a process, in MB.
#[cfg(target_os = "linux")]
fn memory(process: &Child, figure: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with(figure));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes.unwrap().parse::<u64>().unwrap() / 1024
}

/// Writes so many requests, as far as they are taken, and reads nothing.
#[cfg(target_os = "linux")]
fn write_and_never_read(count: u64) {
    let folder = Folder::with_samples();
    let mut server = start(&folder);
    let mut input = server.stdin.take().unwrap();
    let written = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&written);
    let writer = thread::spawn(move || {
        for id in 0..count {
            let line = call(id, "list_customers", &json!({}));
            if input.write_all(line.as_bytes()).is_err() {
                break;
            }
            counter.store(id + 1, Ordering::Relaxed);
        }
        input
    });
    let mut before = u64::MAX;
    while before != written.load(Ordering::Relaxed) {
        before = written.load(Ordering::Relaxed);
        thread::sleep(Duration::from_millis(400));
    }
    let peak = memory(&server, "VmHWM");
    server.kill().unwrap();
    server.wait().unwrap();
    drop(writer.join().unwrap());
    say_measured(&format!("{before} requests taken, {peak} MB"));
    assert!(before > 60 && before < count, "{before}");
    assert!(peak <= 40, "{peak} MB");
}

/// Says what was measured to whoever runs a long test.
fn say_measured(what: &str) {
    let line = format!("measured: {what}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_never_reads_takes_little_memory() {
    write_and_never_read(300_000);
}

#[test]
fn reads_see_the_writes_before_them_however_many_are_under_way() {
    let folder = Folder::with_samples();
    let limits = ["--changes-a-minute", "1000"];
    let key = folder.key(&[&["all", "--scopes", "read,write"], &limits[..]].concat());
    let mut server = folder.serve_with(&key);
    let total = server.data("list_customers", json!({ "limit": 1 }))["total"].clone();
    let mut lines = String::new();
    for id in 1_000..1_400 {
        lines += &match id % 4 {
            0 => call(
                id,
                "create_customer",
                &json!({ "name": format!("New {id}") }),
            ),
            1 => call(id, "summarize_customers", &json!({ "by": ["channel"] })),
            2 => call(id, "list_customers", &json!({ "limit": 1 })),
            _ => call(id, "find_duplicates", &json!({ "limit": 1 })),
        };
    }
    server.send(&lines);
    let (replies, status, _) = server.leave();
    assert!(status.success());
    assert_eq!(replies.len(), 400);
    for (id, reply) in (1_000_u64..).zip(&replies) {
        assert_eq!(reply["id"], id);
        assert_eq!(reply["result"]["isError"], false, "{reply}");
        if matches!(id % 4, 1 | 2) {
            let seen = &reply["result"]["structuredContent"]["total"];
            let made = (id - 1_000) / 4 + 1;
            assert_eq!(
                seen.as_u64(),
                total.as_u64().map(|total| total + made),
                "{id}"
            );
        }
    }
}

/// A sequence of numbers that is the same each time.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

/// Breaks a line in one place or a few.
fn mutate(line: &str, sequence: &mut Sequence) -> Vec<u8> {
    let mut bytes = line.trim_end().as_bytes().to_vec();
    for _ in 0..=sequence.below(3) {
        let place = sequence.below(bytes.len());
        let byte = u8::try_from(sequence.below(256)).unwrap();
        match sequence.below(6) {
            0 => bytes.truncate(place),
            1 => bytes.insert(place, byte),
            2 => bytes[place..].reverse(),
            3 => bytes.extend_from_within(place..),
            4 => bytes.insert(place, b"{}[]\",:0-e\\"[sequence.below(11)]),
            _ => {
                if let Some(letter) = bytes.get_mut(place) {
                    *letter = byte;
                }
            }
        }
    }
    bytes.retain(|byte| *byte != b'\n');
    bytes.truncate(8_192);
    bytes.push(b'\n');
    bytes
}

fn sound_lines() -> Vec<String> {
    let meta = json!({ "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {}
    } });
    let request = |id: u64, method: &str, params: &Value| {
        json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()
    };
    let read = json!({ "uri": "customer://cus_1" });
    let completed = json!({
        "ref": { "type": "ref/prompt", "name": "brief_me" },
        "argument": { "name": "customer", "value": "jan" }
    });
    vec![
        call(1, "list_customers", &json!({ "search": "jane", "limit": 2 })),
        call(2, "get_customer", &json!({ "customer": "cus_1", "detail": "full" })),
        call(3, "list_feedback", &json!({ "search": "export", "limit": 2 })),
        call(4, "record_feedback", &json!({ "message": "x", "email": "a@b.io" })),
        request(5, "resources/read", &read),
        request(6, "completion/complete", &completed),
        request(7, "server/discover", &meta),
        request(8, "tools/list", &json!({})),
        format!("[{},{}]", request(9, "ping", &json!({})), request(10, "ping", &json!({}))),
        json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 1 } })
            .to_string(),
        json!({ "jsonrpc": "2.0", "id": 1, "result": {} }).to_string(),
    ]
}

/// Sends so many broken lines, and looks at the memory on the way.
#[cfg(target_os = "linux")]
fn send_broken_lines(count: u64) {
    let folder = Folder::with_samples();
    let mut server = start(&folder);
    let mut input = server.stdin.take().unwrap();
    let output = BufReader::new(server.stdout.take().unwrap());
    let reader = thread::spawn(move || {
        let mut replies = 0_u64;
        for line in output.lines() {
            let message: Value = serde_json::from_str(&line.unwrap()).unwrap();
            replies += 1;
            if message["id"] == "the last one" {
                return replies;
            }
        }
        0
    });
    let (lines, mut sequence) = (sound_lines(), Sequence(0x9e37_79b9_7f4a_7c15));
    let mut early = 0;
    for number in 0..count {
        let line = &lines[sequence.below(lines.len())];
        input.write_all(&mutate(line, &mut sequence)).unwrap();
        if number == count / 4 {
            early = memory(&server, "VmRSS");
        }
    }
    input
        .write_all(b"{\"jsonrpc\":\"2.0\",\"id\":\"the last one\",\"method\":\"ping\"}\n")
        .unwrap();
    let replies = reader.join().unwrap();
    let late = memory(&server, "VmRSS");
    server.kill().unwrap();
    server.wait().unwrap();
    say_measured(&format!(
        "{count} lines, {replies} replies, {early} MB, then {late} MB"
    ));
    assert!(replies > count / 3, "{replies}");
    assert!(late <= early + 3, "{early} MB, then {late} MB");
}

#[cfg(target_os = "linux")]
#[test]
fn broken_lines_neither_stop_the_server_nor_fill_its_memory() {
    send_broken_lines(10_000);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes; with --release it is the long run"]
fn a_million_broken_lines_neither_stop_the_server_nor_fill_its_memory() {
    send_broken_lines(1_000_000);
}

#[cfg(unix)]
#[test]
fn a_call_under_way_holds_nobody_who_leaves() {
    let folder = Folder::with_samples();
    let key = folder.key(&["all", "--scopes", "read,write"]);
    for signal in [None, Some("-TERM")] {
        let mut server = folder.serve_with(&key);
        let other = Connection::open(folder.database()).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        server.send(&call(1_000, "create_customer", &json!({ "name": "Jane" })));
        thread::sleep(Duration::from_millis(50));
        let begun = Instant::now();
        let status = match signal {
            None => server.leave().1,
            Some(signal) => {
                let process = server.process().to_string();
                let mut kill = std::process::Command::new("kill");
                assert!(kill.args([signal, &process]).status().unwrap().success());
                server.wait()
            }
        };
        say_measured(&format!("{signal:?}: gone after {:?}", begun.elapsed()));
        assert!(status.success());
        assert!(begun.elapsed() < Duration::from_secs(3), "{signal:?}");
    }
}
