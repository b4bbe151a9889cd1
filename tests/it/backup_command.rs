//! Backups, as a person makes them.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::terminal::{Ran, SAMPLES, Terminal};

fn samples() -> Terminal {
    Terminal::with(&std::fs::read_to_string(SAMPLES).unwrap())
}

/// A command over another database file of the folder.
fn run_over(terminal: &Terminal, file: &str, arguments: &[&str]) -> Ran {
    let mut command = terminal.command(arguments);
    command.env("CUSTOMER_DIRECTORY_DB", terminal.path(file));
    command.output().unwrap().into()
}

fn files(terminal: &Terminal) -> Vec<String> {
    let folder = terminal.path("customers.db");
    let entries = std::fs::read_dir(folder.parent().unwrap()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // Whoever reads leaves the shared memory of the log.
    let is_log = |name: &String| name.ends_with("-wal") || name.ends_with("-shm");
    let mut names: Vec<String> = names.filter(|name| !is_log(name)).collect();
    names.sort();
    names
}

fn listed(ran: &Ran) -> Value {
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran.json()
}

#[test]
fn a_backup_holds_what_the_directory_holds_and_is_private() {
    let terminal = samples();
    let ran = terminal.run(&["backup", "kept.db", "--json"]);
    let report = listed(&ran);
    let stats = listed(&terminal.run(&["stats", "--json"]));
    for name in ["customers", "feedback", "changes"] {
        assert_eq!(report[name], stats[name]);
    }
    let head = listed(&terminal.run(&["audit", "verify", "--json"]));
    assert_eq!(report["head"], head["head"]);
    let mode = std::fs::metadata(terminal.path("kept.db"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let whole = ["list", "--json", "--full", "--limit", "100"];
    assert_eq!(
        listed(&run_over(&terminal, "kept.db", &whole)),
        listed(&terminal.run(&whole))
    );
    assert_eq!(run_over(&terminal, "kept.db", &["check"]).code, Some(0));
}

#[test]
fn a_backup_under_load_is_of_one_moment() {
    let terminal = samples();
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 0;
            while !is_done.load(Ordering::Relaxed) {
                let lines: Vec<String> = (0..50)
                    .map(|line| {
                        json!({ "id": format!("load-{number}-{line}"), "message": "Slow export.",
                                "email": format!("load{number}x{line}@acme.io") })
                        .to_string()
                    })
                    .collect();
                let ran = terminal.pipe(lines.join("\n"), &["ingest", "-"]);
                assert_eq!(ran.code, Some(0), "{ran:?}");
                number += 1;
            }
        });
        for number in 0..6 {
            let name = format!("under-load-{number}.db");
            let report = listed(&terminal.run(&["backup", &name, "--json"]));
            let checked = run_over(&terminal, &name, &["check", "--json"]);
            assert_eq!(checked.code, Some(0), "{checked:?}");
            let stats = listed(&run_over(&terminal, &name, &["stats", "--json"]));
            assert_eq!(report["feedback"], stats["feedback"]);
        }
        is_done.store(true, Ordering::Relaxed);
    });
    assert!(
        !files(&terminal)
            .iter()
            .any(|name| name.contains("unfinished"))
    );
}

#[test]
fn older_backups_are_kept_as_many_as_asked_for() {
    let terminal = samples();
    let mut heads = Vec::new();
    for number in 0..4 {
        let report = listed(&terminal.run(&["backup", "kept.db", "--keep", "2", "--json"]));
        heads.push(report["head"].clone());
        let name = format!("Ana {number}");
        assert_eq!(terminal.run(&["create", "--name", &name]).code, Some(0));
    }
    let kept: Vec<String> = files(&terminal)
        .into_iter()
        .filter(|name| name.starts_with("kept.db"))
        .collect();
    for (file, head) in [
        ("kept.db", &heads[3]),
        ("kept.db.1", &heads[2]),
        ("kept.db.2", &heads[1]),
    ] {
        let verified = listed(&run_over(&terminal, file, &["audit", "verify", "--json"]));
        assert_eq!(&verified["head"], head, "{file}");
    }
    assert!(!kept.iter().any(|name| name == "kept.db.3"), "{kept:?}");
}

#[test]
fn what_is_there_already_or_is_no_file_is_refused_and_left() {
    let terminal = samples();
    terminal.write("taken.txt", "a letter");
    std::fs::create_dir(terminal.path("folder")).unwrap();
    std::os::unix::fs::symlink(terminal.path("taken.txt"), terminal.path("link")).unwrap();
    let before = files(&terminal);
    let own = terminal.database();
    for (target, keep, says) in [
        ("taken.txt", false, "is there already"),
        ("folder", true, "is not a file"),
        ("link", true, "is a symbolic link"),
        (own.to_str().unwrap(), true, "is the directory itself"),
        ("./customers.db-wal", false, "is the directory itself"),
        ("nowhere/kept.db", false, "cannot be written"),
    ] {
        let mut arguments = vec!["backup", target];
        arguments.extend(keep.then_some(["--keep", "3"]).into_iter().flatten());
        let ran = terminal.run(&arguments);
        assert_eq!(ran.code, Some(1), "{target}: {ran:?}");
        assert!(ran.stderr.contains(says), "{target}: {ran:?}");
        assert_eq!(files(&terminal), before, "{target}");
    }
    assert_eq!(
        std::fs::read(terminal.path("taken.txt")).unwrap(),
        b"a letter"
    );
    assert_eq!(terminal.run(&["check"]).code, Some(0));
}

/// Runs a command that may write files of so many bytes at most, as on a disk that fills up.
fn run_with_little_room(terminal: &Terminal, kib: u64, arguments: &[&str]) -> Ran {
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kib * 2);
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_customer-directory")])
        .args(arguments)
        .env("CUSTOMER_DIRECTORY_DB", terminal.database())
        .current_dir(terminal.path(""));
    command.output().unwrap().into()
}

#[test]
fn a_backup_without_room_leaves_nothing_behind_and_keeps_the_older_one() {
    let terminal = samples();
    assert_eq!(terminal.run(&["backup", "kept.db"]).code, Some(0));
    let kept = std::fs::read(terminal.path("kept.db")).unwrap();
    let ran = run_with_little_room(&terminal, 64, &["backup", "kept.db", "--keep", "1"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.starts_with("customer-directory: "), "{ran:?}");
    assert_eq!(std::fs::read(terminal.path("kept.db")).unwrap(), kept);
    let left = files(&terminal);
    assert!(
        !left
            .iter()
            .any(|name| name.contains("unfinished") || name == "kept.db.1"),
        "{left:?}"
    );
}

#[test]
fn commands_that_keep_a_directory_make_none() {
    let terminal = Terminal::new();
    for arguments in [&["backup", "kept.db"][..], &["compact"], &["stats"]] {
        let ran = terminal.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}");
        assert!(ran.stderr.contains("there is no directory here"), "{ran:?}");
    }
    assert!(!Path::new(&terminal.database()).exists());
}

#[test]
fn the_directory_knows_when_its_last_backup_was_made_and_is_no_newer_for_it() {
    let terminal = samples();
    let stats = listed(&terminal.run(&["stats", "--json"]));
    assert_eq!(stats["last_backup"], Value::Null);
    let report = listed(&terminal.run(&["backup", "kept.db", "--json"]));
    assert_eq!(report["note"], Value::Null);
    assert_eq!(terminal.run(&["create", "--name", "Ana"]).code, Some(0));
    let stats = listed(&terminal.run(&["stats", "--json"]));
    assert!(
        stats["last_backup"].as_str().unwrap().ends_with('Z'),
        "{stats}"
    );
    assert_eq!(stats["head_of_last_backup"], report["head"]);
    assert_eq!(stats["changes_in_last_backup"], report["changes"]);
    assert_eq!(
        stats["changes"].as_u64(),
        report["changes"].as_u64().map(|changes| changes + 1)
    );
    assert_eq!(terminal.run(&["check"]).code, Some(0));
}

#[test]
fn the_log_of_a_file_that_is_gone_is_not_taken_for_that_of_a_backup() {
    let terminal = samples();
    terminal.write("kept.db-wal", "frames of another file");
    let ran = terminal.run(&["backup", "kept.db"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("log of a file that is gone"), "{ran:?}");
    assert!(!terminal.path("kept.db").exists());
    // Beside one that is there it goes with it.
    std::fs::rename(terminal.path("kept.db-wal"), terminal.path("log")).unwrap();
    assert_eq!(terminal.run(&["backup", "kept.db"]).code, Some(0));
    std::fs::rename(terminal.path("log"), terminal.path("kept.db-wal")).unwrap();
    assert_eq!(
        terminal.run(&["backup", "kept.db", "--keep", "1"]).code,
        Some(0)
    );
    assert!(!terminal.path("kept.db-wal").exists());
    assert!(terminal.path("kept.db.1-wal").exists());
    assert_eq!(run_over(&terminal, "kept.db", &["check"]).code, Some(0));
}
