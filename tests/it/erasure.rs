//! Erased means gone: not a byte of the person is left in the directory's files.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::terminal::Terminal;

/// What was known of the person: as it was written, and as it is folded for searching.
const TRACES: [&str; 15] = [
    "Zdenka",
    "zdenka",
    "Quixley",
    "quixley",
    "Blorptronics",
    "blorptronics",
    "zq.quixley",
    "wobblemail",
    "+14155550187",
    "4155550187",
    "u_zq_7781",
    "zq_handle",
    "rare-label-zq",
    "order-zq-991",
    "device-zq",
];

/// The person's events, and others' with whom nothing is shared.
fn events() -> Vec<Value> {
    let mut events: Vec<Value> = (0..3_000)
        .map(|number| {
            json!({
                "id": format!("other-{number}"),
                "message": format!("Message number {number} about the export."),
                "email": format!("person{number}@acme{}.io", number % 97),
                "name": format!("Person {} {number}", ["Aaron", "Mira", "Zoe"][number % 3]),
                "created_at": "2026-10-02T09:30:00Z"
            })
        })
        .collect();
    for (place, number) in [(0, 1), (900, 2), (2_100, 3)] {
        let event = json!({
            "id": format!("order-zq-991-{number}"),
            "message": "The dashboard froze.",
            "email": "zq.quixley@wobblemail.example.net".replace("example.net", "io"),
            "phone": "+14155550187",
            "user_id": "u_zq_7781",
            "name": "Zdenka Quixley",
            "company": "Blorptronics",
            "tags": ["rare-label-zq"],
            "twitter": "@zq_handle",
            "metadata": { "device": "device-zq", "cf_machine": "device-zq" },
            "created_at": format!("2026-01-0{number}T09:30:00Z")
        });
        events.insert(place, event);
    }
    events
}

fn traces_in(path: &Path, needles: &[&str]) -> Vec<String> {
    let Ok(bytes) = std::fs::read(path) else {
        return Vec::new();
    };
    let has = |needle: &&&str| {
        let needle = needle.as_bytes();
        bytes.windows(needle.len()).any(|window| window == needle)
    };
    needles
        .iter()
        .filter(has)
        .map(|needle| format!("{needle} in {}", path.display()))
        .collect()
}

fn traces(terminal: &Terminal, needles: &[&str]) -> Vec<String> {
    let files = ["customers.db", "customers.db-wal", "customers.db-shm"];
    files
        .iter()
        .flat_map(|file| traces_in(&terminal.path(file), needles))
        .collect()
}

fn with_person() -> Terminal {
    let lines: Vec<String> = events().iter().map(ToString::to_string).collect();
    let terminal = Terminal::with(&lines.join("\n"));
    let get = terminal.run(&["get", "u_zq_7781", "--json"]).json();
    assert_eq!(get["customer"]["name"], "Zdenka Quixley");
    assert_eq!(get["feedback_total"], 3);
    let found: Vec<String> = traces(&terminal, &TRACES);
    for needle in TRACES {
        let is_found = found
            .iter()
            .any(|trace| trace.starts_with(&format!("{needle} in ")));
        assert!(is_found, "{needle} was never there: {get}");
    }
    terminal
}

#[test]
fn nothing_of_the_person_is_left_in_any_file() {
    for fate in ["remove", "keep-anonymous"] {
        let terminal = with_person();
        let arguments = ["delete", "u_zq_7781", "--feedback", fate, "--yes", "--json"];
        let ran = terminal.run(&arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(ran.json().get("note"), None);
        // What was said stays where that was asked for, and labels on it are a part of that.
        let is_kept = |needle: &&str| fate == "keep-anonymous" && *needle == "rare-label-zq";
        let needles: Vec<&str> = TRACES
            .into_iter()
            .filter(|needle| !is_kept(needle))
            .collect();
        assert_eq!(traces(&terminal, &needles), Vec::<String>::new(), "{fate}");
        let said = terminal
            .run(&["feedback", "--search", "froze", "--json"])
            .json();
        assert_eq!(said["total"], if fate == "remove" { 0 } else { 3 });
        let gone = terminal.run(&["get", "cus_1"]);
        assert!(gone.stderr.contains("`cus_1` was deleted at"), "{gone:?}");
    }
}

#[test]
fn nothing_is_left_of_somebody_who_was_merged_before() {
    let terminal = with_person();
    for arguments in [
        ["merge", "person7@acme7.io", "u_zq_7781", "--yes"],
        ["merge", "person8@acme8.io", "person7@acme7.io", "--yes"],
        ["delete", "u_zq_7781", "--feedback=remove", "--yes"],
    ] {
        let ran = terminal.run(&arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    assert_eq!(traces(&terminal, &TRACES), Vec::<String>::new());
    let others = ["person7@acme7.io", "person8@acme8.io"];
    assert_eq!(traces(&terminal, &others), Vec::<String>::new());
}

/// The numbers of all people of whom a file has something: their words are `zq` and a number.
fn people_in(path: &Path, found: &mut BTreeSet<usize>) {
    let bytes = std::fs::read(path).unwrap_or_default();
    let starts = bytes
        .windows(3)
        .enumerate()
        .filter(|(_, start)| *start == b"zqn");
    for (start, _) in starts {
        let digits = bytes[start + 3..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        let digits: String = digits.map(|byte| char::from(*byte)).collect();
        // Four digits are a whole word; fewer are a beginning of many.
        if digits.len() == 4 {
            found.insert(digits.parse().unwrap());
        }
    }
}

#[test]
fn pages_that_were_split_and_filled_again_keep_nothing_either() {
    let event = |number: usize, id: &str| {
        json!({
            "id": format!("{id}-{number}"),
            "message": "x".repeat(number * 37 % 900),
            "email": format!("zqn{number:04}x@acme{}.io", number % 7),
            "name": format!("{} Zqn{number:04}x", ["Aaron", "Mira", "Zoe"][number * 7 % 3]),
            "metadata": { "note": format!("zqn{number:04}x{}", "y".repeat(number * 53 % 400)) },
            "created_at": format!("2026-01-{:02}T09:30:00Z", number * 11 % 28 + 1)
        })
        .to_string()
    };
    let lines = |numbers: &mut dyn Iterator<Item = usize>, id: &str| -> String {
        numbers.map(|number| event(number, id) + "\n").collect()
    };
    let terminal = Terminal::with(&lines(
        &mut (0..1_500).map(|number| number * 2 % 1_500),
        "first",
    ));
    for (file, first) in [("second.jsonl", 1), ("third.jsonl", 0), ("fourth.jsonl", 2)] {
        terminal.write(file, lines(&mut (first..1_500).step_by(3), file));
        assert_eq!(terminal.run(&["ingest", file]).code, Some(0));
    }
    let gone: BTreeSet<usize> = (0..1_500).step_by(47).collect();
    for number in &gone {
        let address = format!("zqn{number:04}x@acme{}.io", number % 7);
        let ran = terminal.run(&["delete", &address, "--feedback=keep-anonymous", "--yes"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let mut found = BTreeSet::new();
    for file in ["customers.db", "customers.db-wal"] {
        people_in(&terminal.path(file), &mut found);
    }
    assert_eq!(found.len(), 1_500 - gone.len());
    assert!(found.is_disjoint(&gone));
}
