//! A server that only reads changes no byte of the directory's files, whatever it is asked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::every_request::{ask_all, requests};
use crate::program::Folder;

/// Every file of a folder with its bytes. The index of the log in shared memory is where readers
/// say that they are there, and a log without bytes says nothing.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let named = entries.map(|entry| (entry.file_name().into_string().unwrap(), entry.path()));
    named
        .filter(|(name, _)| !name.ends_with("-shm"))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect()
}

/// Asks at least so many times.
fn ask(times: usize) {
    let folder = Folder::with_samples();
    let before = files(folder.path());
    let mut server = folder.greeted();
    let mut asked = 0;
    let texts = ["jane", "cus_3", "vip", "widget", "%_'\"*"];
    for text in texts.iter().cycle() {
        let all = requests(&mut server, text);
        ask_all(&mut server, &all);
        asked += all.len();
        if asked >= times {
            break;
        }
    }
    let (_, status, _) = server.leave();
    assert!(status.success());
    let after = files(folder.path());
    assert!(
        before == after,
        "a file has changed, came or went: {:?} {:?}",
        before.keys(),
        after.keys()
    );
}

#[test]
fn a_reading_server_changes_no_byte_whatever_it_is_asked() {
    ask(200);
}

#[test]
#[ignore = "a minute: cargo test --release --test it reading_leaves_no_trace -- --ignored"]
fn ten_thousand_questions_change_no_byte() {
    ask(10_000);
}
