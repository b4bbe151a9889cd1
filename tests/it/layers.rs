//! The invariants of the house, held against its sources: who may mention whom, and how long.

use std::path::Path;

use crate::layer_rules::{RULES, Rule};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The longest file.
const MOST_LINES: usize = 300;

/// The line count that half of the sources have at most.
const MEDIAN_LINES: std::ops::RangeInclusive<usize> = 50..=130;

/// Names of files that would gather what belongs somewhere else.
const DRAWERS: [&str; 5] = ["util", "helper", "common", "manager", "misc"];

/// A source file.
struct Source {
    /// The path under the crate's root.
    path: String,
    text: String,
}

impl Rule {
    fn holds_in(&self, path: &str) -> bool {
        let is_in = |places: &[&str]| places.iter().any(|place| path.starts_with(place));
        is_in(self.within) && !is_in(self.but)
    }

    /// Each line of a source that breaks the rule, with its place.
    fn offences(&self, source: &Source) -> Vec<String> {
        if !self.holds_in(&source.path) {
            return Vec::new();
        }
        let mut offences = Vec::new();
        let mut is_braced = false;
        for (index, line) in source.text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            // `use crate::{…};` names its layers without `crate::` before them.
            is_braced |= line.contains("use crate::{");
            for word in self.words {
                if mentions(line, word, is_braced) {
                    let place = format!("{}:{}", source.path, index + 1);
                    offences.push(format!("{place}: {} ({word})", self.says));
                }
            }
            is_braced &= !line.contains(';');
        }
        offences
    }
}

/// Whether a line has a word or a path as a whole; layers also without `crate::` before them
/// where that stands before the braces around them, and by climbing out of another layer.
fn mentions(line: &str, word: &str, is_braced: bool) -> bool {
    let is_layer = |layer| {
        let climbing = format!("super::{layer}");
        (is_braced && has_word(line, layer)) || has_word(line, &climbing)
    };
    has_word(line, word) || word.strip_prefix("crate::").is_some_and(is_layer)
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(is_part) && (word.ends_with(':') || !after.is_some_and(is_part))
    })
}

fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            found.extend(sources(&path));
        } else if Path::new(&path).extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            found.push(Source { path, text });
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn assert_none(offences: &[String]) {
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn each_layer_mentions_only_what_it_may() {
    let sources = sources("src");
    let offences: Vec<String> = RULES
        .iter()
        .flat_map(|rule| sources.iter().flat_map(|source| rule.offences(source)))
        .collect();
    assert_none(&offences);
}

#[test]
fn a_rule_that_is_broken_is_noticed_with_its_place() {
    let offences = |path: &str, text: &str| -> Vec<String> {
        let source = Source {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        RULES
            .iter()
            .flat_map(|rule| rule.offences(&source))
            .collect()
    };
    for (path, text) in [
        ("src/domain/page.rs", "use serde::Serialize;"),
        (
            "src/domain/page.rs",
            "use crate::{domain::label, store::Store};",
        ),
        (
            "src/surface/view/mod.rs",
            "use crate::{domain::label::{Tag}, config::Config};",
        ),
        (
            "src/domain/search/mod.rs",
            "use super::super::service::Directory;",
        ),
        ("src/domain/page.rs", "let now = Timestamp::now();"),
        ("src/store/mod.rs", "use crate::service::Directory;"),
        (
            "src/service/mod.rs",
            "use crate::surface::view::CustomerRow;",
        ),
        ("src/service/mod.rs", "use rusqlite::Connection;"),
        ("src/surface/mcp/tool.rs", "use crate::store::Store;"),
        ("src/surface/mcp/tool.rs", "use rmcp::model::Tool;"),
        ("src/surface/view/mod.rs", "use crate::config::Config;"),
        ("src/surface/cli/list.rs", "let sql = \"SELECT 1\";"),
        ("src/service/mod.rs", "pub async fn list() {}"),
        ("src/surface/cli/get.rs", "use anyhow::Context;"),
        ("src/surface/cli/get.rs", "std::env::var(\"HOME\")"),
    ] {
        let found = offences(path, &format!("//! A file.\n{text}\n"));
        assert!(!found.is_empty(), "{path}: {text}");
        assert!(found[0].starts_with(&format!("{path}:2: ")), "{found:?}");
    }
    for (path, text) in [
        ("src/domain/page.rs", "// Nothing here knows serde."),
        ("src/domain/page.rs", "let unserded = deserde;"),
        ("src/store/error.rs", "Database(#[source] rusqlite::Error),"),
        ("src/surface/cli/mod.rs", "use crate::config::GlobalArgs;"),
        ("src/surface/mcp/stdio/mod.rs", "use rmcp::ErrorData;"),
    ] {
        assert_eq!(offences(path, text), Vec::<String>::new());
    }
    let braced = "use crate::{\n    domain::label,\n    store::Store,\n};\nlet store = 1;\n";
    let found = offences("src/surface/question.rs", braced);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("src/surface/question.rs:3: "));
}

#[test]
fn the_protocol_library_is_named_in_one_room_and_its_door() {
    let sources = sources("src");
    let named: Vec<&str> = sources
        .iter()
        .filter(|source| source.text.lines().any(|line| has_word(line, "rmcp::")))
        .map(|source| source.path.as_str())
        .collect();
    assert_eq!(
        named,
        [
            "src/surface/mcp/server/attended.rs",
            "src/surface/mcp/server/calls.rs",
            "src/surface/mcp/server/completion.rs",
            "src/surface/mcp/server/elicitation.rs",
            "src/surface/mcp/server/introduction.rs",
            "src/surface/mcp/server/methods.rs",
            "src/surface/mcp/server/mod.rs",
            "src/surface/mcp/server/progress.rs",
            "src/surface/mcp/server/prompts.rs",
            "src/surface/mcp/server/resources.rs",
            "src/surface/mcp/server/work.rs",
            "src/surface/mcp/stdio/call.rs",
            "src/surface/mcp/stdio/message.rs",
            "src/surface/mcp/stdio/mod.rs",
            "src/surface/mcp/stdio/output.rs",
            "src/surface/mcp/stdio/reply.rs",
            "src/surface/mcp/stdio/transport.rs",
            "src/surface/mcp/stdio/unsent.rs"
        ]
    );
}

#[test]
fn no_file_is_long_and_the_usual_one_is_short() {
    let lines = |source: &Source| source.text.lines().count();
    let sources = ["src", "tests", "benches"].map(sources);
    let long = sources
        .iter()
        .flatten()
        .filter(|source| lines(source) > MOST_LINES);
    let long: Vec<String> = long
        .map(|source| {
            format!(
                "{} has {} lines; at most {MOST_LINES}",
                source.path,
                lines(source)
            )
        })
        .collect();
    assert_none(&long);
    let mut counts: Vec<usize> = sources[0].iter().map(lines).collect();
    counts.sort_unstable();
    let median = counts[counts.len() / 2];
    assert!(MEDIAN_LINES.contains(&median), "the median is {median}");
}

#[test]
fn no_file_is_a_drawer() {
    let sources = ["src", "tests", "benches"].map(sources);
    let names = sources.iter().flatten().map(|source| source.path.clone());
    let drawers: Vec<String> = names
        .filter(|path| DRAWERS.iter().any(|word| path.contains(word)))
        .collect();
    assert_none(&drawers);
}
