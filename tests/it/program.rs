//! The program as its callers see it: a database file, commands, and a running server.

#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails should fail its test"
)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::conformance::Witness;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder with a directory in it.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// A folder in which there is no directory yet.
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// A folder whose directory has taken in the sample feedback.
    pub(crate) fn with_samples() -> Self {
        let folder = Self::empty();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/feedback.jsonl");
        assert!(folder.run(&["ingest", file]).status.success());
        folder
    }

    /// A folder whose directory has taken in these events.
    pub(crate) fn with_events(events: &[Value]) -> Self {
        let folder = Self::empty();
        let lines: Vec<String> = events.iter().map(ToString::to_string).collect();
        let file = folder.0.path().join("events.jsonl");
        std::fs::write(&file, lines.join("\n")).unwrap();
        assert!(
            folder
                .run(&["ingest", file.to_str().unwrap()])
                .status
                .success()
        );
        folder
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).stdin(Stdio::null()).output().unwrap()
    }

    /// The command with this folder's directory.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-directory"));
        command.arg("--db").arg(self.database()).args(args);
        command
            .env_remove("CUSTOMER_DIRECTORY_REGION")
            .env_remove("CUSTOMER_DIRECTORY_LOG");
        command
    }

    /// Starts a server and does not greet it.
    pub(crate) fn serve(&self) -> Server {
        Self::start(self.command(&["mcp"]))
    }

    /// Starts a server whose caller has a key, and greets it.
    pub(crate) fn serve_with(&self, key: &str) -> Server {
        let mut server = self.serve_with_key(key);
        server.greet("2025-11-25");
        server
    }

    /// Starts a server whose caller has a key, and does not greet it.
    pub(crate) fn serve_with_key(&self, key: &str) -> Server {
        let mut command = self.command(&["mcp"]);
        command.env("CUSTOMER_DIRECTORY_KEY", key);
        Self::start(command)
    }

    /// Makes a key and answers it.
    pub(crate) fn key(&self, arguments: &[&str]) -> String {
        let output = self.run(&[&["key", "create", "--json"], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        let record: Value = serde_json::from_slice(&output.stdout).unwrap();
        record["key"].as_str().unwrap().to_owned()
    }

    /// Starts a server by a command of this folder.
    pub(crate) fn start(mut command: Command) -> Server {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), child.stdout.take().unwrap());
        Server {
            child,
            input,
            output: BufReader::new(output),
            last_id: 0,
            witness: Witness::default(),
        }
    }

    /// Starts a server and greets it as hosts of today do.
    pub(crate) fn greeted(&self) -> Server {
        let mut server = self.serve();
        server.greet("2025-11-25");
        server
    }

    /// Where the folder is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The file of this folder's directory.
    pub(crate) fn database(&self) -> PathBuf {
        self.0.path().join("customers.db")
    }
}

/// A running server. It is killed when a test is done with it.
pub(crate) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last_id: i64,
    witness: Witness,
}

impl Server {
    /// Sends text as it is.
    pub(crate) fn send(&mut self, text: &str) {
        self.witness.sent(text);
        let input = self.input.as_mut().unwrap();
        input.write_all(text.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    /// The next message; each line of the output must be one, as it is published.
    pub(crate) fn receive(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        (!line.is_empty()).then(|| {
            let message: Value = serde_json::from_str(&line).unwrap();
            self.witness.received(&message);
            message
        })
    }

    /// Sends a request and answers its reply.
    pub(crate) fn ask(&mut self, method: &str, params: impl Into<Value>) -> Value {
        let id = self.begin(method, params);
        let reply = self.receive().unwrap();
        assert_eq!(reply["id"], id, "{reply}");
        reply
    }

    /// Sends a request without waiting for its reply, and answers its id.
    pub(crate) fn begin(&mut self, method: &str, params: impl Into<Value>) -> i64 {
        self.last_id += 1;
        let (id, params): (i64, Value) = (self.last_id, params.into());
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send(&format!("{request}\n"));
        id
    }

    /// Opens the conversation in an older revision.
    pub(crate) fn greet(&mut self, version: &str) -> Value {
        self.greet_with(version, &json!({}))
    }

    /// Opens the conversation as a client with these capabilities.
    pub(crate) fn greet_with(&mut self, version: &str, capabilities: &Value) -> Value {
        self.ask(
            "initialize",
            json!({
                "protocolVersion": version,
                "capabilities": capabilities,
                "clientInfo": { "name": "test", "version": "1" }
            }),
        )
    }

    /// Calls a tool and answers its result.
    pub(crate) fn call(&mut self, tool: &str, arguments: impl Into<Value>) -> Value {
        let arguments: Value = arguments.into();
        let params = json!({ "name": tool, "arguments": arguments });
        self.ask("tools/call", params)["result"].take()
    }

    /// Calls a tool and answers the data of its answer.
    pub(crate) fn data(&mut self, tool: &str, arguments: impl Into<Value>) -> Value {
        let mut result = self.call(tool, arguments);
        assert_eq!(result["isError"], false, "{result}");
        result["structuredContent"].take()
    }

    /// Calls a tool and answers the words of its refusal.
    pub(crate) fn refusal(&mut self, tool: &str, arguments: impl Into<Value>) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], true, "{result}");
        let texts = result["content"].as_array().unwrap().iter();
        texts
            .map(|text| text["text"].as_str().unwrap())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Ends the input, and answers what still came, how it ended and how long that took.
    pub(crate) fn leave(&mut self) -> (Vec<Value>, ExitStatus, Duration) {
        let started = Instant::now();
        drop(self.input.take());
        let rest = std::iter::from_fn(|| self.receive()).collect();
        let status = self.wait();
        (rest, status, started.elapsed())
    }

    /// Waits until the server has ended.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The server's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A small filesystem on a folder, where this user may make one.
pub(crate) struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Makes one of three megabytes.
    pub(crate) fn on(path: &Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs"])
            .arg(path);
        let made = mount.stderr(Stdio::null()).status();
        made.is_ok_and(|status| status.success())
            .then(|| Self(path.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A process that is just being started has what this one has open, for a moment.
        let started = Instant::now();
        let unmount = || {
            let mut unmount = Command::new("umount");
            let status = unmount.arg(&self.0).stderr(Stdio::null()).status();
            status.is_ok_and(|status| status.success())
        };
        while !unmount() {
            assert!(started.elapsed() < PATIENCE, "still mounted");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
