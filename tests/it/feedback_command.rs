//! The command `feedback`, and how feedback and customers add up.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::terminal::Terminal;

/// All rows of all pages of a question.
fn rows(terminal: &Terminal, question: &[&str]) -> Vec<Value> {
    let whole = [&["feedback", "--json", "--limit", "100"], question].concat();
    let mut rows = Vec::new();
    let mut page = terminal.run(&whole).json();
    loop {
        rows.append(page["feedback"].as_array_mut().unwrap());
        let Some(cursor) = page.get("next_cursor").and_then(Value::as_str) else {
            assert_eq!(page["total"], rows.len());
            return rows;
        };
        page = terminal
            .run(&[&whole[..], &["--cursor", cursor]].concat())
            .json();
    }
}

fn samples() -> Terminal {
    Terminal::with(&std::fs::read_to_string(crate::terminal::SAMPLES).unwrap())
}

#[test]
fn all_feedback_is_each_customers_and_nobodys() {
    let samples = samples();
    let all = rows(&samples, &[]);
    assert!(
        all.len() > 300
            && all.is_sorted_by(|one, next| {
                one["created_at"].as_str().map(|at| at.replace('Z', ""))
                    >= next["created_at"].as_str().map(|at| at.replace('Z', ""))
            })
    );
    let mut parts = rows(&samples, &["--unlinked"]);
    assert!(!parts.is_empty() && parts.iter().all(|row| row.get("customer").is_none()));
    for customer in samples.everybody().iter().take(40) {
        let id = customer["id"].as_str().unwrap();
        let theirs = rows(&samples, &[id]);
        assert_eq!(customer["feedback_count"], theirs.len(), "{id}");
        assert_eq!(customer["last_seen"], theirs[0]["created_at"], "{id}");
        assert_eq!(
            customer.get("name"),
            theirs[0]["customer"].get("name"),
            "{id}"
        );
        parts.extend(theirs);
    }
    let others = all.iter().filter(|row| !parts.contains(row));
    assert_eq!(others.clone().count() + parts.len(), all.len());
    assert!(others.clone().all(|row| row.get("customer").is_some()));
    let channels: BTreeSet<&str> = all
        .iter()
        .map(|row| row["channel"].as_str().unwrap())
        .collect();
    for channel in channels {
        let theirs = all.iter().filter(|row| row["channel"] == channel);
        assert_eq!(
            rows(&samples, &["--channel", channel]).len(),
            theirs.count(),
            "{channel}"
        );
    }
}

#[test]
fn a_person_reads_paragraphs() {
    let line = |id: &str, message: &str, of: Value| {
        let mut event = json!({ "id": id, "message": message, "channel": "email", "created_at": "2026-10-01T09:30:00Z" });
        event
            .as_object_mut()
            .unwrap()
            .extend(of.as_object().unwrap().clone());
        event.to_string()
    };
    let terminal = Terminal::with(&[
        line("fb_1", &"long ".repeat(60), json!({ "user_id": "u_1", "name": "Jane Holloway", "rating": 4, "category": "idea" })),
        line("fb_2", "Two\nlines", json!({ "email": "omar@globex.io" })),
        line("fb_3", "Who?", json!({})),
    ].join("\n"));
    let ran = terminal.run(&["feedback", "--limit", "3"]);
    insta::assert_snapshot!(ran.stdout, @r"
      2026-10-01 · email · nobody's
        Who?
      2026-10-01 · email · cus_2
        Two
        lines
      2026-10-01 · email · idea · rated 4 · Jane Holloway (cus_1)
        long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long  … (20 more characters)
    3 of 3 pieces of feedback.
    ");
    let whole = terminal.run(&["feedback", "u_1", "--full"]);
    assert!(!whole.stdout.contains("more characters"), "{whole:?}");
    let first = terminal.run(&["feedback", "--limit", "1"]).stdout;
    assert!(
        first.contains("1 of 3 pieces of feedback.\nThe next page: "),
        "{first}"
    );
    let none = terminal.run(&["feedback", "--search", "nothing", "--rating-min", "-1"]);
    assert_eq!(
        (none.code, none.stdout.as_str()),
        (Some(0), "No feedback answers to this.\n")
    );
}

#[test]
fn a_question_that_makes_no_sense_is_refused_in_one_sentence() {
    let terminal = Terminal::with(r#"{"id":"fb_1","name":"Jane","user_id":"u_1"}"#);
    for (arguments, says) in [
        (
            &["jane"][..],
            "no customer is known by `jane`; did you mean cus_1 (Jane)?",
        ),
        (&[""], "`CUSTOMER`: it is empty"),
        (&["u_1", "--unlinked"], "`--unlinked`: "),
        (
            &["--rating-min", "4", "--rating-max", "2"],
            "`--rating-max`: it is `2`, which is lower than",
        ),
        (&["--rating-min", "NaN"], "`--rating-min`: it is not finite"),
        (&["--created-before", "soon"], "`soon` is not a date"),
        (&["--limit", "0"], "from 1 to 100"),
        (&["--cursor", "x"], "`--cursor`: it is not a cursor"),
    ] {
        let ran = terminal.run(&[&["feedback"], arguments].concat());
        assert_eq!(
            (ran.code, ran.stderr.lines().count()),
            (Some(1), 1),
            "{ran:?}"
        );
        assert!(ran.stderr.contains(says), "{ran:?}");
    }
}
