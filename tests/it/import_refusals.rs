//! What an import refuses: nothing is left of it, and every reason is told with its line.

use serde_json::{Value, json};

use crate::terminal::{Ran, Terminal};

/// A small directory with a record of almost every kind, exported in both forms.
pub(crate) fn exported() -> Terminal {
    let event = |id: u32, who: u32, phone: u32| {
        json!({
            "id": format!("fb_{id}"), "message": format!("Line one.\n\"Two\", {id}"), "rating": 4,
            "email": format!("p{who}@acme.io"), "phone": format!("+1415555020{phone}"), "name": "Mira Okafor",
            "tags": ["vip"], "custom_fields": { "cf_seats": 4 }, "created_at": "2026-10-02T09:30:00Z"
        })
        .to_string()
    };
    let mut lines: Vec<String> = (1..=5).map(|who| event(who, who, who)).collect();
    // Contacts of two people: they may be one.
    lines.push(event(6, 1, 2));
    lines.push(json!({ "id": "fb_7", "message": "Who?" }).to_string());
    let terminal = Terminal::with(&lines.join("\n"));
    for command in [
        &["merge", "cus_3", "cus_4", "--yes"][..],
        &["delete", "cus_5", "--feedback", "remove", "--yes"],
        &["different", "cus_1", "cus_3"],
        &["export", "--output", "all.jsonl"],
        &["export", "--output", "all.csv", "--format", "csv"],
    ] {
        done(&terminal.run(command));
    }
    terminal
}

pub(crate) fn done(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

fn lines(terminal: &Terminal) -> Vec<Value> {
    crate::terminal::json_lines(&terminal.path("all.jsonl"))
}

/// The place of the first record of a kind.
fn first(lines: &[Value], kind: &str) -> usize {
    lines.iter().position(|line| line["kind"] == kind).unwrap()
}

/// Imports a file into a directory that is not there yet.
pub(crate) fn import(terminal: &Terminal, content: impl AsRef<[u8]>) -> Ran {
    terminal.write("edited", content);
    terminal.run(&["--db", "new/made.db", "import", "edited"])
}

/// The import is refused with these words, and nothing is left of it.
pub(crate) fn assert_refused(terminal: &Terminal, content: impl AsRef<[u8]>, says: &[&str]) {
    let ran = import(terminal, content);
    assert_eq!(ran.code, Some(1), "{says:?}: {ran:?}");
    for says in says.iter().chain(&["nothing was imported"]) {
        assert!(ran.stderr.contains(says), "{says}: {ran:?}");
    }
    // What people are called and where they are reached is in no refusal.
    assert!(
        !ran.stderr.contains("acme") && !ran.stderr.contains("Okafor"),
        "{ran:?}"
    );
    let left = std::fs::read_dir(terminal.path("new"));
    assert_eq!(left.map_or(0, Iterator::count), 0, "{says:?}");
}

fn text_of(lines: &[Value]) -> String {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

#[test]
fn a_file_that_was_cut_off_imports_nothing() {
    let terminal = exported();
    for name in ["all.jsonl", "all.csv"] {
        let bytes = std::fs::read(terminal.path(name)).unwrap();
        let whole = bytes.trim_ascii_end().len();
        let step = whole / 40;
        let ends = (0..whole).step_by(step).chain(whole - 12..whole);
        let line_ends = (0..whole).filter(|end| bytes[*end] == b'\n').step_by(4);
        for end in ends.chain(line_ends) {
            assert_refused(&terminal, &bytes[..end], &[]);
        }
        let ran = import(&terminal, &bytes[..whole]);
        done(&ran);
        std::fs::remove_dir_all(terminal.path("new")).unwrap();
    }
}

/// Edits the lines; it is told where the first record of the kind stands.
type Edit = fn(&mut Vec<Value>, usize);

/// Each edit of a kind of record is refused with these words, and with the line that stands so many
/// behind the first of its kind.
fn assert_each_refused(kind: &str, cases: &[(usize, &str, Edit)]) {
    let terminal = exported();
    for (further, says, edit) in cases {
        let mut lines = lines(&terminal);
        let at = first(&lines, kind);
        edit(&mut lines, at);
        let line = format!("line {}:", at + further + 1);
        assert_refused(&terminal, text_of(&lines), &[&line, says]);
    }
}

#[test]
fn a_header_that_names_another_form_is_refused() {
    assert_each_refused(
        "header",
        &[
            (0, "another version than 1", |it, at| {
                it[at]["customer_directory_export"] = 2.into();
            }),
            (0, "no export", |it, at| drop(it.remove(at))),
            (0, "an id is at most", |it, at| {
                it[at]["last_customer_number"] = (1_i64 << 60).into();
            }),
        ],
    );
}

#[test]
fn a_customer_whom_no_export_tells_of_is_refused_with_the_line() {
    assert_each_refused(
        "customer",
        &[
            (1, "identifies another customer", |it, at| {
                it[at + 1]["contacts"] = it[at]["contacts"].clone();
            }),
            (1, "is there twice", |it, at| it[at + 1] = it[at].clone()),
            (0, "never given", |it, at| it[at]["id"] = "cus_77".into()),
            (0, "`name_at` is no time", |it, at| {
                it[at]["name_at"] = "2026-13-40T00:00:00Z".into();
            }),
            (0, "`nickname` is no field", |it, at| {
                it[at]["nickname"] = "Mimi".into();
            }),
            (0, "U+0000", |it, at| it[at]["notes"] = "a\u{0}b".into()),
            (0, "U+001F", |it, at| {
                it[at]["tags"][0]["tag"] = "a\u{1f}b".into();
            }),
            (0, "never given", |it, at| {
                it[at]["name_from"] = "feedback 99".into();
            }),
            (0, "form in which it is matched", |it, at| {
                it[at]["contacts"][0]["address"] = "P1@ACME.IO".into();
            }),
            (0, "`version` is missing", |it, at| {
                drop(it[at].as_object_mut().unwrap().remove("version"));
            }),
        ],
    );
}

#[test]
fn what_refers_to_nobody_is_refused_with_the_line() {
    assert_each_refused(
        "former_customer",
        &[(0, "no customer cus_5", |it, at| {
            it[at]["became"] = "cus_5".into();
        })],
    );
    assert_each_refused(
        "feedback",
        &[
            (0, "no customer cus_4", |it, at| {
                it[at]["customer"] = "cus_4".into();
            }),
            (1, "is there already", |it, at| {
                it[at + 1]["id"] = it[at]["id"].clone();
            }),
        ],
    );
    assert_each_refused(
        "possible_duplicate",
        &[(0, "no feedback 5", |it, at| {
            it[at]["feedback"] = 5.into();
        })],
    );
}

#[test]
fn what_does_not_fit_together_is_refused() {
    type Rewrite = fn(&mut Vec<Value>);
    let cases: [(Rewrite, &str); 9] = [
        (|it| drop(it.pop()), "it was cut off"),
        (
            |it| it.push(json!({ "kind": "customer" })),
            "behind the last record",
        ),
        (|it| it[0]["customers"] = 9.into(), "tells of 9 of the kind"),
        (
            |it| {
                let at = first(it, "feedback");
                it.remove(at);
            },
            "were written, and",
        ),
        (
            |it| {
                let at = first(it, "change");
                it[at]["actor"] = "nobody".into();
            },
            "not as it was written",
        ),
        (
            |it| {
                let at = first(it, "change");
                it.remove(at);
            },
            "one before it is missing",
        ),
        (
            |it| it[1]["feedback_count"] = 9.into(),
            "does not fit together (counters",
        ),
        (
            |it| {
                let at = first(it, "former_customer");
                it[at]["id"] = "cus_3".into();
            },
            "a former one at once",
        ),
        (
            |it| {
                let at = first(it, "different");
                it.swap(at, at + 1);
            },
            "comes after it",
        ),
    ];
    let terminal = exported();
    for (edit, says) in cases {
        let mut lines = lines(&terminal);
        edit(&mut lines);
        assert_refused(&terminal, text_of(&lines), &[says]);
    }
    for text in [
        "",
        "\n",
        "message,email\nhi,a@acme.io\n",
        "{\"message\":\"hi\"}\n",
        "[]",
    ] {
        assert_refused(&terminal, text, &["line 1"]);
    }
}
