//! Erasing people for good, and what the file takes afterwards.

use serde_json::json;

use crate::terminal::Terminal;

/// The people who are erased, among others.
const PEOPLE: usize = 21;

fn traces_of(number: usize) -> Vec<String> {
    let one = char::from(b'a' + u8::try_from(number).unwrap());
    vec![
        format!("Zdenka{one}q"),
        format!("zdenka{one}q"),
        format!("quixley{one}q"),
        format!("blorp{one}q"),
        format!("wobble{one}q"),
        format!("1415555{:04}", 7000 + number),
        format!("u_zq_{one}q"),
        format!("rare-{one}q"),
        format!("order-zq-{one}q"),
        format!("froze{one}q"),
    ]
}

fn person(number: usize) -> String {
    let one = char::from(b'a' + u8::try_from(number).unwrap());
    json!({
        "id": format!("order-zq-{one}q"),
        "message": format!("The dashboard froze{one}q."),
        "email": format!("z.quixley{one}q@wobble{one}q.io"),
        "phone": format!("+1415555{:04}", 7000 + number),
        "user_id": format!("u_zq_{one}q"),
        "name": format!("Zdenka{one}q Quixley{one}q"),
        "company": format!("Blorp{one}q"),
        "tags": [format!("rare-{one}q")],
        "created_at": "2026-01-02T09:30:00Z"
    })
    .to_string()
}

fn directory() -> Terminal {
    let other = |number: usize| {
        json!({
            "id": format!("other-{number}"),
            "message": format!("Message number {number} about the export."),
            "email": format!("person{number}@acme{}.io", number % 97),
            "name": format!("Mira {number}"),
            "created_at": "2026-10-02T09:30:00Z"
        })
        .to_string()
    };
    let mut lines: Vec<String> = (0..400).map(other).collect();
    for number in 0..PEOPLE {
        lines.insert(number * 17, person(number));
    }
    let terminal = Terminal::with(&lines.join("\n"));
    std::fs::remove_file(terminal.path("lines.jsonl")).unwrap();
    terminal
}

/// What is left of a person in any file of the folder.
fn left_of(terminal: &Terminal, number: usize) -> Vec<String> {
    let mut left = Vec::new();
    for entry in std::fs::read_dir(terminal.path("")).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_type().unwrap().is_file() {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        for needle in traces_of(number) {
            if bytes
                .windows(needle.len())
                .any(|window| window == needle.as_bytes())
            {
                left.push(format!("{needle} in {}", entry.path().display()));
            }
        }
    }
    left
}

#[test]
fn no_byte_of_anybody_who_was_erased_is_left_in_the_folder() {
    let terminal = directory();
    for number in 0..PEOPLE {
        assert!(left_of(&terminal, number).len() >= traces_of(number).len());
    }
    for number in 0..PEOPLE {
        let asked = traces_of(number)[6].clone();
        let ran = terminal.run(&["erase", &asked, "--yes", "--json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(ran.json().get("note"), None, "{ran:?}");
    }
    for number in 0..PEOPLE {
        assert_eq!(left_of(&terminal, number), Vec::<String>::new());
    }
    let checked = terminal.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert_eq!(terminal.list(&[])["total"], 400);
}

#[test]
fn nobody_is_erased_without_a_yes_and_copies_beside_are_named() {
    let terminal = directory();
    let ran = terminal.run(&["erase", "u_zq_aq"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("nothing was changed"), "{ran:?}");
    assert_eq!(terminal.run(&["get", "u_zq_aq"]).code, Some(0));
    assert_eq!(
        terminal.run(&["backup", "customers.db.monday"]).code,
        Some(0)
    );
    let ran = terminal.run(&["erase", "u_zq_aq", "--yes"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("customers.db.monday"), "{ran:?}");
    assert!(
        left_of(&terminal, 0)
            .iter()
            .all(|left| left.ends_with("customers.db.monday"))
    );
}

#[test]
fn a_file_that_is_compacted_takes_less_and_holds_the_same() {
    let terminal = directory();
    let connection = rusqlite::Connection::open(terminal.database()).unwrap();
    connection
        .execute_batch("CREATE TABLE ballast (bytes); INSERT INTO ballast VALUES (zeroblob(4000000)); DROP TABLE ballast")
        .unwrap();
    drop(connection);
    let ran = terminal.run(&["compact", "--json"]).json();
    let (before, after) = (ran["bytes_before"].as_u64(), ran["bytes_after"].as_u64());
    assert!(before > after.map(|after| after + 3_900_000), "{ran}");
    assert_eq!(ran["log_is_cut_off"], true);
    assert_eq!(terminal.run(&["check"]).code, Some(0));
}

#[test]
fn numbers_are_those_of_the_rows() {
    let terminal = directory();
    let stats = terminal.run(&["stats", "--json"]).json();
    let expected =
        json!({ "customers": 421, "feedback": 421, "user_ids": 21, "emails": 421, "phones": 21 });
    for (name, number) in expected.as_object().unwrap() {
        assert_eq!(&stats[name], number, "{name}");
    }
    assert_eq!(stats["newest_feedback"], "2026-10-02T09:30:00Z");
    let size = std::fs::metadata(terminal.database()).unwrap().len();
    assert_eq!(stats["file_bytes"], size);
    assert!(
        terminal
            .run(&["stats"])
            .stdout
            .contains("unlinked feedback")
    );
}
