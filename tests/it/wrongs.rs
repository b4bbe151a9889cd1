//! What may be wrong around a directory, by real means.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::terminal::{Ran, Terminal};

/// Nobody in particular, for whom permissions hold.
const ORDINARY: u32 = 65_534;

/// The bytes that an almost full disk has left.
const ALMOST: u64 = 48 * 1_024;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The disk has no room left.
    Full,
    /// It has room for what readers share, and for a page or two.
    AlmostFull,
    /// Nothing may be written to any file.
    NothingWritten,
    /// Neither the folder nor its files may be written.
    ReadOnly,
    /// There is no folder, and none may be made.
    Gone,
    /// A folder has the name of the file.
    Folder,
    /// Another program has the file for itself.
    Locked,
}

/// What a directory is made of, before anything is wrong.
pub(crate) struct Whole {
    files: BTreeMap<&'static str, Vec<u8>>,
}

impl Whole {
    pub(crate) fn new() -> Self {
        let line = |number: usize, name: &str| {
            json!({ "id": format!("fb_{number}"), "message": "It came late.", "name": name,
                    "email": format!("person{number}@lumenworks.io") })
            .to_string()
        };
        let lines: Vec<String> = (0..6).map(|number| line(number, "Jane Holloway")).collect();
        let terminal = Terminal::with(&lines.join("\n"));
        for arguments in [
            &["key", "create", "support", "--scopes", "read"][..],
            &["backup", "kept.db"],
            &["export", "--output", "whole.jsonl"],
        ] {
            assert_eq!(terminal.run(arguments).code, Some(0), "{arguments:?}");
        }
        assert_eq!(
            terminal.run(&["create", "--name", "Ana Later"]).code,
            Some(0)
        );
        let read = |name| fs::read(terminal.path(name)).unwrap();
        Self {
            files: BTreeMap::from([
                ("customers.db", read("customers.db")),
                ("kept.db", read("kept.db")),
                ("whole.jsonl", read("whole.jsonl")),
                ("more.jsonl", line(9, "Kim More").into_bytes()),
            ]),
        }
    }

    /// Puts the files into a folder.
    pub(crate) fn put(&self, terminal: &Terminal) {
        for (name, bytes) in &self.files {
            let path = terminal.write(name, bytes);
            fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
        }
    }
}

/// Who is there, as far as no clock has a say in it.
pub(crate) fn people(terminal: &Terminal) -> Vec<Value> {
    let everybody = terminal.everybody().into_iter();
    let shown = ["id", "name", "tags", "emails"];
    let mut people: Vec<Value> = everybody
        .map(|customer| shown.iter().map(|field| customer[field].clone()).collect())
        .collect();
    people.sort_by_key(ToString::to_string);
    people
}

/// The command with its words, for whom permissions hold where that matters.
fn command(terminal: &Terminal, arguments: &[&str], wrong: Wrong) -> Command {
    let mut typed = terminal.command(arguments);
    match wrong {
        Wrong::ReadOnly | Wrong::Gone => {
            if is_superuser() {
                typed.uid(ORDINARY).gid(ORDINARY);
            }
            typed
        }
        Wrong::NothingWritten => {
            let mut limited = Command::new("sh");
            limited.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]);
            limited.arg(typed.get_program()).args(typed.get_args());
            limited.env_clear().current_dir(terminal.path(""));
            limited
                .env("HOME", terminal.path(""))
                .env("CUSTOMER_DIRECTORY_DB", terminal.database());
            limited
        }
        Wrong::Full | Wrong::AlmostFull | Wrong::Folder | Wrong::Locked => typed,
    }
}

fn is_superuser() -> bool {
    rustix::process::getuid().is_root()
}

/// Gives everything in a folder to somebody, and the folder itself.
fn give_to(folder: &Path, user: u32) {
    if is_superuser() {
        for entry in fs::read_dir(folder).unwrap() {
            chown(entry.unwrap().path(), Some(user), Some(user)).unwrap();
        }
        chown(folder, Some(user), Some(user)).unwrap();
    }
}

fn set_modes(folder: &Path, of_folder: u32, of_files: u32) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        fs::set_permissions(path, Permissions::from_mode(of_files)).unwrap();
    }
    fs::set_permissions(folder, Permissions::from_mode(of_folder)).unwrap();
}

/// Runs a command while something is wrong, and puts that right again.
pub(crate) fn run(whole: &Whole, terminal: &Terminal, arguments: &[&str], wrong: Wrong) -> Ran {
    let folder = terminal.path("");
    let run = || -> Ran { command(terminal, arguments, wrong).output().unwrap().into() };
    whole.put(terminal);
    match wrong {
        Wrong::Full | Wrong::AlmostFull => {
            let filler = terminal.path("filler");
            let mut file = fs::File::create(&filler).unwrap();
            while file.write_all(&[0; 4_096]).is_ok() {}
            if wrong == Wrong::AlmostFull {
                let length = file.metadata().unwrap().len();
                file.set_len(length - ALMOST).unwrap();
            }
            let ran = run();
            // Not by its removal alone: a process that is just being started may have it open.
            file.set_len(0).unwrap();
            fs::remove_file(filler).unwrap();
            ran
        }
        Wrong::NothingWritten => run(),
        Wrong::ReadOnly => {
            give_to(&folder, ORDINARY);
            set_modes(&folder, 0o500, 0o400);
            let ran = run();
            set_modes(&folder, 0o700, 0o600);
            give_to(&folder, 0);
            ran
        }
        Wrong::Gone => {
            let elsewhere = Terminal::new();
            let path = elsewhere.path("no/folder/customers.db");
            set_modes(&elsewhere.path(""), 0o500, 0o400);
            give_to(&elsewhere.path(""), ORDINARY);
            give_to(&folder, ORDINARY);
            let mut command = command(terminal, arguments, wrong);
            let ran = command.env("CUSTOMER_DIRECTORY_DB", path).output().unwrap();
            set_modes(&elsewhere.path(""), 0o700, 0o600);
            give_to(&folder, 0);
            ran.into()
        }
        Wrong::Folder => {
            let (own, other) = (terminal.database(), terminal.path("other.db"));
            fs::rename(&own, &other).unwrap();
            fs::create_dir(&own).unwrap();
            let ran = run();
            fs::remove_dir(&own).unwrap();
            fs::rename(other, own).unwrap();
            ran
        }
        Wrong::Locked => {
            let other = Connection::open(terminal.database()).unwrap();
            other
                .execute_batch(
                    "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM label_counts;",
                )
                .unwrap();
            let ran = run();
            other.execute_batch("ROLLBACK").unwrap();
            ran
        }
    }
}
