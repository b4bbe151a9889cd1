//! Lines to the real server: whatever comes, the next good request is answered.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::mutation::bent;
use super::{import_lines, watch};
use crate::chance::Chance;
use crate::trials::{Budget, Trials};

/// Lines between two good requests. Each line is a trial.
const LINES: usize = 50;

/// Without it most calls would be refused before anybody looks at their arguments.
const GREETING: &str = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
"#;

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
    let mut trials = match Program::start() {
        Ok(mut program) => {
            let mut number = 0;
            watch::run(&rounds, seed, draw, move |lines| {
                number += 1;
                program.attempt(lines, number)
            })
        }
        Err(failure) => {
            let mut trials = Trials::default();
            trials.count(Err(failure));
            trials
        }
    };
    trials.trials *= LINES as u64;
    trials
}

/// A server with every right, and the folder of its directory.
struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    _folder: TempDir,
}

fn command(database: &PathBuf, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer-directory"));
    command.arg("--db").arg(database).args(arguments);
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command
}

impl Program {
    fn start() -> Result<Self, String> {
        let failed = |error: std::io::Error| error.to_string();
        let folder = TempDir::new().map_err(failed)?;
        let database = folder.path().join("customers.db");
        let samples = folder.path().join("samples.jsonl");
        std::fs::write(&samples, import_lines::SAMPLES).map_err(failed)?;
        let file = samples.to_string_lossy().into_owned();
        command(&database, &["ingest", &file])
            .output()
            .map_err(failed)?;
        let key = [
            "key",
            "create",
            "--json",
            "test",
            "--scopes",
            "read,write,delete",
            "--changes-a-minute",
            "1000000",
        ];
        let made = command(&database, &key).output().map_err(failed)?;
        let made: Value =
            serde_json::from_slice(&made.stdout).map_err(|error| error.to_string())?;
        let mut child = command(&database, &["mcp"])
            .env(
                "CUSTOMER_DIRECTORY_KEY",
                made["key"].as_str().unwrap_or_default(),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut input = input.ok_or("no input")?;
        input.write_all(GREETING.as_bytes()).map_err(failed)?;
        Ok(Self {
            child,
            input: Some(input),
            output: BufReader::new(output.ok_or("no output")?),
            _folder: folder,
        })
    }

    /// Sends lines and a good request, and reads until that is answered.
    fn attempt(&mut self, lines: &[u8], number: u64) -> Result<(), String> {
        let id = format!("good {number}");
        let good = json!({ "jsonrpc": "2.0", "id": id, "method": "ping", "params": {} });
        let input = self.input.as_mut().ok_or("no input")?;
        let sent = format!("{good}\n");
        let text = [lines, sent.as_bytes()].concat();
        input
            .write_all(&text)
            .and_then(|()| input.flush())
            .map_err(|error| error.to_string())?;
        loop {
            let mut line = String::new();
            let length = self
                .output
                .read_line(&mut line)
                .map_err(|error| error.to_string())?;
            if length == 0 {
                let status = self.child.wait();
                return Err(format!("the server ended: {status:?}"));
            }
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
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.input.take());
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
