//! Rows that have changed since the postings were written.
//!
//! Writing a row into each of its postings touches dozens of pages. So a change is first noted in
//! one place, which every search reads, and is posted together with others.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::super::super::StoreError;
use super::build::{self, State};
use super::collection::Collection;
use super::keys::lines;

/// How many changed rows may wait. Each costs every search about half a microsecond.
pub(super) const MOST_UNPOSTED: i64 = 128;

/// A row whose keys or sort keys have changed: its keys as they were, and as they are.
pub(in super::super) struct Changed {
    pub(in super::super) id: i64,
    pub(in super::super) posted: BTreeSet<String>,
    /// `None` where they are still those.
    pub(in super::super) keys: Option<BTreeSet<String>>,
}

/// Notes changed rows, unless all postings are built later anyway: then nobody asks for their keys.
pub(in super::super) fn note(
    connection: &Connection,
    collection: &Collection,
    changed: impl IntoIterator<Item = Changed>,
) -> Result<(), StoreError> {
    if build::state(connection)? == State::Missing {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO {} (id, posted, keys) VALUES (?1, ?2, nullif(?3, ?2))
         ON CONFLICT (id) DO UPDATE SET keys = nullif(?3, posted)",
        collection.unposted
    );
    let mut statement = connection.prepare_cached(&sql)?;
    for row in changed {
        let posted = lines(&row.posted);
        let keys = row.keys.as_ref().map(lines);
        statement.execute(params![row.id, posted, keys.as_ref().unwrap_or(&posted)])?;
    }
    Ok(())
}

/// Whether more rows wait than may.
pub(super) fn are_too_many(
    connection: &Connection,
    collection: &Collection,
) -> Result<bool, StoreError> {
    // Counted by the page: with a bound, each row would be looked at.
    let sql = format!(
        "SELECT count(*) > {MOST_UNPOSTED} FROM {}",
        collection.unposted
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([], |row| row.get(0))?)
}

/// Calls for each waiting row, by id, with its keys as posted and as they are.
pub(in super::super) fn each(
    connection: &Connection,
    collection: &Collection,
    mut work: impl FnMut(i64, &str, &str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT id, posted, ifnull(keys, posted) FROM {}",
        collection.unposted
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column| -> Result<&str, StoreError> {
            Ok(row
                .get_ref(column)?
                .as_str()
                .map_err(rusqlite::Error::from)?)
        };
        work(row.get(0)?, text(1)?, text(2)?)?;
    }
    Ok(())
}
