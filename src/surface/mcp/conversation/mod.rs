//! Conversations with a server in this process, for tests.

mod calls;
mod changes;
mod completion;
mod create;
mod directory;
mod duplicates;
mod lifecycle;
mod lines;
#[cfg(target_os = "linux")]
mod panics;
mod prompts;
mod recordings;
mod removals;
mod resources;
mod tools;
mod update;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf, WriteHalf, duplex,
    split,
};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::server::Server;
use super::stdio::connection;
use super::worker::Worker;
use crate::domain::access::{Access, Scope};
use crate::service::Directory;

const PATIENCE: Duration = Duration::from_secs(10);

/// A client at the other end of a server's pipes.
pub(super) struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    server: JoinHandle<()>,
}

impl Client {
    pub(super) fn connect() -> Self {
        Self::connect_with(1 << 20)
    }

    pub(super) fn connect_with(buffer: usize) -> Self {
        Self::connect_to(directory::open(), Access::Keyless, buffer)
    }

    /// A client that has no right, because its key has expired.
    pub(super) fn barred() -> Self {
        let why = "the key `support` has expired".to_owned();
        Self::connect_to(directory::open(), Access::Barred(why), 1 << 20)
    }

    /// A client of this directory that has said hello, with this access.
    pub(super) async fn greeted_with(directory: Directory, access: Access) -> Self {
        Self::connect_to(directory, access, 1 << 20)
            .greeting()
            .await
    }

    /// A client whose key has these scopes.
    pub(super) async fn greeted_as(scopes: &[Scope]) -> Self {
        let mut directory = directory::open();
        let access = directory::access(&mut directory, scopes);
        Self::greeted_with(directory, access).await
    }

    fn connect_to(directory: Directory, access: Access, buffer: usize) -> Self {
        let worker = Worker::start(directory).unwrap();
        let tools = super::tools::all()
            .into_iter()
            .chain(tools::all())
            .collect();
        let server = Server::new(tools, worker, access);
        let (ours, theirs) = duplex(buffer);
        let (output, input) = split(ours);
        let (requests, replies) = split(theirs);
        let server = tokio::spawn(connection(server, requests, replies));
        Self {
            input,
            output: BufReader::new(output),
            server,
        }
    }

    pub(super) async fn greeted() -> Self {
        Self::connect().greeting().await
    }

    async fn greeting(mut self) -> Self {
        self.send(&initialize("2025-11-25")).await;
        self.receive().await;
        self
    }

    pub(super) async fn send(&mut self, message: &Value) {
        self.input
            .write_all(format!("{message}\n").as_bytes())
            .await
            .unwrap();
    }

    pub(super) async fn receive(&mut self) -> Value {
        let mut line = String::new();
        timeout(PATIENCE, self.output.read_line(&mut line))
            .await
            .unwrap()
            .unwrap();
        serde_json::from_str(&line).unwrap()
    }

    pub(super) async fn ask(&mut self, message: &Value) -> Value {
        self.send(message).await;
        self.receive().await
    }

    pub(super) async fn call(&mut self, tool: &str, arguments: impl Into<Value>) -> Value {
        self.ask(&call(1, tool, arguments)).await
    }

    /// Ends the input and answers what still comes, and how long the server stays.
    pub(super) async fn leave(mut self) -> (Vec<Value>, Duration) {
        let started = Instant::now();
        self.input.shutdown().await.unwrap();
        timeout(PATIENCE, self.server).await.unwrap().unwrap();
        let stayed = started.elapsed();
        let mut rest = Vec::new();
        let mut line = String::new();
        while self.output.read_line(&mut line).await.unwrap() > 0 {
            rest.push(serde_json::from_str(&line).unwrap());
            line.clear();
        }
        (rest, stayed)
    }
}

pub(super) fn request(id: i64, method: &str, params: impl Into<Value>) -> Value {
    let params = params.into();
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

pub(super) fn initialize(version: &str) -> Value {
    request(
        0,
        "initialize",
        json!({
            "protocolVersion": version,
            "capabilities": {},
            "clientInfo": { "name": "test", "version": "1" }
        }),
    )
}

pub(super) fn call(id: i64, tool: &str, arguments: impl Into<Value>) -> Value {
    let arguments = arguments.into();
    request(
        id,
        "tools/call",
        json!({ "name": tool, "arguments": arguments }),
    )
}

pub(super) fn modern(id: i64, method: &str, params: impl Into<Value>) -> Value {
    let mut request = request(id, method, params);
    request["params"]["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {}
    });
    request
}
