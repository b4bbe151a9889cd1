//! A directory that was exported and imported is the same directory.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::every_part;
use crate::program::{Folder, Server};
use crate::terminal::SAMPLES;

/// Every table that an export carries.
const TABLES: [&str; 11] = [
    "customers",
    "contacts",
    "customer_tags",
    "custom_fields",
    "social_handles",
    "feedback",
    "possible_duplicates",
    "former_customers",
    "different_customers",
    "idempotency_keys",
    "audit",
];

/// A directory in which everything has been done that can be done, and a key to it.
fn lived_in() -> (Folder, String) {
    let (folder, key) = every_part::folder("");
    ran(&folder, &["ingest", SAMPLES]);
    let odd = odd_events();
    std::fs::write(folder.path().join("odd.jsonl"), odd).unwrap();
    let odd = folder.path().join("odd.jsonl");
    ran(&folder, &["ingest", odd.to_str().unwrap()]);
    let mut server = folder.serve_with(&key);
    for tool in [
        "record_feedback",
        "create_customer",
        "update_customer",
        "mark_different",
    ] {
        for arguments in every_part::of_tool(tool, "").unwrap().answered {
            server.data(tool, arguments);
        }
    }
    let chosen = json!({ "customer": "jane@lumenworks.io", "primary_email": "jane@lumenworks.io" });
    server.data("update_customer", chosen);
    server.data(
        "mark_different",
        json!({ "one": "cus_8", "other": "cus_9" }),
    );
    carry_out(
        &mut server,
        "merge_customers",
        json!({ "target": "cus_1", "source": "cus_2" }),
    );
    for (customer, feedback) in [("cus_20", "keep_anonymous"), ("cus_21", "remove")] {
        let arguments = json!({ "customer": customer, "feedback": feedback });
        carry_out(&mut server, "delete_customer", arguments);
    }
    // The last id goes, and is not given again.
    let last =
        server.data("create_customer", json!({ "name": "The last" }))["customer"]["id"].take();
    let arguments = json!({ "customer": last, "feedback": "remove" });
    carry_out(&mut server, "delete_customer", arguments);
    drop(server);
    ran(
        &folder,
        &["create", "--name", "=Made by hand", "--notes=-one\n+two"],
    );
    (folder, key)
}

fn carry_out(server: &mut Server, tool: &str, mut arguments: Value) {
    let plan = server.data(tool, arguments.clone())["plan"]["code"].take();
    arguments["plan"] = plan;
    server.data(tool, arguments);
}

/// Events whose texts files and tables stumble over.
fn odd_events() -> String {
    let texts = [
        "=HYPERLINK(\"http://evil.example\")",
        "'quoted'",
        "a,b;c\td\r\n\"e\"",
        "山田 太郎 👩‍👩‍👧",
        "\u{202e}gpj.exe",
        "Łukasz Żółć",
        "@here -1 +2",
    ];
    let event = |(number, text): (usize, &&str)| {
        let value = json!({
            "id": text,
            "source": text,
            "message": text,
            "name": text,
            "company": text,
            "email": format!("odd{number}@odd.io"),
            "phone": format!("call me at {number}"),
            "category": text,
            "status": text,
            "rating": 0.1 + 0.2,
            "tags": [text],
            "custom_fields": { format!("cf_{text}"): text, "cf_number": 1.50, "cf_flag": true },
            "social_handles": { "github": text },
            "metadata": { *text: { "deep": [text, null, 1e300] } },
            "created_at": "2026-10-01T10:00:00.123Z"
        });
        value.to_string()
    };
    let events: Vec<String> = texts.iter().enumerate().map(event).collect();
    events.join("\n")
}

fn ran(folder: &Folder, arguments: &[&str]) -> String {
    let output = folder.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// An export, with the moment at which it was made taken out.
fn exported(folder: &Folder, form: &str) -> String {
    let text = ran(folder, &["export", "--format", form]);
    let header = text.lines().find(|line| line.contains("header")).unwrap();
    let is_time = |part: &&str| part.parse::<jiff::Timestamp>().is_ok();
    let time = header.split(['"', ',']).find(is_time).unwrap().to_owned();
    text.replacen(&time, "then", 1)
}

/// A directory made of the export of another one.
fn imported(from: &Folder, form: &str) -> Folder {
    let folder = Folder::empty();
    let file = folder.path().join("export");
    std::fs::write(&file, ran(from, &["export", "--format", form])).unwrap();
    ran(&folder, &["import", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    folder
}

/// Every row of every table, and the ids that were given.
fn rows(database: &Path) -> BTreeMap<&'static str, Vec<String>> {
    let connection = Connection::open(database).unwrap();
    let all = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut found: Vec<String> = statement
            .query_map([], |row| {
                let cells = (0..columns).map(|column| row.get::<_, rusqlite::types::Value>(column));
                Ok(format!("{:?}", cells.collect::<Result<Vec<_>, _>>()?))
            })
            .unwrap()
            .map(|row| row.unwrap().replace("elsewhere:", ""))
            .collect();
        found.sort();
        found
    };
    let mut rows: BTreeMap<&'static str, Vec<String>> = TABLES
        .iter()
        .map(|table| (*table, all(&format!("SELECT * FROM {table}"))))
        .collect();
    rows.insert("ids", all("SELECT * FROM sqlite_sequence"));
    let removed = "SELECT * FROM tallies WHERE name LIKE '%_removed'";
    rows.insert("removed", all(removed));
    rows
}

#[test]
fn an_exported_directory_comes_back_row_by_row_and_byte_by_byte() {
    let (folder, _) = lived_in();
    let before = rows(&folder.database());
    for table in TABLES {
        assert!(!before[table].is_empty(), "{table} is not tried");
    }
    for form in ["jsonl", "csv"] {
        let again = imported(&folder, form);
        for (table, rows) in rows(&again.database()) {
            assert_eq!(rows, before[table], "{table} by {form}");
        }
        ran(&again, &["check"]);
        ran(&again, &["audit", "verify"]);
        for form in ["jsonl", "csv"] {
            assert!(exported(&again, form) == exported(&folder, form), "{form}");
        }
    }
}

#[test]
fn every_question_is_answered_as_before() {
    let (folder, _) = lived_in();
    let again = imported(&folder, "jsonl");
    let (mut before, mut after) = (folder.greeted(), again.greeted());
    for tool in [
        "list_customers",
        "get_customer",
        "list_feedback",
        "summarize_customers",
        "find_duplicates",
    ] {
        let questions = every_part::of_tool(tool, "").unwrap();
        for question in questions.answered.into_iter().chain(questions.refused) {
            let answer = before.call(tool, question.clone());
            assert_eq!(
                after.call(tool, question.clone()),
                answer,
                "{tool} {question}"
            );
        }
    }
    for asked in ["cus_2", "cus_20", "odd3@odd.io", "+14155550132"] {
        let question = json!({ "customer": asked });
        let answer = before.call("get_customer", question.clone());
        assert_eq!(after.call("get_customer", question), answer, "{asked}");
    }
}

#[test]
fn a_directory_that_was_imported_goes_on_as_the_one_that_was_exported() {
    let (folder, _) = lived_in();
    let again = imported(&folder, "csv");
    let key = again.key(&["later", "--scopes", "read,write"]);
    let mut server = again.serve_with(&key);
    // What was recorded under an id stays recorded, though nobody can tell what it was.
    for arguments in every_part::of_tool("record_feedback", "").unwrap().answered {
        if arguments.get("id").is_some() {
            assert_eq!(server.data("record_feedback", arguments)["repeated"], true);
        }
    }
    drop(server);
    // The next id is the one that the first directory gives next.
    let next = |folder: &Folder| {
        let made = ran(folder, &["create", "--name", "The next", "--json"]);
        let made: Value = serde_json::from_str(&made).unwrap();
        made["customer"]["id"].clone()
    };
    assert_eq!(next(&again), next(&folder));
    // Events that were taken in are known.
    let odd = folder.path().join("odd.jsonl");
    let report = ran(&again, &["ingest", "--json", odd.to_str().unwrap()]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert!(report["read"] == report["duplicate"], "{report}");
    ran(&again, &["check"]);
    ran(&again, &["audit", "verify"]);
}

#[test]
fn one_persons_export_becomes_a_directory_of_one() {
    let (folder, _) = lived_in();
    let all = ran(&folder, &["get", "jane@lumenworks.io", "--json"]);
    for form in ["jsonl", "csv"] {
        let again = Folder::empty();
        let file = again.path().join("jane");
        let export = [
            "export",
            "--customer",
            "jane@lumenworks.io",
            "--format",
            form,
        ];
        std::fs::write(&file, ran(&folder, &export)).unwrap();
        let report = ran(&again, &["import", file.to_str().unwrap(), "--json"]);
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_eq!(report["customer"], 1);
        assert!(report["changes_left_out"].as_u64() > Some(0), "{report}");
        assert_eq!(ran(&again, &["get", "jane@lumenworks.io", "--json"]), all);
        ran(&again, &["check"]);
    }
}
