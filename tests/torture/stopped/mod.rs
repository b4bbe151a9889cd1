//! Commands that keep a directory, stopped or refused by the system at any of their calls.

pub(crate) mod backup;
pub(crate) mod import;
pub(crate) mod migration;
pub(crate) mod restore;
pub(crate) mod traced;

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Output;

use serde_json::Value;

use crate::program::{Folder, said};

/// The exit code of a panic.
const PANIC: i32 = 101;

/// A command, and what must hold after it, however it ended.
pub(crate) struct Case {
    /// What is done, in a few words.
    pub(crate) name: &'static str,
    /// The command.
    pub(crate) arguments: &'static [&'static str],
    /// The files of the folder before.
    pub(crate) before: BTreeMap<String, Vec<u8>>,
    /// Holds what must hold.
    #[expect(clippy::type_complexity, reason = "it is named nowhere else")]
    pub(crate) hold: Box<dyn Fn(&Folder, End) -> Result<(), String> + Sync>,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Killed,
    Failed,
    Succeeded,
}

impl Case {
    /// A folder as it was before.
    pub(crate) fn folder(&self) -> Folder {
        let folder = Folder::new();
        for (name, bytes) in &self.before {
            write_private(&folder, name, bytes);
        }
        folder
    }
}

impl End {
    /// How a command ended, if it ended as one may.
    pub(crate) fn of(output: &Output) -> Result<Self, String> {
        match output.status.code() {
            Some(0) => Ok(Self::Succeeded),
            Some(PANIC) => Err(said(output)),
            Some(_) => Ok(Self::Failed),
            // 9: it was killed.
            None if output.status.signal() == Some(9) => Ok(Self::Killed),
            None => Err(said(output)),
        }
    }
}

/// Every file of a folder, without what readers leave.
pub(crate) fn files(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let names = names(folder).into_iter();
    let is_kept = |name: &String| !name.ends_with("-shm") && !name.ends_with("-wal");
    names
        .filter(is_kept)
        .map(|name| (name.clone(), std::fs::read(folder.path(&name)).unwrap()))
        .collect()
}

pub(crate) fn names(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path("")).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// Holds that nothing is left that was being written.
pub(crate) fn nothing_unfinished(folder: &Folder) -> Result<(), String> {
    let words = [".unfinished-", ".restoring-", ".importing-"];
    let is_unfinished = |name: &String| words.iter().any(|word| name.contains(word));
    match names(folder).into_iter().find(is_unfinished) {
        Some(name) => Err(format!("{name} is left")),
        None => Ok(()),
    }
}

/// Everybody in a file of the folder, which is sound.
pub(crate) fn everybody(folder: &Folder, file: &str) -> Result<Value, String> {
    let run = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        command.env("CUSTOMER_DIRECTORY_DB", folder.path(file));
        let output = command.output().unwrap();
        if !output.status.success() {
            return Err(format!("{file}: {arguments:?}: {}", said(&output)));
        }
        serde_json::from_slice::<Value>(&output.stdout).map_err(|error| error.to_string())
    };
    run(&["check", "--json"])?;
    let mut page = run(&["list", "--limit", "100", "--full", "--json"])?;
    Ok(page["customers"].take())
}

/// Runs a command that must succeed.
pub(crate) fn done(folder: &Folder, arguments: &[&str]) -> Result<(), String> {
    let output = folder.command(arguments).output().unwrap();
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{arguments:?}: {}", said(&output)))
    }
}

fn write_private(folder: &Folder, name: &str, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.path(name);
    std::fs::write(&path, bytes).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
