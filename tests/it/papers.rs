//! The papers: what README.md and mcp.json.example say is what the program does.

use std::collections::BTreeSet;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};
use customer_directory::config::Config;
use serde_json::{Value, json};

use crate::program::Folder;

/// The longest README, in lines.
const MOST_LINES: usize = 320;

const TOOL_HEADER: &str = "| tool | scope | what it answers |";
const SETTING_HEADER: &str = "| flag | environment | what it is |";

fn paper(name: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|_missing| String::new())
}

/// The rows of the table under a header, in cells without their back-ticks.
fn table(text: &str, header: &str) -> Vec<Vec<String>> {
    let rows = text
        .lines()
        .skip_while(|line| line.trim() != header)
        .skip(2);
    rows.take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim().trim_matches('|').split('|');
            cells.map(|cell| cell.trim().replace('`', "")).collect()
        })
        .collect()
}

/// The commands of this program in the blocks of a paper, without prompt, comment and pipes.
fn commands(text: &str) -> Vec<String> {
    let mut is_block = false;
    let mut commands = Vec::new();
    for line in text.replace("\\\n", " ").lines() {
        if line.trim_start().starts_with("```") {
            is_block = !is_block;
        } else if is_block {
            let line = line.split(" #").next().unwrap_or(line);
            let parts = line.split(['|', '>', '&', ';']).map(str::trim);
            let ours = parts.filter_map(|part| {
                part.rfind("customer-directory ")
                    .map(|start| &part[start..])
            });
            commands.extend(ours.map(str::to_owned));
        }
    }
    commands
}

/// The words of a command, as a shell divides it.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The flags of every command, each with its environment variable or nothing.
fn settings() -> BTreeSet<(String, String)> {
    let program = Config::command();
    std::iter::once(&program)
        .chain(program.get_subcommands())
        .flat_map(clap::Command::get_arguments)
        .filter_map(|argument| {
            let variable = argument
                .get_env()
                .map(|name| name.to_string_lossy().into_owned());
            Some((
                format!("--{}", argument.get_long()?),
                variable.unwrap_or_default(),
            ))
        })
        .collect()
}

#[test]
fn the_readme_can_be_read_in_one_sitting() {
    let lines = paper("README.md").lines().count();
    assert!(
        (1..MOST_LINES).contains(&lines),
        "README.md has {lines} lines"
    );
}

#[test]
fn the_readme_names_exactly_the_tools_with_their_scopes() {
    let rows = table(&paper("README.md"), TOOL_HEADER);
    let named: BTreeSet<(String, String)> = rows
        .iter()
        .map(|row| {
            (
                row[0].clone(),
                row[1].trim_start_matches("customers:").to_owned(),
            )
        })
        .collect();
    assert_eq!(named.len(), rows.len(), "a tool stands there twice");
    let folder = Folder::empty();
    let registered: BTreeSet<(String, String)> = ["read", "write", "delete"]
        .iter()
        .flat_map(|scope| {
            let key = folder.key(&[scope, "--scopes", scope]);
            let mut list = folder.serve_with(&key).ask("tools/list", json!({}));
            let tools = list["result"]["tools"].take();
            let tools = tools.as_array().unwrap().clone();
            tools.into_iter().map(|tool| {
                let name = tool["name"].as_str().unwrap();
                (name.to_owned(), (*scope).to_owned())
            })
        })
        .collect();
    assert_eq!(named, registered);
}

#[test]
fn the_readme_names_settings_that_exist_and_every_variable() {
    let settings = settings();
    let rows = table(&paper("README.md"), SETTING_HEADER);
    assert!(
        !rows.is_empty(),
        "README.md has no table under `{SETTING_HEADER}`"
    );
    let mut named = BTreeSet::new();
    for row in rows {
        // `--db PATH` is the flag `--db`; a dash stands where there is none.
        let flag = row[0].split_whitespace().next().unwrap_or_default();
        let variable = row[1].trim_matches(['-', '–', '—', ' ']);
        let is_known = settings
            .iter()
            .any(|(known, its)| known == flag && its == variable);
        assert!(
            is_known,
            "README.md: no flag `{flag}` has `{variable}` in `--help`"
        );
        named.insert(variable.to_owned());
    }
    let missing: Vec<_> = settings
        .iter()
        .filter(|(_, variable)| !variable.is_empty() && !named.contains(variable))
        .collect();
    assert!(missing.is_empty(), "README.md does not name {missing:?}");
}

#[test]
fn the_commands_that_the_readme_shows_are_commands() {
    let commands = commands(&paper("README.md"));
    assert!(commands.len() > 2, "README.md shows {commands:?}");
    for command in commands {
        if let Err(error) = Config::try_parse_from(words(&command)) {
            let is_answered = matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            );
            assert!(is_answered, "README.md: `{command}`: {error}");
        }
    }
}

#[test]
fn the_example_for_hosts_starts_the_server() {
    let example: Value = serde_json::from_str(&paper("mcp.json.example")).unwrap();
    let servers = example["mcpServers"].as_object().unwrap();
    assert_eq!(servers.len(), 1);
    for server in servers.values() {
        let command = server["command"].as_str().unwrap();
        assert!(command.ends_with("customer-directory"), "{command}");
        assert_eq!(server["args"], json!(["mcp"]));
        let variables = server.get("env").and_then(Value::as_object);
        for name in variables.into_iter().flatten().map(|(name, _)| name) {
            let is_known = settings().iter().any(|(_, variable)| variable == name);
            assert!(is_known, "no flag has `{name}` in `--help`");
        }
    }
}

#[test]
fn tables_and_commands_are_read_as_they_stand() {
    let text = "| tool | scope | what it answers |\n|---|---|---|\n| `a_b` | read | this |\n\nend\n\
                ```sh\n$ cat x | customer-directory ingest --json - > out # note\n```\ncustomer-directory no";
    assert_eq!(table(text, TOOL_HEADER), [["a_b", "read", "this"]]);
    assert_eq!(commands(text), ["customer-directory ingest --json -"]);
    assert_eq!(
        words("get '+1 415 555 0132'  --json"),
        ["get", "+1 415 555 0132", "--json"]
    );
}
