//! Commands under `strace`, which kills them at a call, or lets the call fail.

use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};

use crate::program::Folder;

use super::Case;

/// The calls by which files come, go, are written and get their names. A question mark: not every
/// machine has it.
const CALLS: &str = "?link,?linkat,?rename,?renameat,?renameat2,?unlink,?unlinkat,fsync,fdatasync,pwrite64,\
                     ftruncate,?open,openat,pread64,fcntl";

/// What happens at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blow {
    Kill,
    Error,
    NoRoom,
}

/// A call of a command: its name, and which one of that name it is.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) call: String,
    pub(crate) number: usize,
    pub(crate) blow: Blow,
}

/// Whether this machine has `strace`.
pub(crate) fn is_there() -> bool {
    let asked = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}

/// Every moment of a command, by the names of the calls.
pub(crate) fn moments(case: &Case) -> BTreeMap<String, Vec<Moment>> {
    let folder = case.folder();
    let output = run(&folder, case, None);
    assert!(output.status.success(), "{}: {output:?}", case.name);
    let record = std::fs::read_to_string(folder.path("calls.txt")).unwrap();
    let first = record.split_whitespace().next().unwrap_or_default();
    let mut moments: BTreeMap<String, Vec<Moment>> = BTreeMap::new();
    for line in record.lines().filter(|line| line.starts_with(first)) {
        let call = line.split_whitespace().nth(1).unwrap_or_default();
        let Some((call, _)) = call.split_once('(') else {
            continue;
        };
        let of_call = moments.entry(call.to_owned()).or_default();
        let number = of_call.len() / 3 + 1;
        of_call.extend([Blow::Kill, Blow::Error, Blow::NoRoom].map(|blow| Moment {
            call: call.to_owned(),
            number,
            blow,
        }));
    }
    moments
}

/// Runs the command of a case, and lets that happen.
pub(crate) fn run(folder: &Folder, case: &Case, moment: Option<&Moment>) -> Output {
    let typed = folder.command(case.arguments);
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-e", "signal=none", "-o", "calls.txt"]);
    traced.args(["-e", &format!("trace={CALLS}")]);
    if let Some(Moment { call, number, blow }) = moment {
        let blow = match blow {
            Blow::Kill => "signal=KILL",
            Blow::Error => "error=EIO",
            Blow::NoRoom => "error=ENOSPC",
        };
        traced.args(["-e", &format!("inject={call}:{blow}:when={number}")]);
    }
    traced.arg(typed.get_program()).args(typed.get_args());
    traced
        .env_clear()
        .env("HOME", folder.path(""))
        .env("CUSTOMER_DIRECTORY_DB", folder.database())
        .current_dir(folder.path(""))
        .stdin(Stdio::null());
    traced.output().unwrap()
}
