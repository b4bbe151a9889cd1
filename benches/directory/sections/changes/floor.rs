//! The floor of a recorded event: its feedback inserted by a prepared statement into the same
//! table, with the same durability and nothing else.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use rusqlite::{Connection, OpenFlags, params};
use serde_json::Value;

/// A file with the table.
pub(super) struct Floor(Connection);

impl Floor {
    /// Makes the table and its unique index as they are in a directory.
    pub(super) fn open(directory: &Path, file: &Path) -> Result<Self> {
        let source = Connection::open_with_flags(directory, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let target = Connection::open(file)?;
        target.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        target.pragma_update(None, "synchronous", "FULL")?;
        target.pragma_update(None, "secure_delete", true)?;
        target.pragma_update(None, "foreign_keys", false)?;
        let mut statements = source.prepare(
            "SELECT sql FROM sqlite_schema WHERE tbl_name = 'feedback' AND sql IS NOT NULL
             AND (type = 'table' OR sql LIKE 'CREATE UNIQUE INDEX%') ORDER BY type DESC",
        )?;
        let statements = statements.query_map([], |row| row.get::<_, String>(0))?;
        for statement in statements {
            target.execute_batch(&statement?)?;
        }
        Ok(Self(target))
    }

    /// Inserts an event's feedback, and answers how long that took.
    pub(super) fn insert(&mut self, event: &Value) -> Result<Duration> {
        let started = Instant::now();
        let transaction = self.0.transaction()?;
        transaction
            .prepare_cached(
                "INSERT INTO feedback (source, reference, customer_id, channel, message, category, created_at,
                     has_original, ingested_at, outcome)
                 VALUES ('bench', ?1, 1, ?2, ?3, ?4, ?5, 1, ?5, 1)",
            )?
            .execute(params![
                event["id"].as_str(),
                event["channel"].as_str(),
                event["message"].as_str(),
                event["category"].as_str(),
                1_767_225_600_000_i64,
            ])?;
        transaction.commit()?;
        Ok(started.elapsed())
    }
}
