//! The check of a directory, as a person runs it.

mod written;

use std::io::{Seek as _, SeekFrom, Write as _};

use serde_json::{Value, json};

use crate::terminal::{Ran, SAMPLES, Terminal};

fn samples() -> Terminal {
    Terminal::with(&std::fs::read_to_string(SAMPLES).unwrap())
}

/// Another terminal with the same directory.
fn copy(terminal: &Terminal) -> Terminal {
    let copy = Terminal::new();
    std::fs::copy(terminal.database(), copy.database()).unwrap();
    copy
}

/// Changes the file as somebody with a database tool could.
fn tamper(terminal: &Terminal, sql: &str) {
    let connection = rusqlite::Connection::open(terminal.database()).unwrap();
    connection.execute_batch(sql).unwrap();
}

fn check(terminal: &Terminal) -> (Option<i32>, Value) {
    let ran = terminal.run(&["check", "--json"]);
    assert_eq!(ran.stderr, "", "{ran:?}");
    (ran.code, ran.json())
}

fn parts(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["part"].as_str().unwrap())
        .collect()
}

fn done(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_directory_is_sound_whatever_was_done_with_it() {
    let terminal = samples();
    for number in 0..40 {
        let name = format!("Ana Number{number}");
        done(&terminal.run(&["create", "--name", &name, "--tag", "fair"]));
    }
    let all = terminal.list(&["--limit", "100"]);
    let ids: Vec<&str> = all["customers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|customer| customer["id"].as_str().unwrap())
        .collect();
    done(&terminal.run(&[
        "update",
        ids[3],
        "--company",
        "Lumenworks",
        "--add-tag",
        "vip",
    ]));
    done(&terminal.run(&["merge", ids[0], ids[1], "--yes"]));
    assert_eq!(check(&terminal).0, Some(0));
    done(&terminal.run(&["delete", ids[2], "--yes"]));
    let (code, report) = check(&terminal);
    assert_eq!((code, &report["findings"]), (Some(0), &json!([])));
    let ran = terminal.run(&["check"]);
    assert!(
        ran.stdout.starts_with("All is sound: structure, "),
        "{ran:?}"
    );
}

#[test]
fn what_follows_from_other_rows_is_noticed_and_written_anew() {
    let whole = samples();
    for (sql, part) in [
        (
            "UPDATE tallies SET count = count + 1 WHERE name = 'customers_removed'",
            "counters",
        ),
        (
            "UPDATE customers SET feedback_count = feedback_count + 1 WHERE id = 2",
            "counters",
        ),
        (
            "UPDATE customers SET last_seen = last_seen + 1 WHERE id = 2",
            "counters",
        ),
        (
            "UPDATE customers SET sort_name = 'nobody' WHERE id = 3",
            "customers",
        ),
        (
            "UPDATE customers SET primary_email = 'x@y.zz' WHERE id = 3",
            "customers",
        ),
        (
            "UPDATE customers SET channels = channels || char(31) || 'fax' WHERE id = 3",
            "customers",
        ),
        (
            "UPDATE customer_details SET value_key = value_key || 'x' WHERE kind = 5 AND customer_id = (SELECT min(customer_id) FROM custom_fields)",
            "customers",
        ),
        (
            "UPDATE customer_details SET key = 'z' || key WHERE kind = 4 AND customer_id = (SELECT min(customer_id) FROM customer_tags)",
            "customers",
        ),
        (
            "DELETE FROM customer_postings WHERE key = (SELECT min(key) FROM customer_postings WHERE key > 'w')",
            "search",
        ),
        (
            "UPDATE customer_postings SET key = key || 'x' WHERE key = (SELECT max(key) FROM customer_postings)",
            "search",
        ),
        (
            "UPDATE feedback_postings SET members = x'0100' WHERE key = (SELECT max(key) FROM feedback_postings)",
            "search",
        ),
        (
            "UPDATE customer_postings SET member_count = 0 WHERE key = (SELECT max(key) FROM customer_postings)",
            "search",
        ),
        (
            "UPDATE customer_postings SET block = 7 WHERE key = (SELECT max(key) FROM customer_postings)",
            "search",
        ),
        (
            "UPDATE label_counts SET member_count = member_count + 1",
            "search",
        ),
        (
            "DELETE FROM label_counts WHERE key = (SELECT max(key) FROM label_counts)",
            "search",
        ),
        (
            "INSERT INTO customers_unposted (id, posted, keys) VALUES (2, 'wnobody', 'wnobody')",
            "search",
        ),
        (
            "UPDATE customer_zones SET zones = zeroblob(131072) WHERE sort = 1",
            "orders",
        ),
        ("UPDATE feedback_zone_starts SET zone = zone + 5", "orders"),
    ] {
        let terminal = copy(&whole);
        tamper(&terminal, sql);
        let (code, report) = check(&terminal);
        assert_eq!(code, Some(4), "{sql}: {report}");
        assert!(parts(&report).contains(&part), "{sql}: {report}");
        assert!(report["advice"].as_str().unwrap().contains("--repair"));
        let ran = terminal.run(&["check", "--repair", "--json"]);
        assert_eq!(
            (ran.code, &ran.json()["repaired"]),
            (Some(0), &json!(true)),
            "{sql}: {ran:?}"
        );
    }
}

#[test]
fn a_damaged_file_is_reported_and_names_nobody() {
    let terminal = samples();
    let size = std::fs::metadata(terminal.database()).unwrap().len();
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(terminal.database())
        .unwrap();
    for page in (2..size / 4096).step_by(3) {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xa5; 600]).unwrap();
    }
    drop(file);
    let ran = terminal.run(&["check"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.stdout.contains("restore a backup"), "{ran:?}");
    assert!(!ran.stdout.contains('@'), "{ran:?}");
}

#[test]
fn what_is_no_directory_is_refused_and_not_made() {
    let terminal = Terminal::new();
    let ran = terminal.run(&["check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("there is no directory here"), "{ran:?}");
    assert!(!terminal.database().exists());
    terminal.write(
        "customers.db",
        "not a database, but a text that is long enough to be read",
    );
    let ran = terminal
        .command(&["--allow-shared-file", "check"])
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1));
}

#[test]
fn a_file_of_an_older_program_is_left_as_it_is_and_what_to_do_is_said() {
    let terminal = Terminal::new();
    let older = rusqlite::Connection::open(terminal.database()).unwrap();
    let first = include_str!("../../../src/store/sqlite/migrations/0001_directory.sql");
    older.execute_batch(first).unwrap();
    older
        .pragma_update(None, "application_id", 0x4344_4952)
        .unwrap();
    older.pragma_update(None, "user_version", 1).unwrap();
    drop(older);
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(terminal.database(), private).unwrap();
    let before = std::fs::read(terminal.database()).unwrap();
    for arguments in [&["check"][..], &["check", "--repair"]] {
        let ran = terminal.run(arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.stderr.contains("older customer-directory (schema 1"),
            "{ran:?}"
        );
        assert!(ran.stderr.contains("`stats` migrates it"), "{ran:?}");
        assert_eq!(std::fs::read(terminal.database()).unwrap(), before);
        assert!(!terminal.path("customers.db.before-schema-2").exists());
    }
    done(&terminal.run(&["stats"]));
    done(&terminal.run(&["check"]));
}
