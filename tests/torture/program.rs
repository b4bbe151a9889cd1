//! The real program in a folder of its own.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder in which commands are run. Nothing of the machine's own environment reaches them.
pub(crate) struct Folder(TempDir);

/// A folder in memory, where the machine has such: what the disk keeps is the question of the suites of
/// power cuts, which bring their own.
pub(crate) fn folder_in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

impl Folder {
    /// In memory.
    pub(crate) fn new() -> Self {
        Self(folder_in_memory())
    }

    /// On the disk, which lets others come in between.
    pub(crate) fn on_disk() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path("customers.db")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-directory"));
        command
            .env_clear()
            .env("HOME", self.0.path())
            .env("CUSTOMER_DIRECTORY_DB", self.database())
            .current_dir(self.0.path())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end, and answers what it printed as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Result<Value, String> {
        let output = self.command(arguments).output().unwrap();
        if !output.status.success() {
            return Err(format!("{arguments:?}: {}", said(&output)));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{arguments:?}: {error}: {}", said(&output)))
    }

    /// Makes a key that may do so much.
    pub(crate) fn key(&self, scopes: &str) -> String {
        let arguments = [
            "key",
            "create",
            "torture",
            "--scopes",
            scopes,
            "--changes-a-minute",
            "1000000",
            "--json",
        ];
        let made = self.json(&arguments).unwrap();
        made["key"].as_str().unwrap().to_owned()
    }

    /// Starts a server whose caller has a key, and greets it.
    pub(crate) fn serve(&self, key: &str) -> Server {
        let mut command = self.command(&["mcp"]);
        command
            .env("CUSTOMER_DIRECTORY_KEY", key)
            .stdin(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut server = Server {
            child,
            input,
            output,
            last_id: 0,
        };
        let client = json!({ "name": "torture", "version": "1" });
        let greeting = json!({
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client
        });
        server.ask("initialize", &greeting);
        server
    }
}

/// How a command ended and what it told the person.
pub(crate) fn said(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    format!("{}, {}", output.status, stderr.trim_end())
}

/// A running server. It is killed when nobody holds it any more.
pub(crate) struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last_id: u64,
}

impl Server {
    /// Sends a request and answers its reply; nothing where the server is gone.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Option<Value> {
        self.last_id += 1;
        let request =
            json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params });
        self.send(format!("{request}\n").as_bytes()).ok()?;
        // What was killed amid a line has not answered.
        let line = self.line().ok()?.filter(|line| line.ends_with('\n'))?;
        Some(serde_json::from_str(&line).unwrap())
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.input.write_all(bytes)
    }

    /// The next line that the server says; nothing where it is gone.
    pub(crate) fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let length = self.output.read_line(&mut line)?;
        Ok((length > 0).then_some(line))
    }

    /// Calls a tool and answers its result; nothing where the server is gone.
    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> Option<Value> {
        let params = json!({ "name": tool, "arguments": arguments });
        self.ask("tools/call", &params)
            .map(|mut reply| reply["result"].take())
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
