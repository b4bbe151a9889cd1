//! A server and its client: one request, one reply, the time in between.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

/// A tool and its arguments.
#[derive(Clone)]
pub(crate) struct Call {
    /// The tool's name.
    pub(crate) tool: &'static str,
    /// Its arguments.
    pub(crate) arguments: Value,
    /// Whether the answer is that there is nobody.
    pub(crate) is_miss: bool,
}

impl Call {
    /// A call that finds what it asks for.
    pub(crate) fn new(tool: &'static str, arguments: Value) -> Self {
        Self {
            tool,
            arguments,
            is_miss: false,
        }
    }
}

/// A running server that has been greeted.
pub(crate) struct Conversation {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    line: String,
    last_id: u64,
    /// From before the process was started until its first answer had come.
    pub(crate) greeted_after: Duration,
}

impl Conversation {
    /// Starts a server and opens the conversation.
    pub(crate) fn open(mut command: Command) -> Result<Self> {
        let started = Instant::now();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server does not start")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("the server has no stdout")?;
        let mut conversation = Self {
            child,
            input,
            output: BufReader::new(output),
            line: String::new(),
            last_id: 0,
            greeted_after: Duration::ZERO,
        };
        let client = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": { "name": "bench", "version": env!("CARGO_PKG_VERSION") },
        });
        conversation.ask("initialize", &client)?;
        conversation.greeted_after = started.elapsed();
        conversation.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n")?;
        Ok(conversation)
    }

    /// Calls a tool, and answers how long that took.
    pub(crate) fn call(&mut self, call: &Call) -> Result<Duration> {
        let params = json!({ "name": call.tool, "arguments": call.arguments });
        let time = self.ask("tools/call", &params)?;
        let (expected, what) = if call.is_miss {
            ("\"isError\":true", "found somebody")
        } else {
            ("\"isError\":false", "failed")
        };
        // Inside of strings the quotes would be escaped.
        ensure!(
            self.line.contains(expected) && (!call.is_miss || self.line.contains("not_found")),
            "`{}` with {} {what}: {}",
            call.tool,
            call.arguments,
            self.line
        );
        Ok(time)
    }

    /// Sends a request, and answers how long its reply took.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Result<Duration> {
        self.last_id += 1;
        let id = self.last_id;
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        let request = format!("{request}\n");
        self.line.clear();
        let started = Instant::now();
        self.send(&request)?;
        self.output.read_line(&mut self.line)?;
        let time = started.elapsed();
        ensure!(
            self.line.contains(&format!("\"id\":{id}")) && self.line.contains("\"result\""),
            "`{method}` was answered by: {}",
            self.line
        );
        Ok(time)
    }

    /// The last reply's result.
    pub(crate) fn result(&self) -> Result<Value> {
        let mut reply: Value = serde_json::from_str(&self.line)?;
        Ok(reply["result"].take())
    }

    /// The server's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the conversation: a server leaves when its input ends.
    pub(crate) fn close(mut self) -> Result<()> {
        drop(self.input.take());
        let status = self.child.wait()?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }

    fn send(&mut self, line: &str) -> Result<()> {
        let input = self.input.as_mut().context("the conversation is over")?;
        Ok(input.write_all(line.as_bytes())?)
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        // After a failure nobody waits for the server; one that has ended cannot be killed.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
