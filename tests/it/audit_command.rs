//! The record of who changed what, as a person reads and checks it.

use serde_json::{Value, json};

use crate::terminal::{SAMPLES, Terminal};

fn verify(terminal: &Terminal, head: Option<&str>) -> (Option<i32>, Value) {
    let mut arguments = vec!["audit", "verify", "--json"];
    arguments.extend(head.iter().flat_map(|head| ["--head", head]));
    let ran = terminal.run(&arguments);
    (ran.code, ran.json())
}

/// Changes the file as somebody with a database tool could.
fn tamper(terminal: &Terminal, sql: &str) {
    let connection = rusqlite::Connection::open(terminal.database()).unwrap();
    connection.execute_batch(sql).unwrap();
}

fn with_changes() -> Terminal {
    let terminal = Terminal::new();
    for name in ["one", "two", "three", "four"] {
        let ran = terminal.run(&["key", "create", name, "--scopes", "read"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    terminal
}

#[test]
fn changes_are_listed_in_their_order_with_who_and_what() {
    let terminal = with_changes();
    assert_eq!(terminal.run(&["key", "revoke", "two"]).code, Some(0));
    let changes = terminal.run(&["audit", "--json"]).json()["changes"].take();
    let actions: Vec<&str> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        [
            "key create",
            "key create",
            "key create",
            "key create",
            "key revoke"
        ]
    );
    assert_eq!(changes[0]["actor"], "operator");
    let latest = terminal.run(&["audit", "--limit", "1", "--json"]).json();
    assert_eq!(latest["changes"][0]["number"], 5);
    let none = terminal.run(&["audit", "--since", "2099-01-01"]);
    assert_eq!(none.stdout, "No change answers to this.\n");
}

#[test]
fn what_an_import_did_is_counted_and_one_that_did_nothing_leaves_nothing() {
    let terminal = Terminal::with(&std::fs::read_to_string(SAMPLES).unwrap());
    let changes = terminal.run(&["audit", "--limit", "0", "--json"]).json();
    let changes = changes["changes"].as_array().unwrap().clone();
    let counted = |what: &str| -> u64 {
        let details = changes
            .iter()
            .flat_map(|change| change["details"].as_array().unwrap());
        let counts = details.filter(|detail| detail["count_of"] == what);
        counts.map(|detail| detail["count"].as_u64().unwrap()).sum()
    };
    assert_eq!(
        counted("customers"),
        terminal.list(&[])["total"].as_u64().unwrap()
    );
    assert_eq!(counted("revised"), 13);
    terminal.run(&["ingest", SAMPLES]);
    let (code, report) = verify(&terminal, None);
    assert_eq!((code, &report["rows"]), (Some(0), &json!(changes.len())));
}

#[test]
fn a_change_that_was_altered_removed_or_put_in_is_noticed() {
    for (sql, altered) in [
        ("UPDATE audit SET actor = 'nobody' WHERE number = 2", 2),
        ("UPDATE audit SET details = '[]' WHERE number = 1", 1),
        ("UPDATE audit SET at = at + 1 WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 3", 4),
        ("UPDATE audit SET number = 9 WHERE number = 4", 9),
        ("UPDATE audit SET customer_id = 1 WHERE number = 3", 3),
        ("UPDATE audit SET hash = randomblob(32) WHERE number = 2", 2),
    ] {
        let terminal = with_changes();
        assert_eq!(verify(&terminal, None).0, Some(0));
        tamper(&terminal, sql);
        let (code, report) = verify(&terminal, None);
        assert_eq!(code, Some(3), "{sql}");
        assert_eq!(report["first_altered"], altered, "{sql}");
    }
}

#[test]
fn an_end_that_was_cut_off_is_noticed_by_a_head_that_was_kept() {
    let terminal = with_changes();
    let head = verify(&terminal, None).1["head"]
        .as_str()
        .unwrap()
        .to_owned();
    let ran = terminal.run(&["key", "revoke", "one"]);
    assert_eq!(ran.code, Some(0));
    let (code, report) = verify(&terminal, Some(&head));
    assert_eq!((code, &report["has_kept_head"]), (Some(0), &json!(true)));
    tamper(&terminal, "DELETE FROM audit WHERE number >= 4");
    assert_eq!(verify(&terminal, None).0, Some(0));
    let (code, report) = verify(&terminal, Some(&head));
    assert_eq!((code, &report["has_kept_head"]), (Some(3), &json!(false)));
    let ran = terminal.run(&["audit", "verify", "--head", "abc"]);
    assert_eq!(ran.code, Some(2));
}
