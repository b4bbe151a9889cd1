//! Every promise that is held to the test here.

use super::hostile::{import_lines, protocol_lines, search_texts, small_texts};
use super::trials::{Budget, Trials};
use super::{model, suites};

/// A promise and the suite that tries to break it.
pub(crate) struct Promise {
    /// The promise, in a few words.
    pub(crate) name: &'static str,
    /// How many trials the short form has.
    pub(crate) short: u64,
    /// How many trials the long form has.
    pub(crate) long: u64,
    /// Its share of the minutes of the long form.
    pub(crate) weight: u32,
    /// Runs trials from a seed until the budget is used up.
    pub(crate) run: fn(&Budget, u64) -> Trials,
}

/// In the order of the table.
pub(crate) const PROMISES: &[Promise] = &[
    Promise {
        name: "killed servers lose nothing, repeat nothing",
        short: 12,
        long: 1_000,
        weight: 10,
        run: suites::kills::servers,
    },
    Promise {
        name: "killed imports end as one clean run",
        short: 3,
        long: 250,
        weight: 4,
        run: suites::kills::imports,
    },
    Promise {
        name: "power cuts lose nothing",
        short: 400,
        long: 50_000,
        weight: 40,
        run: suites::power::cuts,
    },
    Promise {
        name: "a disk that lies, or is synced less, is noticed",
        short: 2,
        long: 2,
        weight: 1,
        run: suites::power::bad_disks,
    },
    Promise {
        name: "a failing or full disk half-applies nothing",
        short: 400,
        long: u64::MAX,
        weight: 35,
        run: suites::power::faults,
    },
    Promise {
        name: "a restoration that is stopped leaves the old directory or the new one",
        short: 24,
        long: 3_000,
        weight: 8,
        run: suites::stopped::restorations,
    },
    Promise {
        name: "a backup that is stopped loses no earlier one",
        short: 16,
        long: 2_000,
        weight: 5,
        run: suites::stopped::backups,
    },
    Promise {
        name: "an import that is stopped leaves nothing or the whole",
        short: 16,
        long: 1_000,
        weight: 5,
        run: suites::stopped::imports,
    },
    Promise {
        name: "a migration that is stopped leaves the copy before it",
        short: 10,
        long: 2_000,
        weight: 5,
        run: suites::stopped::migrations,
    },
    Promise {
        name: "first starts, eight at once",
        short: 2,
        long: 40,
        weight: 2,
        run: suites::starts::first,
    },
    Promise {
        name: "tampered audit rows are noticed",
        short: 40,
        long: 1_000,
        weight: 1,
        run: suites::tampering::run,
    },
    Promise {
        name: "eight processes migrate an older file once",
        short: 3,
        long: 40,
        weight: 3,
        run: suites::starts::migrations,
    },
    Promise {
        name: "a backup under load is of one moment",
        short: 2,
        long: 100,
        weight: 8,
        run: suites::backups::run,
    },
    Promise {
        name: "damaged files crash nothing, and are noticed",
        short: 15,
        long: 1_500,
        weight: 3,
        run: suites::damage::run,
    },
    Promise {
        name: "erased persons leave no trace",
        short: 5,
        long: 200,
        weight: 1,
        run: suites::erasure::run,
    },
    Promise {
        name: "any changes leave what the model says",
        short: 320,
        long: 1_000_000,
        weight: 40,
        run: model::run,
    },
    Promise {
        name: "hostile lines of the protocol",
        short: 1_000,
        long: 1_000_000,
        weight: 2,
        run: protocol_lines::run,
    },
    Promise {
        name: "hostile search texts",
        short: 400,
        long: 300_000,
        weight: 3,
        run: search_texts::run,
    },
    Promise {
        name: "hostile lines of an import",
        short: 2_400,
        long: 300_000,
        weight: 1,
        run: import_lines::run,
    },
    Promise {
        name: "hostile keys, cursors, codes and addresses",
        short: 2_000,
        long: 1_000_000,
        weight: 3,
        run: small_texts::run,
    },
];
