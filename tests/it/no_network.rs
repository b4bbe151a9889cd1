//! No way out: the system calls of servers and commands, looked at from outside.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::terminal::{SAMPLES, Terminal};

/// How `strace` writes a call of a thread that ended with its process before it could be read.
const UNREAD: &str = "???(";

/// The network calls of a command. A record in which a call could not be read says nothing about it:
/// the command is looked at again, and what is never read counts as a call.
fn network_calls(terminal: &Terminal, text: &str, arguments: &[&str]) -> Vec<String> {
    let mut calls = traced_calls(terminal, text, arguments);
    for _ in 0..5 {
        if calls.iter().any(|call| call.contains(UNREAD)) {
            calls = traced_calls(terminal, text, arguments);
        }
    }
    calls
}

/// Runs a command under `strace`, with a text at stdin, and answers its network calls.
fn traced_calls(terminal: &Terminal, text: &str, arguments: &[&str]) -> Vec<String> {
    let input = terminal.write("input.txt", text);
    let typed = terminal.command(arguments);
    let mut traced = Command::new("strace");
    traced.args([
        "-f",
        "-qq",
        "-e",
        "trace=network",
        "-e",
        "signal=none",
        "-o",
        "calls.txt",
    ]);
    traced.arg(typed.get_program()).args(typed.get_args());
    traced
        .env_clear()
        .env("CUSTOMER_DIRECTORY_DB", terminal.database());
    traced
        .current_dir(terminal.path(""))
        .stdin(std::fs::File::open(input).unwrap());
    let output = traced.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    let calls = std::fs::read_to_string(terminal.path("calls.txt")).unwrap();
    let calls = calls.lines().filter(|line| line.contains('('));
    calls.map(str::to_owned).collect()
}

/// A pair of ends inside the process, over which its own threads wake each other, leads nowhere.
fn is_inside(call: &str) -> bool {
    let has = |word: &str| call.contains(word);
    let is_between_ends = (has("sendto(") || has("recvfrom(")) && has("NULL");
    has("socketpair(AF_UNIX") || is_between_ends
}

#[test]
fn no_server_and_no_command_makes_a_network_call() {
    let strace = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    if !strace.is_ok_and(|status| status.success()) {
        // Not through a macro, whose text is shown only for tests that fail.
        writeln!(std::io::stderr(), "skipped: strace is not installed").unwrap();
        return;
    }
    let terminal = Terminal::new();
    let talk = [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_customers","arguments":{"search":"jane"}}}"#,
        r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"summarize_customers","arguments":{}}}"#,
        r#"{"jsonrpc":"2.0","id":4,"method":"resources/read","params":{"uri":"directory://summary"}}"#,
        "",
    ];
    let commands: [&[&str]; 8] = [
        &["ingest", SAMPLES],
        &["mcp"],
        &["list", "jane"],
        &["get", "cus_1"],
        &[
            "create",
            "--email",
            "jane@straßenbau.de",
            "--phone",
            "+49 30 9018 2017",
        ],
        &["duplicates"],
        &["audit"],
        &["key", "list"],
    ];
    for arguments in commands {
        let calls = network_calls(&terminal, &talk.join("\n"), arguments);
        let outside: Vec<&String> = calls.iter().filter(|call| !is_inside(call)).collect();
        assert!(outside.is_empty(), "{arguments:?}: {outside:?}");
    }
}
