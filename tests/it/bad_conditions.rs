//! Every command where something is wrong around the directory: a sentence and the right exit code,
//! and every customer who was acknowledged, none other, once it is right again.

use std::fs;
use std::sync::Mutex;

use crate::program::SmallDisk;
use crate::terminal::Terminal;
use crate::wrongs::{Whole, Wrong, people, run};

/// Every command. Those that begin with `+` change the directory.
const COMMANDS: [&[&str]; 30] = [
    &["mcp"],
    &["list"],
    &["get", "cus_1"],
    &["feedback"],
    &["summary"],
    &["duplicates"],
    &["pending"],
    &["key", "list"],
    &["audit"],
    &["audit", "verify"],
    &["check"],
    &["stats"],
    &["export", "--customer", "cus_1"],
    &["export", "--output", "new.jsonl"],
    &["import", "whole.jsonl"],
    &["backup", "new.db"],
    &["backup", "kept.db", "--keep", "3"],
    &["+ingest", "more.jsonl"],
    &["+create", "--name", "Mira Okafor"],
    &["+update", "cus_1", "--add-tag", "vip"],
    &["+merge", "cus_1", "cus_2", "--yes"],
    &["+delete", "cus_3", "--yes"],
    &["+erase", "cus_3", "--yes"],
    &["+different", "cus_1", "cus_2"],
    &["+key", "create", "sales", "--scopes", "read"],
    &["+key", "revoke", "support"],
    &["+approve", "AAAA-AAAA", "--yes"],
    &["+restore", "kept.db", "--force"],
    &["+compact"],
    &["+check", "--repair"],
];

fn typed(command: &[&'static str]) -> Vec<&'static str> {
    let names = command.iter();
    names
        .map(|name| name.strip_prefix('+').unwrap_or(name))
        .collect()
}

/// Runs a command while something is wrong, and holds how it ended and what is left.
fn hold(whole: &Whole, command: &[&'static str], wrong: Wrong) -> Result<(), String> {
    let arguments = typed(command);
    let changes = command[0].starts_with('+');
    let terminal = Terminal::new();
    let needs_disk = matches!(wrong, Wrong::Full | Wrong::AlmostFull);
    let disk = needs_disk.then(|| SmallDisk::on(&terminal.path("")));
    if disk.as_ref().is_some_and(Option::is_none) {
        // Not everybody may make a small disk. What lies on none is never full.
        return Ok(());
    }
    let ran = run(whole, &terminal, &arguments, wrong);
    let told = |problem: &str| Err(format!("{arguments:?} while {wrong:?}: {problem}: {ran:?}"));
    let must_fail = matches!(wrong, Wrong::Gone | Wrong::Folder | Wrong::Locked);
    let is_sentence = ran.stderr.starts_with("customer-directory: ")
        && ran.stderr.ends_with('\n')
        && ran.stderr.matches('\n').count() == 1;
    match ran.code {
        Some(0) if must_fail => return told("it succeeded"),
        Some(0) => {}
        Some(1) if is_sentence => {}
        _ => return told("no sentence, or another exit code"),
    }
    let checked = terminal.run(&["check"]);
    if checked.code != Some(0) {
        return told(&format!("{checked:?}"));
    }
    let clean = Terminal::new();
    whole.put(&clean);
    if changes && ran.code == Some(0) {
        clean.run(&arguments);
    }
    if people(&terminal) != people(&clean) {
        return told("others are there than should be");
    }
    let left: Vec<String> = fs::read_dir(terminal.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            ["unfinished", "restoring", "importing"]
                .iter()
                .any(|word| name.contains(word))
        })
        .collect();
    let is_new_there = terminal.path("new.db").exists();
    drop(disk);
    match left.first() {
        Some(left) => told(&format!("{left} is left")),
        None if is_new_there && ran.code != Some(0) => told("a backup has its name"),
        None => Ok(()),
    }
}

#[test]
fn whatever_is_wrong_each_command_says_it_and_nobody_is_lost() {
    let whole = Whole::new();
    let wrongs = [
        Wrong::Full,
        Wrong::AlmostFull,
        Wrong::NothingWritten,
        Wrong::ReadOnly,
        Wrong::Gone,
        Wrong::Folder,
        // Last: whoever waits for the lock does so for ten seconds, all at once.
        Wrong::Locked,
    ];
    let all = wrongs
        .iter()
        .flat_map(|wrong| COMMANDS.map(|command| (command, *wrong)));
    let mut all: Vec<_> = all.collect();
    all.reverse();
    let (all, failures) = (Mutex::new(all), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..COMMANDS.len() {
            scope.spawn(|| {
                loop {
                    let next = all.lock().unwrap().pop();
                    let Some((command, wrong)) = next else { break };
                    let failure = hold(&whole, command, wrong).err();
                    failures.lock().unwrap().extend(failure);
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn no_command_is_missing_here() {
    let help = Terminal::new().run(&["--help"]).stdout;
    let commands = help.split("Commands:").nth(1).unwrap();
    let commands = commands.split("Options:").next().unwrap().lines();
    let names = commands.filter_map(|line| line.split_whitespace().next());
    for name in names {
        let is_here = COMMANDS.iter().any(|command| typed(command)[0] == name);
        // The demonstration has a folder of its own.
        assert!(is_here || ["demo", "help"].contains(&name), "{name}");
    }
}
