//! Search beyond the table: hostile text, the command, and everybody in the samples.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::questions::{Questions, field};
use crate::search::{names, people};

#[test]
fn no_text_is_an_error_and_none_finds_everybody() {
    let people = people();
    let everybody = people.terminal.everybody().len();
    let texts = [
        "\"",
        "'",
        "''",
        "\"jane",
        "jane\"",
        "\"jane\" OR \"garcia\"",
        "jane OR garcia",
        "NOT jane",
        "jane AND",
        "NEAR(jane holloway)",
        "name:jane",
        "jane^2",
        "{jane}",
        "(jane",
        "jane)",
        "jane*",
        "*",
        "**",
        "%",
        "_",
        "%jane%",
        "j_ne",
        "?",
        "-jane",
        "+",
        "--",
        ";",
        "' OR '1'='1",
        "; DROP TABLE customers",
        "\\",
        "\u{0}",
        "ja\u{0}ne",
        "\u{1b}[2J",
        "\u{202e}enaj",
        "\u{200b}",
        "\u{feff}",
        "\u{e000}2310",
        "🌻",
        "👩‍🚀",
        "@",
        "@@",
        "a@b@c",
        ".",
        "...",
        "…",
        "/",
        "0",
        "00000000",
        "+",
        "()",
        "[]",
        "<script>",
        "é\u{301}\u{301}",
        "\u{fdfa}",
        "ﷺ jane",
        "½",
        "Ⅷ",
        "\u{10ffff}",
    ];
    let many_words: Vec<String> = (0..2_000).map(|number| format!("w{number}")).collect();
    let long = [
        "jane ".repeat(2_000),
        "x".repeat(10_000),
        "\"".repeat(10_000),
        "李".repeat(10_000),
        "a b c d ".repeat(1_250),
        "0132".repeat(2_500),
        "* ".repeat(5_000),
        many_words.join(" "),
    ];
    for text in texts.into_iter().map(str::to_owned).chain(long) {
        let found = people.found(&text).len();
        let shown: String = text.chars().take(40).collect();
        assert!(found < everybody / 2, "{shown:?} finds {found}");
        let can_be_found = text.chars().any(char::is_alphanumeric) || text.contains(['🌻', '🚀']);
        assert!(can_be_found || found == 0, "{shown:?} finds {found}");
    }
}

#[test]
fn the_command_finds_the_same_and_takes_any_text() {
    let people = people();
    let rows = |arguments: &[&str]| -> Vec<Value> {
        let mut answer = people.terminal.list(arguments);
        answer["customers"]
            .as_array_mut()
            .unwrap()
            .drain(..)
            .collect()
    };
    assert_eq!(names(&rows(&["strasse"])), names(&people.found("strasse")));
    assert_eq!(
        names(&rows(&["holloway", "jane"])),
        names(&people.found("jane holloway"))
    );
    assert_eq!(names(&rows(&["--", "-jane"])), names(&people.found("jane")));
    assert_eq!(rows(&[&"jane ".repeat(2_000)]).len(), 2);
    let note = &people.terminal.list(&["%"])["note"];
    assert!(
        note.as_str().unwrap().contains("no letters or digits"),
        "{note}"
    );
}

/// The text as a keyboard without accents types it, as far as Unicode decomposes it.
fn plain(text: &str) -> String {
    text.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect()
}

#[test]
fn everybody_in_the_samples_is_found_by_all_that_is_known_of_them() {
    let samples = Questions::to_samples();
    let mut asked = 0;
    for customer in samples.terminal.everybody() {
        let mut texts = Vec::new();
        for name in [&customer["name"], &customer["company"]]
            .into_iter()
            .filter_map(Value::as_str)
        {
            texts.extend([
                name.to_owned(),
                name.to_uppercase(),
                plain(name),
                name.replace('\'', "’"),
            ]);
            texts.extend(name.split_whitespace().map(str::to_owned));
            texts.push(name.split_whitespace().rev().collect::<Vec<_>>().join(" "));
        }
        for email in customer["emails"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            let (local, domain) = email.split_once('@').unwrap_or((email, ""));
            texts.extend([
                email.to_owned(),
                email.to_ascii_uppercase(),
                local.to_owned(),
                domain.to_owned(),
            ]);
            texts.extend(domain.split('.').chain(local.split('.')).map(str::to_owned));
        }
        for phone in customer["phones"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if let Some(digits) = phone.strip_prefix('+') {
                let digits = digits.split(';').next().unwrap_or(digits);
                texts.extend([phone.to_owned(), digits.to_owned()]);
                texts.extend(
                    (4..digits.len()).map(|count| digits[digits.len() - count..].to_owned()),
                );
            }
        }
        // Text without letters, such as a flower for a name, is looked for by nobody.
        texts.retain(|text| text.chars().any(char::is_alphanumeric));
        for text in texts {
            let found = field(&samples.found(&text), "id");
            assert!(
                found.contains(&customer["id"]),
                "`{text}` does not find {customer}"
            );
            asked += 1;
        }
    }
    assert!(asked > 2_000, "only {asked} questions");
}
