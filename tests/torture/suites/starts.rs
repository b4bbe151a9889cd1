//! Many processes meet a file that is not there yet, or is an older one.

use std::path::Path;
use std::process::{Child, Output};

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::chance::Chance;
use crate::power::{make_private, older};
use crate::program::{Folder, said};
use crate::trials::{Budget, Trials};

/// How many processes start at once.
const PROCESSES: u64 = 8;

/// Eight processes start on a file that is not there, half of them write.
pub(crate) fn first(budget: &Budget, seed: u64) -> Trials {
    let mut trials = Trials::default();
    let mut chance = Chance::new(seed);
    while budget.has_more_after(trials.trials) {
        let folder = Folder::on_disk();
        budget.count(
            &mut trials,
            start_at_once(&folder, &mut chance).and_then(|written| {
                let listed = folder.json(&["list", "--limit", "100", "--json"])?;
                if listed["total"] == written {
                    Ok(())
                } else {
                    Err(format!("{written} customers were made: {listed}"))
                }
            }),
        );
    }
    trials
}

/// Eight processes start on a file of an earlier schema, half of them write.
pub(crate) fn migrations(budget: &Budget, seed: u64) -> Trials {
    let mut trials = Trials::default();
    let mut chance = Chance::new(seed);
    let versions = older::migrations().len();
    let whole = Folder::on_disk();
    start_at_once(&whole, &mut chance).unwrap();
    let newest = schema(&whole.database()).unwrap();
    while budget.has_more_after(trials.trials) {
        let version = 1 + usize::try_from(trials.trials).unwrap_or(0) % (versions - 1);
        let outcome = migrate_at_once(version, &newest, &mut chance);
        budget.count(
            &mut trials,
            outcome.map_err(|error| format!("schema {version}: {error}")),
        );
    }
    trials
}

fn migrate_at_once(version: usize, newest: &[String], chance: &mut Chance) -> Result<(), String> {
    let folder = Folder::on_disk();
    make_private(&folder.database());
    older::write_version(&folder.database(), version);
    let written = start_at_once(&folder, chance)?;
    let listed = folder.json(&["list", "--limit", "100", "--json"])?;
    if listed["total"] != older::CUSTOMERS + written {
        return Err(format!("{written} customers were made: {listed}"));
    }
    if schema(&folder.database())? != newest {
        return Err("the tables are not those of a new file".to_owned());
    }
    let copy = folder.path(&format!("customers.db.before-schema-{}", version + 1));
    let set_aside = customers(&copy).map_err(|error| format!("the copy: {error}"))?;
    if set_aside == older::CUSTOMERS {
        Ok(())
    } else {
        Err(format!("the copy has {set_aside} customers"))
    }
}

/// The names of all tables and indexes.
fn schema(path: &Path) -> Result<Vec<String>, String> {
    let read = || {
        let connection = Connection::open(path)?;
        connection
            .prepare("SELECT type || ' ' || name FROM sqlite_schema ORDER BY 1")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()
    };
    read().map_err(|error| error.to_string())
}

fn customers(path: &Path) -> rusqlite::Result<u64> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    Connection::open_with_flags(path, flags)?.query_row(
        "SELECT count(*) FROM customers",
        [],
        |row| row.get(0),
    )
}

/// Starts them all, waits for them all, and answers how many customers they made.
pub(crate) fn start_at_once(folder: &Folder, chance: &mut Chance) -> Result<u64, String> {
    let shift = chance.next() % 2;
    let mut children: Vec<(bool, Child)> = Vec::new();
    for number in 0..PROCESSES {
        let writes = number % 2 == shift;
        let name = format!("Starter {number}");
        let arguments: &[&str] = if writes {
            &["create", "--name", &name, "--json"]
        } else if number % 4 < 2 {
            &["list", "--json"]
        } else {
            &["mcp"]
        };
        children.push((writes, folder.command(arguments).spawn().unwrap()));
    }
    let mut written = 0;
    let mut failure = None;
    for (writes, child) in children {
        let output: Output = child.wait_with_output().unwrap();
        if !output.status.success() {
            failure.get_or_insert(said(&output));
        } else if writes {
            serde_json::from_slice::<Value>(&output.stdout)
                .map_err(|error| format!("an answer that is none: {error}"))?;
            written += 1;
        }
    }
    failure.map_or(Ok(written), Err)
}
