//! A tool that panics with what it was given, in a server of its own process, at the most talkative
//! level.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;

use super::{call, directory, initialize, tools};
use crate::domain::access::Access;
use crate::surface::mcp::stdio::serve_tools;

/// What stands nowhere but in the call, and in what the panic says.
const CANARY: &str = "zqcanary7781";

#[test]
fn what_a_panic_says_is_in_no_log_and_no_answer() {
    // This very program, which serves where it is told to run the one test that does.
    let server = "surface::mcp::conversation::panics::a_server_with_a_tool_that_panics";
    let mut child = Command::new("/proc/self/exe")
        .args(["--exact", server, "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let messages = [
        initialize("2025-11-25"),
        call(1, "panic", json!({ "saying": CANARY })),
        call(2, "list_customers", json!({})),
    ];
    let mut input = child.stdin.take().unwrap();
    for message in messages {
        writeln!(input, "{message}").unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        !told.contains(CANARY) && !said.contains(CANARY),
        "{told}{said}"
    );
    // The log knows the tool and the place, so it was looked at.
    assert!(told.contains("a panic ended the work"), "{told}");
    assert!(told.contains("conversation/tools.rs"), "{told}");
    assert!(told.contains("TRACE"), "{told}");
    let replies: Vec<Value> = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    assert_eq!(
        replies[1]["error"],
        json!({ "code": -32603, "message": "internal error" })
    );
    assert_eq!(replies[2]["result"]["structuredContent"]["total"], 2);
}

#[test]
#[ignore = "a server on stdin and stdout, which another test starts"]
fn a_server_with_a_tool_that_panics() {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("trace,rmcp=error"))
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    tracing::trace!("at the most talkative level");
    let tools = crate::surface::mcp::tools::all();
    let tools = tools.into_iter().chain(tools::all()).collect();
    serve_tools(tools, directory::open(), Access::Keyless).unwrap();
}
