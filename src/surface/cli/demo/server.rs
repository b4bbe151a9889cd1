//! The real program as a child, spoken to as an assistant's host does.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Map, Value, json};

use super::super::output;
use super::CommandError;

/// A running `customer-directory mcp`.
pub(super) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last_id: u64,
    shows_wire: bool,
}

/// Takes sample feedback in with the real command, and answers its report.
pub(super) fn ingest(
    program: &Path,
    database: &Path,
    feedback: &Path,
) -> Result<Value, CommandError> {
    let failed = |source| CommandError::File {
        what: "the sample feedback cannot be taken in".to_owned(),
        source,
    };
    let output = Command::new(program)
        .args(["ingest", "--json", "--default-region", "US", "--db"])
        .arg(database)
        .arg(feedback)
        .stderr(Stdio::inherit())
        .output()
        .map_err(failed)?;
    serde_json::from_slice(&output.stdout).map_err(|error| failed(error.into()))
}

impl Server {
    /// Starts the server and opens the conversation.
    pub(super) fn start(
        program: &Path,
        database: &Path,
        shows_wire: bool,
    ) -> Result<Self, CommandError> {
        let mut child = Command::new(program)
            .args(["mcp", "--db"])
            .arg(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(broken)?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(CommandError::Refused(
                "the server has no stdin or stdout".to_owned(),
            ));
        };
        let mut server = Self {
            child,
            input: Some(input),
            output: BufReader::new(output),
            last_id: 0,
            shows_wire,
        };
        let client = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": { "name": "customer-directory demo", "version": env!("CARGO_PKG_VERSION") },
        });
        server.ask("initialize", &client)?;
        server.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }))?;
        Ok(server)
    }

    /// Calls a tool and answers what it answered as data.
    pub(super) fn call(
        &mut self,
        tool: &str,
        arguments: &Map<String, Value>,
    ) -> Result<Value, CommandError> {
        let mut result = self.ask(
            "tools/call",
            &json!({ "name": tool, "arguments": arguments }),
        )?;
        Ok(result
            .get_mut("structuredContent")
            .map(Value::take)
            .unwrap_or_default())
    }

    /// Ends the conversation: a server leaves when its input ends.
    pub(super) fn stop(mut self) -> Result<(), CommandError> {
        drop(self.input.take());
        let status = self.child.wait().map_err(broken)?;
        if status.success() {
            Ok(())
        } else {
            Err(CommandError::Refused(format!(
                "the server ended with {status}"
            )))
        }
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value, CommandError> {
        self.last_id += 1;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params }),
        )?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(broken)?;
        self.show("←", &line)?;
        let mut reply: Value = serde_json::from_str(&line).map_err(|error| broken(error.into()))?;
        match reply.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(CommandError::Refused(format!(
                "the server refused `{method}`: {line}"
            ))),
        }
    }

    fn send(&mut self, message: &Value) -> Result<(), CommandError> {
        let line = format!("{message}\n");
        self.show("→", &line)?;
        match &mut self.input {
            Some(input) => input.write_all(line.as_bytes()).map_err(broken),
            None => Ok(()),
        }
    }

    fn show(&self, direction: &str, line: &str) -> Result<(), CommandError> {
        if self.shows_wire {
            output::print(&format!("    {direction} {line}"))?;
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failure nobody waits for the child; a child that has ended cannot be killed.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn broken(source: std::io::Error) -> CommandError {
    CommandError::File {
        what: "the conversation with the server broke off".to_owned(),
        source,
    }
}
