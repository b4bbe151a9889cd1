//! Merging and deleting as a person at the terminal, and saying yes.

use std::io::{Read as _, Write as _};
use std::process::Stdio;

use customer_directory::domain::access::{Access, Confirm, Key, Limits, Operator};
use customer_directory::service::{Directory, KeyRequest, Location, Purpose, Settings};
use customer_directory::surface::clock;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use serde_json::{Value, json};

use crate::terminal::{Ran, Terminal};

/// Three customers; the second and the third are doubles of the first.
fn terminal() -> Terminal {
    let event = |id: &str, email: &str, name: &str| {
        json!({
            "id": id,
            "message": "The export is slow.",
            "email": email,
            "name": name,
            "created_at": "2026-10-02T09:30:00Z"
        })
        .to_string()
    };
    let lines = [
        event("1", "jane@lumenworks.io", "Jane Holloway"),
        event("2", "jane.h@mailhaven.net", "J. \u{202e}Holloway"),
        event("3", "omar@globex.io", "Omar"),
    ];
    Terminal::with(&lines.join("\n"))
}

/// Runs a command at a terminal where somebody types an answer.
fn typed(terminal: &Terminal, arguments: &[&str], answer: &str) -> Ran {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(name.to_str().unwrap())
        .unwrap();
    let child = terminal
        .command(arguments)
        .env("USER", "jane")
        .stdin(Stdio::from(theirs))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keyboard = std::fs::File::from(ours);
    keyboard
        .write_all(format!("{answer}\n").as_bytes())
        .unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    drop(keyboard.read(&mut [0; 64]));
    ran
}

fn ids(terminal: &Terminal) -> Vec<Value> {
    let list = terminal.list(&["--sort", "name"]);
    let rows = list["customers"].as_array().unwrap().clone();
    rows.iter().map(|row| row["id"].clone()).collect()
}

#[test]
fn a_merge_shows_its_plan_and_is_carried_out_after_a_yes() {
    let terminal = terminal();
    let ran = typed(
        &terminal,
        &["merge", "cus_1", "jane.h@mailhaven.net"],
        "yes",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    insta::assert_snapshot!(ran.stdout);
    assert_eq!(ids(&terminal), ["cus_1", "cus_3"]);
    let get = terminal.run(&["get", "cus_2", "--json"]).json();
    assert_eq!(
        (&get["customer"]["id"], &get["resolved_from"]),
        (&json!("cus_1"), &json!("cus_2"))
    );
    assert_eq!(get["customer"]["merged_ids"], json!(["cus_2"]));
    let said = terminal.run(&["feedback", "cus_2", "--json"]).json();
    assert_eq!(said["total"], 2);
}

#[test]
fn without_a_yes_nothing_is_changed() {
    let terminal = terminal();
    for answer in ["no", "", "perhaps"] {
        let ran = typed(&terminal, &["delete", "cus_3"], answer);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stderr.contains("nothing was changed"), "{ran:?}");
    }
    for arguments in [
        &["merge", "cus_1", "cus_2"][..],
        &["delete", "cus_3", "--json"],
    ] {
        let ran = terminal.run(arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stderr.contains("add `--yes`"), "{ran:?}");
        assert!(ran.stdout.contains("omar@globex.io") || ran.stdout.contains("cus_2"));
    }
    assert_eq!(ids(&terminal).len(), 3);
    let pending = terminal.run(&["pending"]);
    assert_eq!(pending.stdout, "No plan waits for a yes.\n");
}

#[test]
fn in_a_pipe_yes_is_a_flag_and_the_answer_is_one_line_of_json() {
    let terminal = terminal();
    let merged = terminal
        .run(&["merge", "cus_1", "cus_2", "--yes", "--json"])
        .json();
    assert_eq!(merged["customer"]["feedback_count"], 2);
    assert_eq!(merged["receipt"]["by"], "operator");
    let approved_by = merged["receipt"]["approved_by"].as_str().unwrap();
    assert!(
        approved_by.starts_with("uid ") && approved_by.ends_with("with --yes"),
        "{approved_by}"
    );
    let deleted = terminal.run(&["delete", "cus_3", "--yes", "--json"]).json();
    assert_eq!(deleted["receipt"]["customer"], "cus_3");
    assert_eq!(
        deleted["receipt"]["moved"],
        json!({ "feedback_made_anonymous": 1 })
    );
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let terminal = terminal();
    assert_eq!(
        terminal.run(&["merge", "cus_1", "cus_2", "--yes"]).code,
        Some(0)
    );
    let mut told = Vec::new();
    for arguments in [
        &["merge", "cus_1", "cus_1"][..],
        &["merge", "cus_1", "cus_2"],
        &["merge", "cus_1", "janine"],
        &["delete", "cus_2", "--yes"],
        &["approve", "4F7K-Q2MD", "--yes"],
        &["approve", "yes"],
    ] {
        let ran = terminal.run(arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        told.push(ran.stderr);
    }
    insta::assert_snapshot!(told.concat(), @r"
    customer-directory: `cus_1` cannot be merged into itself; name two customers
    customer-directory: `cus_2` was merged into `cus_1` already; name `cus_1`
    customer-directory: no customer is known by `janine`
    customer-directory: `cus_2` was merged into `cus_1` already; name `cus_1`
    customer-directory: there is no plan `4F7K-Q2MD` for this caller; `customer-directory pending` lists what waits
    customer-directory: this is not the code of a plan; codes look like `4F7K-Q2MD`; `customer-directory pending` lists what waits
    ");
    assert_eq!(
        terminal.run(&["delete", "cus_1", "--feedback", "all"]).code,
        Some(2)
    );
    assert_eq!(terminal.run(&["merge", "cus_1"]).code, Some(2));
}

/// A plan of a key that needs a person at the terminal; answers its code.
fn planned_by_key(terminal: &Terminal) -> (Directory, Access, String) {
    let location = Location::File {
        path: terminal.database(),
        may_be_shared: false,
    };
    let mut directory = Directory::open(&location, Purpose::Write, Settings::default()).unwrap();
    let key = Key::from_random(&(0..128).collect::<Vec<u8>>()).unwrap();
    let request = KeyRequest {
        name: "support".to_owned(),
        scopes: "read,delete".parse().unwrap(),
        confirm: Confirm::Approve,
        limits: Limits::default(),
        expires_at: None,
    };
    let now = clock::now();
    directory
        .create_key(Operator.administrator(now), &key, &request)
        .unwrap();
    let access = directory.admit(&key, now).unwrap();
    let remover = access.remover(now).unwrap();
    let proposal = directory.plan_merge(remover, "cus_1", "cus_2").unwrap();
    (directory, access, proposal.plan.code.to_string())
}

#[test]
fn a_person_sees_what_an_assistant_wants_and_says_yes_or_no() {
    let terminal = terminal();
    let (mut directory, access, code) = planned_by_key(&terminal);
    let pending = terminal.run(&["pending", "--json"]).json();
    let plan = &pending["plans"][0];
    assert_eq!(
        (&plan["code"], &plan["asked_by"]),
        (&json!(code), &json!("support"))
    );
    assert_eq!(
        plan["arguments"],
        json!({ "target": "cus_1", "source": "cus_2" })
    );
    assert_eq!(
        terminal.run(&["approve", &code]).code,
        Some(1),
        "nobody is there to be asked"
    );
    let undecided = typed(&terminal, &["approve", &code], "hm");
    assert_eq!(undecided.code, Some(1), "{undecided:?}");
    let approved = typed(&terminal, &["approve", &code.to_lowercase()], "yes");
    assert_eq!(approved.code, Some(0), "{approved:?}");
    for shown in [
        "The key `support` asks to merge cus_2 into cus_1",
        "dropped",
        "J. Holloway",
        "Approved",
    ] {
        assert!(approved.stdout.contains(shown), "{approved:?}");
    }
    assert!(!approved.stdout.contains('\u{202e}'));
    let remover = access.remover(clock::now()).unwrap();
    let merger = directory
        .merge_customers(remover, "cus_1", "cus_2", &code)
        .unwrap();
    let approved_by = merger.receipt.approved_by;
    assert!(
        approved_by.starts_with("jane (uid ") && approved_by.ends_with("at the terminal"),
        "{approved_by}"
    );
    let remover = access.remover(clock::now()).unwrap();
    let proposal = directory.plan_merge(remover, "cus_1", "cus_3").unwrap();
    let code = proposal.plan.code.as_str();
    let refused = terminal
        .run(&["approve", code, "--refuse", "--json"])
        .json();
    assert_eq!(refused["approved"], false);
    let late = terminal.run(&["approve", code, "--yes"]);
    assert!(late.stderr.contains("was refused by a person"), "{late:?}");
}
