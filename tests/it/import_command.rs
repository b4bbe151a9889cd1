//! Imports: into an empty directory and no other, whatever the export comes from.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::import_refusals::{assert_refused, done, exported};
use crate::terminal::{SAMPLES, Terminal};

#[test]
fn only_an_empty_directory_takes_an_import() {
    let terminal = exported();
    let before = terminal.everybody();
    for command in [
        &["import", "all.jsonl"][..],
        &["--db", "other.db", "import", "all.csv"],
    ] {
        if command[0] == "--db" {
            done(&terminal.run(&[
                "--db", "other.db", "key", "create", "claude", "--scopes", "read",
            ]));
        }
        let ran = terminal.run(command);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.stderr.contains("no empty directory") && ran.stderr.contains("`--db`"),
            "{ran:?}"
        );
    }
    assert_eq!(terminal.everybody(), before);
    // One that was made and holds nothing is as good as none.
    done(&terminal.run(&["--db", "empty.db", "list"]));
    done(&terminal.run(&["--db", "empty.db", "check"]));
    let ran = terminal.run(&["--db", "empty.db", "import", "all.csv", "--json"]);
    done(&ran);
    let report = ran.json();
    assert_eq!(
        (
            &report["customer"],
            &report["former_customer"],
            &report["possible_duplicate"]
        ),
        (&json!(3), &json!(2), &json!(1))
    );
    done(&terminal.run(&["--db", "empty.db", "check"]));
    let mode = std::fs::metadata(terminal.path("empty.db"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let names = std::fs::read_dir(terminal.path("")).unwrap();
    let left: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".importing") || name.contains(".empty-"))
        .collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn a_directory_that_was_never_written_to_comes_back_empty() {
    let terminal = Terminal::new();
    done(&terminal.run(&["list"]));
    for form in ["jsonl", "csv"] {
        done(&terminal.run(&["export", "--format", form, "--output", form]));
        let made = format!("{form}.db");
        done(&terminal.run(&["--db", &made, "import", form]));
        done(&terminal.run(&["--db", &made, "check"]));
    }
}

#[test]
fn an_export_is_no_feedback_and_ingest_says_so() {
    let terminal = exported();
    let before = terminal.everybody();
    let feedback = std::fs::read(SAMPLES).unwrap();
    terminal.write("samples.jsonl", feedback);
    for name in ["all.jsonl", "all.csv"] {
        for dry in [&[][..], &["--dry-run"]] {
            let ran = terminal.run(&[&["ingest", "samples.jsonl", name], dry].concat());
            assert_eq!(ran.code, Some(1), "{ran:?}");
            assert!(ran.stderr.contains("customer-directory import"), "{ran:?}");
        }
        let text = std::fs::read(terminal.path(name)).unwrap();
        let ran = terminal.pipe(text, &["ingest", "-"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stderr.contains("customer-directory import"), "{ran:?}");
    }
    assert_eq!(terminal.everybody(), before);
    // The other way round.
    assert_refused(
        &terminal,
        std::fs::read(SAMPLES).unwrap(),
        &["line 1", "no export"],
    );
}

#[test]
fn an_import_reads_from_a_pipe() {
    let terminal = exported();
    let text = std::fs::read(terminal.path("all.jsonl")).unwrap();
    let ran = terminal.pipe(text, &["--db", "piped.db", "import", "-"]);
    done(&ran);
    assert!(
        ran.stdout
            .starts_with("Imported -: 3 customers, 2 former ids"),
        "{ran:?}"
    );
}
