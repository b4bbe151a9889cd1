//! Pairs that may be one person: the tool, and the commands `duplicates` and `different`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::program::Folder;
use crate::strangers::{HIDDEN, assert_shows_eve_clean};
use crate::terminal::{SAMPLES, Terminal};

/// Jane twice by an event, Omar twice by company, and Lin, who only has Jane's name.
fn events() -> Vec<Value> {
    let event = |id: &str, rest: Value| {
        let mut event = json!({ "id": id, "message": "Hello.", "created_at": "2026-10-01" });
        let (event_fields, rest) = (event.as_object_mut().unwrap(), rest);
        event_fields.extend(rest.as_object().unwrap().clone());
        event
    };
    vec![
        event(
            "fb_1",
            json!({ "name": "Jane Doe", "email": "jane@acme.io" }),
        ),
        event(
            "fb_2",
            json!({ "name": "Jane D.", "phone": "+14155550132" }),
        ),
        event(
            "fb_3",
            json!({ "email": "jane@acme.io", "phone": "+14155550132" }),
        ),
        event(
            "fb_4",
            json!({ "name": "Omar Haddad", "email": "omar@gmail.com", "company": "Globex" }),
        ),
        event(
            "fb_5",
            json!({ "name": "OMAR HADDAD", "phone": "+442079460018", "company": "globex" }),
        ),
        event(
            "fb_6",
            json!({ "name": "Jane Doe", "email": "lin@globex.io" }),
        ),
    ]
}

fn terminal() -> Terminal {
    let lines: Vec<String> = events().iter().map(ToString::to_string).collect();
    Terminal::with(&lines.join("\n"))
}

#[test]
fn an_assistant_is_told_pairs_with_evidence_and_points() {
    let answer = Folder::with_events(&events())
        .greeted()
        .data("find_duplicates", json!({}));
    insta::assert_json_snapshot!(answer);
}

#[test]
fn a_person_reads_a_table_and_what_to_do_next() {
    let ran = terminal().run(&["duplicates"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_marked_pair_is_told_no_more_until_the_mark_is_taken_away() {
    let terminal = terminal();
    let ids = || -> Vec<String> {
        let pairs = terminal.run(&["duplicates", "--json"]).json();
        let pairs = pairs["pairs"].as_array().unwrap().iter();
        pairs
            .map(|pair| format!("{} {}", pair["one"]["id"], pair["other"]["id"]).replace('"', ""))
            .collect()
    };
    assert_eq!(ids(), ["cus_1 cus_2", "cus_3 cus_4"]);
    let mut said = Vec::new();
    for arguments in [
        &["different", "cus_2", "jane@acme.io"][..],
        &["different", "cus_1", "cus_2"],
    ] {
        let ran = terminal.run(arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        said.push(
            ran.stdout
                .split(" at ")
                .next()
                .unwrap()
                .trim_end()
                .to_owned(),
        );
        assert_eq!(ids(), ["cus_3 cus_4"]);
    }
    for _ in 0..2 {
        said.push(
            terminal
                .run(&["different", "cus_1", "cus_2", "--undo"])
                .stdout,
        );
        assert_eq!(ids(), ["cus_1 cus_2", "cus_3 cus_4"]);
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn who_cannot_be_marked_is_said_in_a_sentence() {
    let terminal = terminal();
    let refusals: Vec<String> = [
        &["different", "cus_1", "cus_1"][..],
        &["different", "cus_1", "cus_99"],
        &["different", "cus_1", "omra"],
        &["duplicates", "--limit", "0"],
        &["duplicates", "--customer", "cus_99"],
    ]
    .into_iter()
    .map(|arguments| {
        let ran = terminal.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
        ran.stderr
    })
    .collect();
    insta::assert_snapshot!(refusals.concat());
}

#[test]
fn pages_of_the_samples_tell_each_pair_once_events_first() {
    let terminal = Terminal::new();
    let ran = terminal.run(&["ingest", "--default-region", "US", SAMPLES]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut cursor: Option<String> = None;
    let mut pairs: Vec<Value> = Vec::new();
    loop {
        let mut arguments = vec!["duplicates", "--json", "--limit", "4"];
        arguments.extend(cursor.iter().flat_map(|cursor| ["--cursor", cursor]));
        let mut page = terminal.run(&arguments).json();
        pairs.append(page["pairs"].as_array_mut().unwrap());
        match page.get("next_cursor").and_then(Value::as_str) {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    let is_noted = |pair: &&Value| pair["evidence"][0]["kind"] == "ambiguous_event";
    let noted: Vec<&Value> = pairs.iter().take_while(is_noted).collect();
    assert!(!noted.is_empty() && pairs.len() > noted.len(), "{pairs:?}");
    assert_eq!(pairs.iter().filter(is_noted).count(), noted.len());
    let feedback = |pair: &Value| pair["feedback_count"].as_u64().unwrap();
    assert!(noted.is_sorted_by(|one, next| feedback(one) >= feedback(next)));
    let mut ids = BTreeSet::new();
    for pair in &pairs {
        let one = pair["one"]["feedback_count"].as_u64().unwrap();
        let other = pair["other"]["feedback_count"].as_u64().unwrap();
        assert!(one >= other && one + other == feedback(pair), "{pair}");
        let points = pair["evidence"].as_array().unwrap().iter();
        let points: u64 = points.map(|found| found["points"].as_u64().unwrap()).sum();
        assert_eq!(pair["score"], points, "{pair}");
        assert!(ids.insert([
            pair["one"]["id"].to_string(),
            pair["other"]["id"].to_string()
        ]));
    }
    // One customer's pairs are those of them all, and a page of ten is small.
    let one = pairs[0]["one"]["id"].as_str().unwrap();
    let theirs = terminal.run(&["duplicates", "--json", "--customer", one, "--limit", "100"]);
    let theirs = theirs.json()["returned"].as_u64().unwrap();
    let expected = pairs
        .iter()
        .filter(|pair| pair["one"]["id"] == one || pair["other"]["id"] == one);
    assert_eq!(theirs, expected.count() as u64);
    let page = terminal.run(&["duplicates", "--json"]).stdout;
    assert!(page.len() < 6_000, "{}", page.len());
}

#[test]
fn strangers_text_is_shown_without_what_cannot_be_seen() {
    let event = |id: &str, email: &str| {
        json!({
            "id": format!("{id}{HIDDEN}"),
            "name": format!("Eve{HIDDEN} Doe"),
            "company": format!("Acme{HIDDEN}"),
            "email": email
        })
    };
    let folder = Folder::with_events(&[event("1", "a@gmail.com"), event("2", "b@gmail.com")]);
    let shown = folder
        .greeted()
        .call("find_duplicates", json!({}))
        .to_string();
    assert!(shown.contains("same_name_and_company"), "{shown}");
    assert_shows_eve_clean(&shown);
}
