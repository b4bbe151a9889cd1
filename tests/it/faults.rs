//! What goes wrong around a server: each time a sentence, and every acknowledged write still there.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::program::{Folder, Server, SmallDisk};
use crate::terminal::Terminal;

const RIGHTS: [&str; 5] = [
    "writer",
    "--scopes",
    "read,write",
    "--changes-a-minute",
    "100000",
];

/// Records feedback, and answers its id or the refusal.
fn record(server: &mut Server, message: &str) -> Result<String, Value> {
    let result = server.call(
        "record_feedback",
        json!({ "message": message, "user_id": "u_1" }),
    );
    if result["isError"] == false {
        let text = result["structuredContent"].to_string();
        return Ok(text);
    }
    Err(result)
}

fn code(refusal: &Value) -> &str {
    refusal["structuredContent"]["code"].as_str().unwrap()
}

fn total(folder: &Folder) -> u64 {
    let output = folder.run(&["feedback", "--json", "--limit", "1"]);
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    page["total"].as_u64().unwrap()
}

#[test]
fn a_file_that_another_program_holds_is_busy_and_free_again_after_it() {
    let folder = Folder::empty();
    let key = folder.key(&RIGHTS);
    let mut server = folder.serve_with(&key);
    record(&mut server, "before").unwrap();
    let foreign = Connection::open(folder.path().join("customers.db")).unwrap();
    foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refusal = record(&mut server, "meanwhile").unwrap_err();
    assert_eq!(code(&refusal), "busy");
    // Reading goes on.
    assert_eq!(server.data("list_feedback", json!({}))["total"], 1);
    let ran = folder.run(&["create", "--name", "Jane Holloway"]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(
        String::from_utf8(ran.stderr)
            .unwrap()
            .contains("another process is writing")
    );
    foreign.execute_batch("ROLLBACK").unwrap();
    record(&mut server, "after").unwrap();
    drop(server);
    assert_eq!(total(&folder), 2);
}

#[test]
fn a_change_is_not_acknowledged_once_the_folder_is_gone() {
    let folder = Folder::empty();
    let key = folder.key(&RIGHTS);
    let mut server = folder.serve_with(&key);
    record(&mut server, "before").unwrap();
    for name in ["customers.db", "customers.db-wal", "customers.db-shm"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    let refusal = record(&mut server, "after").unwrap_err();
    assert_eq!(code(&refusal), "unavailable");
}

#[test]
fn on_a_full_disk_a_change_is_refused_and_what_was_acknowledged_is_there() {
    let folder = Folder::empty();
    let Some(disk) = SmallDisk::on(folder.path()) else {
        // Not through a macro, whose text is shown only for tests that fail.
        writeln!(
            std::io::stderr(),
            "skipped: this user may not mount a small filesystem"
        )
        .unwrap();
        return;
    };
    let key = folder.key(&RIGHTS);
    let mut server = folder.serve_with(&key);
    let message = "The export button does nothing. ".repeat(100);
    let mut acknowledged = 0;
    let refusal = loop {
        match record(&mut server, &message) {
            Ok(_) => acknowledged += 1,
            Err(refusal) => break refusal,
        }
        assert!(acknowledged < 5_000, "the disk is never full");
    };
    let text = refusal["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("the disk is full"), "{text}");
    assert!(acknowledged > 10);
    for _ in 0..3 {
        assert!(record(&mut server, &message).is_err());
    }
    assert_eq!(
        server.data("list_feedback", json!({ "limit": 1 }))["total"],
        acknowledged
    );
    drop(server);
    assert_eq!(total(&folder), acknowledged);
    drop(disk);
}

#[test]
fn files_beside_the_directory_are_for_their_owner_only_whatever_the_umask() {
    for umask in ["022", "000"] {
        let terminal = Terminal::new();
        terminal.write(
            "lines.jsonl",
            "{\"message\":\"hi\",\"email\":\"a@acme.io\"}\nno line\n",
        );
        let script = "umask $0; \"$1\" ingest lines.jsonl --rejects refused.jsonl >ingested.txt; exec \"$1\" mcp";
        let typed = terminal.command(&[]);
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", script, umask]).arg(typed.get_program());
        shell
            .env_clear()
            .env("CUSTOMER_DIRECTORY_DB", terminal.database());
        shell.current_dir(terminal.path("")).stderr(Stdio::null());
        let mut server = Folder::start(shell);
        server.greet("2025-11-25");
        assert_eq!(server.data("list_customers", json!({}))["total"], 1);
        for name in [
            "customers.db",
            "customers.db-wal",
            "customers.db-shm",
            "refused.jsonl",
        ] {
            let Ok(metadata) = fs::metadata(terminal.path(name)) else {
                assert!(name.ends_with("-wal"), "{name}");
                continue;
            };
            assert_eq!(
                metadata.permissions().mode() & 0o777,
                0o600,
                "{name} under {umask}"
            );
        }
    }
}
