//! The command `ingest` as it is typed: exit codes, the report, and what it leaves alone.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::terminal::{Ran, SAMPLES, Terminal, json_lines};

const JANE: &str = r#"{"id":"fb_1","message":"Hello.","email":"jane@lumenworks.io","name":"Jane Holloway","created_at":"2024-01-07T16:42:12Z"}"#;
const OMAR: &str = r#"{"id":"fb_2","message":"Salaam.","email":"omar@alnakhil-clinics.ae","channel":"Chat","created_at":"2024-01-08T16:42:12Z"}"#;

fn count(ran: &Ran, word: &str) -> u64 {
    ran.json()[word].as_u64().unwrap()
}

/// Everything but `read`, which the rest adds up to.
fn sum(ran: &Ran) -> u64 {
    let report = ran.json();
    let counts = report.as_object().unwrap().iter();
    counts
        .filter(|(word, _)| *word != "read")
        .map(|(_, count)| count.as_u64().unwrap())
        .sum()
}

fn names(terminal: &Terminal) -> Vec<Value> {
    let everybody = terminal.everybody();
    everybody
        .iter()
        .map(|customer| customer["primary_email"].clone())
        .collect()
}

#[test]
fn taking_every_line_is_success_and_the_report_sums_up() {
    let terminal = Terminal::new();
    let ran = terminal.run(&["ingest", "--json", SAMPLES]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = std::fs::read_to_string(SAMPLES).unwrap().lines().count();
    assert_eq!(count(&ran, "read"), lines as u64);
    assert_eq!(sum(&ran), lines as u64);
    assert_eq!(count(&ran, "created"), terminal.everybody().len() as u64);
}

#[test]
fn the_same_file_again_is_all_duplicates_and_changes_nobody() {
    let terminal = Terminal::new();
    terminal.run(&["ingest", SAMPLES]);
    let everybody = terminal.everybody();
    let again = terminal.run(&["ingest", "--json", SAMPLES]);
    assert_eq!(again.code, Some(0));
    assert_eq!(count(&again, "duplicate"), count(&again, "read"));
    assert_eq!(terminal.everybody(), everybody);
}

#[test]
fn refused_lines_are_told_with_their_place_and_end_in_code_3() {
    let terminal = Terminal::new();
    terminal.write("mixed.jsonl", format!("{JANE}\n{{oops\n{OMAR}\n"));
    let ran = terminal.run(&["ingest", "--json", "mixed.jsonl"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!((count(&ran, "read"), count(&ran, "rejected")), (3, 1));
    assert!(
        ran.stderr.starts_with("mixed.jsonl:2: it is not JSON"),
        "{ran:?}"
    );
    assert_eq!(ran.stderr.lines().count(), 1);
    assert_eq!(terminal.everybody().len(), 2);
}

#[test]
fn only_the_first_ten_refused_lines_are_told() {
    let ran = Terminal::new().pipe("{oops\n".repeat(25), &["ingest", "-"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.stderr.lines().count(), 11);
    let last = ran.stderr.lines().last().unwrap();
    assert_eq!(last, "… and 15 more refused; see all with `--rejects FILE`");
}

#[test]
fn rejects_hold_each_refused_record_and_only_their_owner_reads_them() {
    let terminal = Terminal::new();
    let nobody = r#"{"name":"Nobody","email":"noreply@lumenworks.io"}"#;
    terminal.write("one.jsonl", format!("{nobody}\n{JANE}\n"));
    terminal.write("two.jsonl", format!("{OMAR}\n{{\"message\": 1,\n"));
    let ran = terminal.run(&["ingest", "--rejects", "no.jsonl", "one.jsonl", "two.jsonl"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""));
    let rejects = json_lines(&terminal.path("no.jsonl"));
    let places: Vec<_> = rejects
        .iter()
        .map(|one| (&one["file"], &one["line"]))
        .collect();
    assert_eq!(
        places,
        [
            (&json!("one.jsonl"), &json!(1)),
            (&json!("two.jsonl"), &json!(2))
        ]
    );
    assert_eq!(rejects[0]["record"], nobody);
    // A reason goes into logs and tickets, so it holds no address and no name.
    let reason = rejects[0]["reason"].as_str().unwrap();
    assert!(
        !reason.contains("noreply") && !reason.contains("Nobody"),
        "{reason}"
    );
    let mode = terminal
        .path("no.jsonl")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_line_of_ten_megabytes_is_refused_and_the_rest_goes_on() {
    let terminal = Terminal::new();
    let long = format!(r#"{{"message":"{}"}}"#, "x".repeat(10 << 20));
    terminal.write("long.jsonl", format!("{JANE}\n{long}\n{OMAR}\n"));
    let ran = terminal.run(&["ingest", "--json", "--rejects", "no.jsonl", "long.jsonl"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!((count(&ran, "created"), count(&ran, "rejected")), (2, 1));
    let rejects = json_lines(&terminal.path("no.jsonl"));
    assert_eq!(
        (&rejects[0]["line"], &rejects[0]["record_is_cut"]),
        (&json!(2), &json!(true))
    );
    let size = format!("the line has {} bytes", long.len());
    assert!(rejects[0]["reason"].as_str().unwrap().starts_with(&size));
}

#[test]
fn a_dry_run_reports_the_same_and_changes_no_byte() {
    let terminal = Terminal::with(JANE);
    let before = std::fs::read(terminal.database()).unwrap();
    let rehearsal = terminal.run(&["ingest", "--json", "--dry-run", SAMPLES]);
    assert_eq!(rehearsal.code, Some(0));
    assert_eq!(std::fs::read(terminal.database()).unwrap(), before);
    assert_eq!(terminal.everybody().len(), 1);
    let ran = terminal.run(&["ingest", "--json", SAMPLES]);
    assert_eq!(ran.stdout, rehearsal.stdout);
}

#[test]
fn a_dry_run_without_a_directory_makes_none() {
    let terminal = Terminal::new();
    let ran = terminal.run(&["ingest", "--dry-run", SAMPLES]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.stdout
            .ends_with("This was a dry run: nothing was changed.\n")
    );
    let left = std::fs::read_dir(terminal.path(".")).unwrap().count();
    assert_eq!(left, 0, "something is left in the folder");
}

#[test]
fn a_dash_is_the_standard_input() {
    let terminal = Terminal::new();
    let ran = terminal.pipe(JANE, &["ingest", "--json", "-"]);
    assert_eq!((ran.code, count(&ran, "created")), (Some(0), 1));
    assert_eq!(names(&terminal), ["jane@lumenworks.io"]);
}

#[test]
fn several_files_are_taken_in_their_order() {
    let terminal = Terminal::new();
    terminal.write("b.jsonl", JANE);
    terminal.write("a.csv", "email,message\nzelda@quillfeather.mx,Hi\n");
    let ran = terminal.run(&["ingest", "--json", "b.jsonl", "a.csv"]);
    assert_eq!((ran.code, count(&ran, "read")), (Some(0), 2));
    let ids: Vec<_> = terminal
        .everybody()
        .iter()
        .map(|one| one["id"].clone())
        .collect();
    assert_eq!(ids, ["cus_1", "cus_2"]);
    assert_eq!(names(&terminal)[0], "jane@lumenworks.io");
}

#[test]
fn a_file_that_is_missing_stops_the_work_before_it_begins() {
    let terminal = Terminal::new();
    terminal.write("there.jsonl", JANE);
    let ran = terminal.run(&["ingest", "there.jsonl", "not-there.jsonl"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(
        ran.stderr.contains("`not-there.jsonl` cannot be read"),
        "{ran:?}"
    );
    assert!(!terminal.database().exists());
}

#[test]
fn a_folder_is_no_file() {
    let terminal = Terminal::new();
    std::fs::create_dir(terminal.path("feedback")).unwrap();
    let ran = terminal.run(&["ingest", "feedback"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr
            .contains("`feedback` is a folder; name the files in it"),
        "{ran:?}"
    );
}

#[test]
fn words_that_make_no_sense_are_wrong_usage() {
    let terminal = Terminal::new();
    terminal.write("one.jsonl", JANE);
    for arguments in [
        &["ingest"][..],
        &["ingest", "--format", "xml", "one.jsonl"],
        &["ingest", "--default-region", "Narnia", "one.jsonl"],
        &["ingest", "--channel", " ", "one.jsonl"],
        &["ingest", "--quickly", "one.jsonl"],
    ] {
        let ran = terminal.run(arguments);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(2), ""),
            "{arguments:?}"
        );
    }
    assert!(!terminal.database().exists());
}

#[test]
fn events_that_name_no_channel_came_by_api_or_by_the_channel_of_the_command() {
    for (arguments, channel) in [
        (&["ingest", "-"][..], "api"),
        (&["ingest", "--channel", "Survey", "-"], "survey"),
    ] {
        let terminal = Terminal::new();
        terminal.pipe(format!("{JANE}\n{OMAR}\n"), arguments);
        let channels: Vec<_> = terminal
            .everybody()
            .iter()
            .map(|one| one["channels"].clone())
            .collect();
        assert_eq!(channels, [json!([channel]), json!(["chat"])]);
    }
}

#[test]
fn a_format_that_is_named_is_not_guessed() {
    let terminal = Terminal::new();
    let text = "email\nnot@json-lines.io\n";
    assert_eq!(
        terminal
            .pipe(text, &["ingest", "--format", "jsonl", "-"])
            .code,
        Some(3)
    );
    assert_eq!(
        terminal
            .pipe(text, &["ingest", "--format", "csv", "-"])
            .code,
        Some(0)
    );
    assert_eq!(names(&terminal), ["not@json-lines.io"]);
}

#[test]
fn nothing_at_all_is_taken_in_as_nothing() {
    for text in ["", "\n\n", "\u{feff}", "[]", "email,message\n"] {
        let ran = Terminal::new().pipe(text, &["ingest", "--json", "-"]);
        assert_eq!((ran.code, count(&ran, "read")), (Some(0), 0), "{text:?}");
    }
}
