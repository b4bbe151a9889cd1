//! Everything that is known about one person, for the person; and the file that it is written into.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::terminal::{Terminal, json_lines};

fn directory() -> Terminal {
    let event = |number: usize, email: &str| {
        json!({
            "id": format!("fb_{number}"), "message": "x".repeat(20_000), "email": email, "name": "Mira Okafor",
            "rating": 4.5, "status": "open", "context": { "url": "https://acme.io/a" },
            "metadata": { "device": "tablet" }, "tags": ["beta"], "created_at": "2026-10-02T09:30:00Z"
        })
        .to_string()
    };
    let mut lines: Vec<String> = (0..130)
        .map(|number| event(number, "mira@acme.io"))
        .collect();
    lines.push(event(900, "zoe@brightworks.io"));
    Terminal::with(&lines.join("\n"))
}

fn of_kind<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn everything_about_one_person_is_written_and_nothing_about_others() {
    let terminal = directory();
    let notes = ["--notes", "Prefers calls.", "--add-tag", "vip"];
    let ran = terminal.run(&[&["update", "mira@acme.io"], &notes[..]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let person = ["export", "--customer", "mira@acme.io"];
    let ran = terminal.run(&[&person[..], &["--output", "mira.jsonl", "--json"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.json()["feedback"], 130);
    let lines = json_lines(&terminal.path("mira.jsonl"));
    assert_eq!(lines[0]["person"], "cus_1");
    let customers = of_kind(&lines, "customer");
    assert_eq!(customers.len(), 1);
    assert_eq!(customers[0]["notes"], "Prefers calls.");
    assert_eq!(customers[0]["contacts"][0]["from"], "feedback 1");
    assert_eq!(customers[0]["tags"][1]["from"], "hand");
    let feedback = of_kind(&lines, "feedback");
    assert_eq!(feedback.len(), 130);
    for said in &feedback {
        assert_eq!(said["message"].as_str().unwrap().len(), 20_000);
        assert_eq!(said["context"]["url"], "https://acme.io/a");
        assert_eq!(said["metadata"]["device"], "tablet");
        assert_eq!(
            (&said["rating"], &said["status"]),
            (&json!(4.5), &json!("open"))
        );
    }
    let changes = of_kind(&lines, "change");
    assert!(
        changes.iter().any(|it| it["action"] == "update_customer"),
        "{changes:?}"
    );
    assert_eq!(lines.last().unwrap()["counts"]["feedback"], 130);
    let text = std::fs::read_to_string(terminal.path("mira.jsonl")).unwrap();
    assert!(!text.contains("brightworks") && !text.contains("fb_900"));
    let printed = terminal.run(&person);
    let without_time = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(without_time(&printed.stdout), without_time(&text));
    let table = terminal.run(&[&person[..], &["--format", "csv"]].concat());
    assert!(table.stdout.contains(",mira@acme.io,") && !table.stdout.contains("brightworks"));
}

#[test]
fn a_file_is_its_owners_alone_and_none_is_replaced() {
    let terminal = directory();
    terminal.write("letter.txt", "a letter");
    for person in [&[][..], &["--customer", "mira@acme.io"]] {
        let ran = terminal.run(&[&["export", "--output", "letter.txt"], person].concat());
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.stderr.contains("give the name of a new file"),
            "{ran:?}"
        );
    }
    let letter = std::fs::read(terminal.path("letter.txt")).unwrap();
    assert_eq!(letter, b"a letter");
    let ran = terminal.run(&["export", "--output", "all.jsonl"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mode = std::fs::metadata(terminal.path("all.jsonl")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
}

#[test]
fn who_is_not_found_leaves_no_file() {
    let terminal = directory();
    let ran = terminal.run(&["export", "--customer", "nobody@acme.io", "--output", "x"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let names = std::fs::read_dir(terminal.path("")).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.all(|name| !name.starts_with('x')));
}

#[test]
fn a_secret_is_in_no_export() {
    let terminal = directory();
    let ran = terminal.run(&["key", "create", "claude", "--scopes", "read", "--json"]);
    let key = ran.json()["key"].as_str().unwrap().to_owned();
    let text = terminal.run(&["export"]).stdout;
    assert!(!text.contains(&key[13..]), "the key itself");
    let database = rusqlite::Connection::open(terminal.database()).unwrap();
    let sql =
        "SELECT lower(hex(secret)) FROM secrets UNION ALL SELECT lower(hex(digest)) FROM keys";
    let mut statement = database.prepare(sql).unwrap();
    let secrets = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    let secrets: Vec<String> = secrets.map(Result::unwrap).collect();
    assert_eq!(secrets.len(), 3);
    for secret in secrets {
        assert!(!text.contains(&secret));
    }
}

#[test]
fn an_audit_that_was_altered_is_exported_with_a_warning() {
    let terminal = directory();
    let database = rusqlite::Connection::open(terminal.database()).unwrap();
    let altered = database.execute("UPDATE audit SET actor = 'nobody' WHERE number = 1", []);
    assert_eq!(altered, Ok(1));
    drop(database);
    let ran = terminal.run(&["export", "--output", "all.jsonl"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("change 1 of the audit"), "{ran:?}");
    let ran = terminal.run(&["--db", "new.db", "import", "all.jsonl"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(!terminal.path("new.db").exists());
}
