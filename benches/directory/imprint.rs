//! What tells whether a kept directory is one that the present program would make.
//!
//! The program takes in a few events, and everything in the file that comes of it is hashed:
//! schema, version, rows, and the index's own pages. Whatever changes in how events are read,
//! matched, folded or stored changes the imprint, and a directory with another one is made again.
//! A change that shows only in long lists or in phone numbers goes unnoticed: `--fresh` is for that.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};

use crate::population::Population;
use crate::program;

/// Events that are taken in. Few, and none with a phone number, whose parser is slow to start: a
/// pause in between would cut them into two transactions, which leaves other pages.
const EVENTS: usize = 20;

/// What differs from run to run: secrets, the time, and what is made of either.
const DIFFERING: [(&str, &str); 5] = [
    ("secrets", "secret"),
    ("audit", "at"),
    ("audit", "hash"),
    ("feedback", "ingested_at"),
    ("feedback", "checksum"),
];

/// The imprint of the present program, by way of two files that are not there yet. It is taken twice,
/// because an imprint that differs from run to run would have the directory made anew each time.
pub(crate) fn take(events: &Path, database: &Path) -> Result<String> {
    let first = take_once(events, database)?;
    let second = take_once(events, &database.with_extension("again.db"))?;
    ensure!(
        first == second,
        "the program makes another directory each time"
    );
    Ok(first)
}

fn take_once(events: &Path, database: &Path) -> Result<String> {
    let population = Population::of(1_000)?;
    let mut lines = String::new();
    let few = (0..).map(|place| population.event(place));
    for event in few.filter(|event| !event.has_phone()).take(EVENTS) {
        lines += &serde_json::to_string(&event)?;
        lines += "\n";
    }
    fs::write(events, lines)?;
    let report = program::ingest(database, events)?.report;
    ensure!(report.rejected == 0, "the program refuses our events");
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    hash(&connection)
}

fn hash(connection: &Connection) -> Result<String> {
    let mut hash = Sha256::new();
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    hash.update(version.to_le_bytes());
    let mut tables = connection.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type IN ('table', 'shadow') ORDER BY name",
    )?;
    let tables = tables.query_map([], |row| row.get::<_, String>(0))?;
    for table in tables {
        add(connection, &table?, &mut hash)?;
    }
    let digest = hash.finalize();
    let beginning = digest.first_chunk().copied().unwrap_or_default();
    Ok(format!("{:016x}", u64::from_be_bytes(beginning)))
}

/// Adds every value of a table; `sqlite_schema` is one of them.
fn add(connection: &Connection, table: &str, hash: &mut Sha256) -> Result<()> {
    hash.update(table);
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let columns = statement.column_names().enumerate();
    let columns = columns.filter(|(_, name)| !DIFFERING.contains(&(table, *name)));
    let places: Vec<usize> = columns.map(|(place, _)| place).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for &place in &places {
            match row.get_ref(place)? {
                ValueRef::Null => hash.update([0]),
                ValueRef::Integer(number) => hash.update(number.to_le_bytes()),
                ValueRef::Real(number) => hash.update(number.to_le_bytes()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    hash.update(bytes.len().to_le_bytes());
                    hash.update(bytes);
                }
            }
        }
    }
    Ok(())
}
