//! Nothing personal in a log: values that stand nowhere else go through every path at the most
//! talkative level, and none of them comes out at stderr.

use std::fs::File;

use serde_json::{Value, json};

use crate::every_request::{PHONE, ask_all, requests, second};
use crate::program::Folder;
use crate::terminal::Terminal;

/// A user id, a name, a tag, a message …: whatever text a person could write.
const CANARY: &str = "zqcanary7781";

/// Each trace that a canary could leave.
fn assert_silent(told: &str) {
    let told = told.to_lowercase();
    for trace in [CANARY, &PHONE[2..]] {
        let line = told.lines().find(|line| line.contains(trace));
        assert_eq!(line, None, "stderr tells of somebody");
    }
}

/// An event of the person, and one of another.
fn events() -> String {
    let event = |id: &str, user_id: &str| {
        json!({
            "id": format!("{CANARY}-{id}"),
            "message": format!("{CANARY} said so"),
            "user_id": user_id,
            "email": format!("{user_id}@{CANARY}.io"),
            "name": CANARY,
            "company": CANARY,
            "tags": [CANARY],
            "cf_note": CANARY,
            "metadata": { "device": CANARY },
            "created_at": "2026-01-05T09:30:00Z"
        })
        .to_string()
    };
    let refused = json!({ "message": CANARY, "created_at": CANARY });
    let lines = [
        event("1", CANARY),
        event("2", &second(CANARY)),
        refused.to_string(),
        format!("{{ {CANARY}"),
    ];
    lines.join("\n")
}

#[test]
fn no_request_and_no_error_of_a_server_is_told_to_the_log() {
    let folder = Folder::with_samples();
    let key = folder.key(&[
        "canary",
        "--scopes",
        "read,write,delete",
        "--confirm",
        "plan",
        "--changes-a-minute",
        "100000",
        "--removals-an-hour",
        "100000",
    ]);
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = folder.command(&["--log", "trace", "mcp"]);
    command.env("CUSTOMER_DIRECTORY_KEY", &key);
    command.stderr(File::options().append(true).open(log.path()).unwrap());
    let mut server = Folder::start(command);
    server.greet("2025-11-25");
    for user_id in [CANARY.to_owned(), second(CANARY)] {
        let arguments = json!({ "message": CANARY, "user_id": user_id, "name": CANARY });
        server.data("record_feedback", arguments);
    }
    let all = requests(&mut server, CANARY);
    let well = ask_all(&mut server, &all);
    let listed = server.ask("tools/list", json!({}))["result"]["tools"].take();
    for tool in listed.as_array().unwrap() {
        let name = tool["name"].as_str().unwrap();
        assert!(
            well.iter().any(|known| known == name),
            "no call of `{name}` was answered well"
        );
    }
    let pair = json!({ "target": CANARY, "source": second(CANARY) });
    let plan = server.data("merge_customers", pair.clone())["plan"]["code"].take();
    let mut carried = pair;
    carried["plan"] = plan;
    server.call("merge_customers", carried);
    for line in [
        format!("{{\"{CANARY}\n"),
        format!("{{\"jsonrpc\":\"2.0\",\"method\":\"{CANARY}\",\"params\":{{\"{CANARY}\":1}}}}\n"),
        format!("{{\"jsonrpc\":\"2.0\",\"id\":\"{CANARY}\",\"method\":\"{CANARY}\"}}\n"),
        format!("[\"{CANARY}\"]\n"),
    ] {
        server.send(&line);
    }
    let (_, status, _) = server.leave();
    assert!(status.success());
    let told = std::fs::read_to_string(log.path()).unwrap();
    assert!(!told.contains(&key), "stderr tells the key");
    assert_silent(&told);
}

#[test]
fn no_command_tells_the_log_what_it_was_given() {
    let terminal = Terminal::new();
    terminal.write("events.jsonl", events());
    let address = format!("{CANARY}@{CANARY}.io");
    let commands: &[&[&str]] = &[
        &["ingest", "events.jsonl", "--rejects", "refused.jsonl"],
        &[
            "create", "--name", CANARY, "--tag", CANARY, "--notes", CANARY, "--phone", PHONE,
        ],
        &[
            "update",
            CANARY,
            "--append-notes",
            CANARY,
            "--set-field",
            "cf_note=zqcanary7781",
        ],
        &["list", CANARY, "--tag", CANARY, "--company", CANARY],
        &["get", &address, "--full"],
        &["feedback", CANARY, "--search", CANARY],
        &["summary", "--tag", CANARY],
        &["duplicates"],
        &["audit"],
        &["merge", CANARY, "cus_2", "--yes"],
        &["delete", CANARY, "--yes"],
        // Refused: the sentence for the person may say what they typed, the log may not.
        &["get", "nobody-zqcanary7781"],
        &["update", "nobody-zqcanary7781", "--name", CANARY],
        &["list", "--cursor", CANARY],
        &["create", "--email", CANARY],
        &["ingest", "nowhere-zqcanary7781.jsonl"],
    ];
    for arguments in commands {
        let ran = terminal.run(&[arguments, &["--log", "trace"][..]].concat());
        let is_log = |line: &&str| {
            line.starts_with("20") || line.contains(" TRACE ") || line.contains(" DEBUG ")
        };
        let told: Vec<&str> = ran.stderr.lines().filter(is_log).collect();
        assert_silent(&told.join("\n"));
        if ran.code == Some(0) && arguments[0] != "ingest" {
            assert_silent(&ran.stderr);
        }
    }
    let refused = std::fs::read_to_string(terminal.path("refused.jsonl")).unwrap();
    assert_eq!(refused.lines().count(), 2, "{refused}");
    let rows: Value = terminal.list(&[])["customers"].take();
    assert!(!rows.as_array().unwrap().is_empty());
}
