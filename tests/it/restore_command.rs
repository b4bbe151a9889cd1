//! Restoring backups: what was erased stays erased, and nothing goes unsaid.

use std::io::{Seek as _, SeekFrom, Write as _};

use serde_json::Value;

use crate::program::Folder;
use crate::terminal::{Ran, SAMPLES, Terminal};

fn with_backup() -> Terminal {
    let terminal = Terminal::with(&std::fs::read_to_string(SAMPLES).unwrap());
    done(&terminal.run(&["backup", "kept.db"]));
    terminal
}

fn done(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

fn refused(ran: &Ran, says: &str) {
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains(says), "{says}: {ran:?}");
}

fn whole(terminal: &Terminal) -> Value {
    terminal.list(&["--limit", "100"])["customers"].take()
}

/// The files of the folder that begin so.
fn beginning(terminal: &Terminal, start: &str) -> Vec<String> {
    let entries = std::fs::read_dir(terminal.path("")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // Whoever reads leaves an empty log and its shared memory.
    names
        .filter(|name| {
            name.starts_with(start) && name != "customers.db-wal" && name != "customers.db-shm"
        })
        .collect()
}

#[test]
fn a_backup_takes_the_place_of_a_file_that_is_gone() {
    let terminal = with_backup();
    let before = whole(&terminal);
    std::fs::remove_file(terminal.database()).unwrap();
    let ran = terminal.run(&["restore", "kept.db", "--json"]);
    done(&ran);
    assert!(
        ran.json()["note"]
            .as_str()
            .unwrap()
            .contains("cannot be known")
    );
    assert_eq!(whole(&terminal), before);
    done(&terminal.run(&["check"]));
    assert_eq!(beginning(&terminal, "customers.db"), ["customers.db"]);
}

#[test]
fn a_folder_that_is_not_there_is_made_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let terminal = with_backup();
    let before = whole(&terminal);
    let mut command = terminal.command(&["restore", "kept.db"]);
    command.env("CUSTOMER_DIRECTORY_DB", terminal.path("new/folders/own.db"));
    done(&command.output().unwrap().into());
    for (path, mode) in [
        ("new", 0o700),
        ("new/folders", 0o700),
        ("new/folders/own.db", 0o600),
    ] {
        let found = std::fs::metadata(terminal.path(path))
            .unwrap()
            .permissions();
        assert_eq!(found.mode() & 0o777, mode, "{path}");
    }
    let mut command = terminal.command(&["list", "--json", "--full", "--limit", "100"]);
    command.env("CUSTOMER_DIRECTORY_DB", terminal.path("new/folders/own.db"));
    let ran: Ran = command.output().unwrap().into();
    assert_eq!(ran.json()["customers"], before);
}

#[test]
fn the_log_of_a_file_that_is_gone_is_set_aside_and_not_read_into_the_backup() {
    let terminal = with_backup();
    let before = whole(&terminal);
    // A server that was killed leaves its log; then somebody removes the file alone.
    let holder = rusqlite::Connection::open(terminal.database()).unwrap();
    holder.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    holder.execute_batch("DELETE FROM label_counts").unwrap();
    let log = std::fs::read(terminal.path("customers.db-wal")).unwrap();
    drop(holder);
    std::fs::remove_file(terminal.database()).unwrap();
    terminal.write("customers.db-wal", &log);
    assert!(log.len() > 4_096);
    let ran = terminal.run(&["restore", "kept.db", "--json"]);
    done(&ran);
    let aside = ran.json()["set_aside"].as_str().unwrap().to_owned();
    assert_eq!(std::fs::read(aside).unwrap(), log);
    assert_eq!(whole(&terminal), before);
    done(&terminal.run(&["check"]));
}

#[test]
fn a_file_that_is_no_database_any_more_is_set_aside_when_that_was_said() {
    let terminal = with_backup();
    let before = whole(&terminal);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(terminal.database())
        .unwrap();
    file.write_all(&[0x5a; 4096]).unwrap();
    drop(file);
    refused(&terminal.run(&["restore", "kept.db"]), "cannot be read");
    let ran = terminal.run(&["restore", "kept.db", "--force", "--json"]);
    done(&ran);
    let aside = ran.json()["set_aside"].as_str().unwrap().to_owned();
    assert_eq!(std::fs::read(aside).unwrap()[..4096], [0x5a; 4096]);
    assert_eq!(whole(&terminal), before);
}

#[test]
fn later_changes_go_only_when_that_was_said_and_are_set_aside() {
    let terminal = with_backup();
    let before = whole(&terminal);
    done(&terminal.run(&["create", "--name", "Ana Later"]));
    let later = whole(&terminal);
    refused(
        &terminal.run(&["restore", "kept.db"]),
        "1 later changes would go",
    );
    assert_eq!(whole(&terminal), later);
    let ran = terminal.run(&["restore", "kept.db", "--force", "--json"]);
    done(&ran);
    assert_eq!(whole(&terminal), before);
    let aside = ran.json()["set_aside"].as_str().unwrap().to_owned();
    let mut command = terminal.command(&["list", "--json", "--full", "--limit", "100"]);
    command.env("CUSTOMER_DIRECTORY_DB", aside);
    let ran: Ran = command.output().unwrap().into();
    assert_eq!(ran.json()["customers"], later);
    // An id that was given since is not given to somebody else.
    let made = terminal
        .run(&["create", "--name", "Ben After", "--json"])
        .json();
    let ids = later
        .as_array()
        .unwrap()
        .iter()
        .map(|customer| &customer["id"]);
    assert!(
        ids.clone().all(|id| *id != made["customer"]["id"]),
        "{made}"
    );
}

#[test]
fn who_was_erased_since_is_erased_again() {
    let terminal = with_backup();
    done(&terminal.run(&["erase", "u_2401", "--yes"]));
    done(&terminal.run(&["delete", "u_3601", "--feedback", "keep-anonymous", "--yes"]));
    let feedback = terminal.run(&["feedback", "--json"]).json()["total"].take();
    let ran = terminal.run(&["restore", "kept.db", "--force", "--json"]);
    done(&ran);
    assert_eq!(ran.json()["erased_again"], 2);
    for asked in ["u_2401", "u_3601"] {
        assert_eq!(terminal.run(&["get", asked]).code, Some(1));
    }
    assert_eq!(
        terminal.run(&["feedback", "--json"]).json()["total"],
        feedback
    );
    let bytes = std::fs::read(terminal.database()).unwrap();
    for trace in ["ben.carver", "bcarver-robots", "lukasz@zolw"] {
        assert!(
            !bytes
                .windows(trace.len())
                .any(|window| window == trace.as_bytes()),
            "{trace}"
        );
    }
    done(&terminal.run(&["check"]));
}

#[test]
fn a_directory_that_somebody_uses_is_left_as_it_is() {
    let folder = Folder::with_samples();
    let backup = |arguments: &[&str]| folder.run(arguments);
    let target = tempfile::TempDir::new().unwrap();
    let kept = target.path().join("kept.db");
    let kept = kept.to_str().unwrap();
    assert!(backup(&["backup", kept]).status.success());
    let mut server = folder.greeted();
    let before = server.data("list_customers", serde_json::json!({}))["total"].take();
    let ran: Ran = backup(&["restore", kept]).into();
    refused(&ran, "another process");
    assert_eq!(
        server.data("list_customers", serde_json::json!({}))["total"],
        before
    );
    drop(server);
    let ran: Ran = backup(&["restore", kept]).into();
    done(&ran);
}

#[test]
fn what_is_no_sound_backup_is_refused() {
    let terminal = with_backup();
    let before = whole(&terminal);
    let bytes = std::fs::read(terminal.path("kept.db")).unwrap();
    terminal.write("cut.db", &bytes[..bytes.len() / 2]);
    terminal.write(
        "text.db",
        "this is a letter, and no database at all, but it is long enough",
    );
    terminal.write("empty.db", "");
    std::fs::create_dir(terminal.path("folder")).unwrap();
    let foreign = rusqlite::Connection::open(terminal.path("foreign.db")).unwrap();
    foreign.execute_batch("CREATE TABLE songs (title)").unwrap();
    terminal.write("bent.db", &bytes);
    let mut bent = std::fs::OpenOptions::new()
        .write(true)
        .open(terminal.path("bent.db"))
        .unwrap();
    bent.seek(SeekFrom::Start(4096 * 9)).unwrap();
    bent.write_all(&[0x5a; 4096 * 3]).unwrap();
    for (file, says) in [
        ("cut.db", "damaged"),
        ("bent.db", ""),
        ("text.db", "is not a database"),
        ("empty.db", "holds nothing"),
        ("foreign.db", "another program"),
        ("folder", "is not a file"),
        ("nowhere.db", "cannot be looked at"),
        ("customers.db", "is the directory itself"),
    ] {
        refused(&terminal.run(&["restore", file, "--force"]), says);
        assert_eq!(
            beginning(&terminal, "customers.db"),
            ["customers.db"],
            "{file}"
        );
    }
    assert_eq!(whole(&terminal), before);
}
