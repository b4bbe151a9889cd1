//! The floor of ingestion: plain inserts of the same final rows into the same tables and indexes,
//! in the order of their keys, with the settings of an import.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use rusqlite::{Connection, OpenFlags};

use super::table::Table;
use crate::progress;

/// When the indexes that keep nothing unique are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Indexes {
    /// With their tables: each row is put into its place.
    First,
    /// When all rows are there, as a first import does.
    Last,
}

/// Copies every row of one file into another, which is not there yet, and answers how long that
/// took, reading and the last checkpoint included.
pub(super) fn copy(source: &Path, target: &Path, indexes: Indexes) -> Result<Duration> {
    let progress = progress::spinner("inserting the same rows");
    let source = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let started = Instant::now();
    let mut target = Connection::open(target)?;
    settle(&target)?;
    let later = make_tables(&source, &target, indexes)?;
    for table in Table::all(&source)? {
        table.copy(&source, &mut target)?;
    }
    let transaction = target.transaction()?;
    for statement in later {
        transaction.execute_batch(&statement)?;
    }
    transaction.commit()?;
    drop(target);
    let time = started.elapsed();
    progress.finish_and_clear();
    Ok(time)
}

/// The settings of an import. Foreign keys are not checked: plain inserts know that they hold.
fn settle(target: &Connection) -> Result<()> {
    target.pragma_update(None, "synchronous", "FULL")?;
    target.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    target.pragma_update(None, "secure_delete", true)?;
    target.pragma_update(None, "cache_size", -92 * 1024)?;
    target.pragma_update(None, "wal_autocheckpoint", 32 * 1024)?;
    Ok(target.pragma_update(None, "foreign_keys", false)?)
}

/// Makes the same tables and indexes, and answers the statements that make the indexes of later.
///
/// A virtual table makes the tables behind it itself, so those are left out.
fn make_tables(source: &Connection, target: &Connection, indexes: Indexes) -> Result<Vec<String>> {
    let mut statements = source.prepare(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
         AND type IN ('table', 'index') AND tbl_name NOT IN
             (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
         ORDER BY rowid",
    )?;
    let statements = statements.query_map([], |row| row.get::<_, String>(0))?;
    let mut later = Vec::new();
    for statement in statements {
        let statement = statement?;
        if indexes == Indexes::Last && statement.starts_with("CREATE INDEX") {
            later.push(statement);
        } else {
            target.execute_batch(&statement)?;
        }
    }
    Ok(later)
}
