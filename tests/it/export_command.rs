//! Everything that is known about one person, for the person.

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

fn of_record<'a>(lines: &'a [Value], record: &str) -> Vec<&'a Value> {
    lines
        .iter()
        .filter(|line| line["record"] == record)
        .collect()
}

#[test]
fn everything_about_one_person_is_written_and_nothing_about_others() {
    let terminal = directory();
    let ran = terminal.run(&[
        "update",
        "mira@acme.io",
        "--notes",
        "Prefers calls.",
        "--add-tag",
        "vip",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = terminal.run(&[
        "export",
        "--customer",
        "mira@acme.io",
        "--output",
        "mira.jsonl",
    ]);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (Some(0), "", "")
    );
    let lines = json_lines(&terminal.path("mira.jsonl"));
    let customers = of_record(&lines, "customer");
    assert_eq!(customers.len(), 1);
    assert_eq!(customers[0]["customer"]["notes"], "Prefers calls.");
    let feedback = of_record(&lines, "feedback");
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
    let changes = of_record(&lines, "change");
    assert!(
        changes
            .iter()
            .any(|change| change["change"]["action"] == "update_customer"),
        "{changes:?}"
    );
    let text = std::fs::read_to_string(terminal.path("mira.jsonl")).unwrap();
    assert!(!text.contains("brightworks") && !text.contains("fb_900"));
    let mode = std::fs::metadata(terminal.path("mira.jsonl"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let printed = terminal.run(&["export", "--customer", "mira@acme.io"]);
    assert_eq!(printed.stdout, text);
}

#[test]
fn a_file_that_is_there_is_left_and_a_stranger_is_not_found() {
    let terminal = directory();
    terminal.write("letter.txt", "a letter");
    let ran = terminal.run(&[
        "export",
        "--customer",
        "mira@acme.io",
        "--output",
        "letter.txt",
    ]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stderr.contains("give the name of a new file"),
        "{ran:?}"
    );
    assert_eq!(
        std::fs::read(terminal.path("letter.txt")).unwrap(),
        b"a letter"
    );
    assert_eq!(
        terminal
            .run(&["export", "--customer", "nobody@acme.io"])
            .code,
        Some(1)
    );
}
