//! The database file: made privately, and refused in one sentence where it does not suit.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;

use crate::terminal::{Ran, SAMPLES, Terminal};

const COMMANDS: [&[&str]; 3] = [&["list"], &["ingest", SAMPLES], &["mcp"]];

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Whether a command was refused in one sentence on stderr that says this.
fn is_refused(ran: &Ran, words: &[&str]) -> bool {
    let is_one_line = ran.stderr.starts_with("customer-directory: ")
        && ran.stderr.ends_with('\n')
        && ran.stderr.matches('\n').count() == 1;
    ran.code == Some(1)
        && ran.stdout.is_empty()
        && is_one_line
        && words.iter().all(|word| ran.stderr.contains(word))
}

/// Holds that every command refuses the database file as it is, and leaves it so.
fn assert_refused(terminal: &Terminal, words: &[&str]) {
    let before = fs::read(terminal.database()).ok();
    for command in COMMANDS {
        let ran = terminal.run(command);
        assert!(is_refused(&ran, words), "{command:?}: {ran:?}");
    }
    assert_eq!(fs::read(terminal.database()).ok(), before);
}

#[test]
fn a_missing_file_is_made_for_its_owner_only_whatever_the_umask() {
    for (umask, command) in [
        ("022", &["list"][..]),
        ("000", &["ingest", SAMPLES]),
        ("022", &["mcp"]),
    ] {
        let terminal = Terminal::new();
        let typed = terminal.command(command);
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "umask $0; exec \"$@\"", umask]);
        shell.arg(typed.get_program()).args(typed.get_args());
        let path = terminal.path("new/folders/customers.db");
        shell.env_clear().env("CUSTOMER_DIRECTORY_DB", &path);
        assert!(
            shell
                .stdin(Stdio::null())
                .output()
                .unwrap()
                .status
                .success()
        );
        assert_eq!(mode(&path), 0o600, "{command:?}");
        assert_eq!(mode(&terminal.path("new/folders")), 0o700, "{command:?}");
        assert_eq!(mode(&terminal.path("new")), 0o700, "{command:?}");
    }
}

#[test]
fn without_a_path_the_file_is_in_the_data_folder_of_the_person() {
    let terminal = Terminal::new();
    let mut command = terminal.command(&["list"]);
    command.env_remove("CUSTOMER_DIRECTORY_DB");
    assert!(command.output().unwrap().status.success());
    let file = terminal.path(".local/share/customer-directory/customers.db");
    assert!(cfg!(not(target_os = "linux")) || mode(&file) == 0o600);
}

#[test]
fn the_flag_goes_before_the_environment() {
    let terminal = Terminal::new();
    assert_eq!(terminal.run(&["list", "--db", "other.db"]).code, Some(0));
    assert!(terminal.path("other.db").exists() && !terminal.database().exists());
}

#[test]
fn a_symbolic_link_is_refused_wherever_it_leads() {
    let terminal = Terminal::new();
    assert_eq!(terminal.run(&["list", "--db", "real.db"]).code, Some(0));
    for target in ["real.db", "nowhere.db"] {
        symlink(terminal.path(target), terminal.database()).unwrap();
        assert_refused(&terminal, &["is a symbolic link", "`--db`"]);
        fs::remove_file(terminal.database()).unwrap();
    }
    assert!(!terminal.path("nowhere.db").exists());
}

#[test]
fn a_folder_is_refused() {
    let terminal = Terminal::new();
    fs::create_dir(terminal.database()).unwrap();
    assert_refused(&terminal, &["is not a file", "`--db`"]);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let terminal = Terminal::new();
    let path = terminal.write(
        "customers.db",
        "name,email\nJane,jane@lumenworks.io\n".repeat(200),
    );
    set_mode(&path, 0o600);
    assert_refused(&terminal, &["is not a database", "`--db`"]);
}

#[test]
fn the_database_of_another_program_is_refused() {
    let terminal = Terminal::new();
    let foreign = Connection::open(terminal.database()).unwrap();
    foreign
        .execute_batch("CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1;")
        .unwrap();
    drop(foreign);
    set_mode(&terminal.database(), 0o600);
    assert_refused(&terminal, &["is the database of another program", "`--db`"]);
}

#[test]
fn a_file_of_a_newer_version_is_refused() {
    let terminal = Terminal::new();
    terminal.run(&["list"]);
    let newer = Connection::open(terminal.database()).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    assert_refused(
        &terminal,
        &[
            "newer customer-directory",
            "schema 99",
            "install that version",
        ],
    );
}

#[test]
fn a_file_that_others_can_read_is_refused_until_that_is_allowed() {
    let terminal = Terminal::new();
    terminal.run(&["ingest", SAMPLES]);
    let chmod = format!("chmod 600 '{}'", terminal.database().display());
    for shared in [0o644, 0o640, 0o606, 0o660] {
        set_mode(&terminal.database(), shared);
        assert_refused(
            &terminal,
            &[&format!("mode {shared:o}"), &chmod, "`--allow-shared-file`"],
        );
        for command in COMMANDS {
            let allowed = terminal.run(&[command, &["--allow-shared-file"]].concat());
            assert_eq!(
                (allowed.code, allowed.stderr.as_str()),
                (Some(0), ""),
                "{command:?}"
            );
        }
    }
    set_mode(&terminal.database(), 0o600);
    assert_eq!(terminal.run(&["list"]).code, Some(0));
}

#[test]
fn a_folder_that_cannot_be_written_is_refused() {
    let terminal = Terminal::new();
    let folder = terminal.path("locked");
    fs::create_dir(&folder).unwrap();
    set_mode(&folder, 0o500);
    // The superuser writes everywhere, so there is nothing to see.
    if fs::write(folder.join("probe"), "").is_err() {
        for command in COMMANDS {
            let ran = terminal.run(&[command, &["--db", "locked/customers.db"]].concat());
            assert!(is_refused(&ran, &["cannot be made", "`--db`"]), "{ran:?}");
        }
        set_mode(&folder, 0o000);
        let ran = terminal.run(&["list", "--db", "locked/customers.db"]);
        assert!(
            is_refused(&ran, &["cannot be looked at", "permissions"]),
            "{ran:?}"
        );
    }
    set_mode(&folder, 0o700);
}

#[test]
fn a_file_that_this_user_cannot_use_is_refused() {
    let terminal = Terminal::new();
    terminal.run(&["list"]);
    let words = ["owner", "permissions", "`--db`"];
    set_mode(&terminal.database(), 0o000);
    // The superuser reads everything, so there is nothing to see.
    if fs::read(terminal.database()).is_err() {
        assert_refused(&terminal, &words);
        set_mode(&terminal.database(), 0o400);
        let ran = terminal.run(&["ingest", SAMPLES]);
        assert!(is_refused(&ran, &words), "{ran:?}");
    }
}

#[test]
fn a_file_that_is_not_whole_is_refused() {
    let terminal = Terminal::new();
    terminal.run(&["ingest", SAMPLES]);
    let whole = fs::read(terminal.database()).unwrap();
    for length in [3_000, whole.len() / 2] {
        fs::write(terminal.database(), &whole[..length]).unwrap();
        assert_refused(&terminal, &["is damaged", "restore a backup"]);
    }
}

#[test]
fn a_folder_that_is_a_file_is_refused() {
    let terminal = Terminal::new();
    terminal.write("notes.txt", "not a folder");
    for command in COMMANDS {
        let ran = terminal.run(&[command, &["--db", "notes.txt/customers.db"]].concat());
        assert!(
            is_refused(&ran, &["notes.txt/customers.db", "`--db`"]),
            "{ran:?}"
        );
    }
}

#[test]
fn eight_processes_that_start_at_once_on_a_missing_file_all_succeed() {
    let clean = Terminal::new();
    clean.run(&["ingest", SAMPLES]);
    for round in 0..3 {
        let terminal = Terminal::new();
        let children: Vec<_> = (0..8)
            .map(|number| {
                let mut command = terminal.command(COMMANDS[number % COMMANDS.len()]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        for child in children {
            let ran: Ran = child.wait_with_output().unwrap().into();
            assert_eq!(
                (ran.code, ran.stderr.as_str()),
                (Some(0), ""),
                "round {round}"
            );
        }
        // Three of them took in the same file, and together did what one alone does.
        assert_eq!(terminal.everybody(), clean.everybody(), "round {round}");
    }
}

#[test]
fn reading_changes_no_byte_of_the_file() {
    let terminal = Terminal::new();
    terminal.run(&["ingest", SAMPLES]);
    let before = fs::read(terminal.database()).unwrap();
    for command in [
        &["list"][..],
        &["list", "garcia", "--tag", "vip"],
        &["list", "--sort", "name", "--json", "--full"],
        &["get", "cus_1"],
        &["get", "jane@lumenworks.io", "--json", "--full"],
        &["mcp"],
    ] {
        assert_eq!(terminal.run(command).code, Some(0), "{command:?}");
        assert_eq!(
            fs::read(terminal.database()).unwrap(),
            before,
            "{command:?}"
        );
    }
}
