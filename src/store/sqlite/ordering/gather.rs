//! Few rows: read the sort key of each, and sort them.

use rusqlite::Connection;

use super::super::super::StoreError;
use super::{Wanted, key_from};
use crate::domain::page::Position;

/// The next rows of those with these ids.
pub(in super::super) fn next(
    connection: &Connection,
    wanted: &Wanted,
    ids: impl Iterator<Item = i64>,
) -> Result<Vec<Position>, StoreError> {
    let sql = format!(
        "SELECT {} FROM {} WHERE id = ?1",
        wanted.column(),
        wanted.collection.rows
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = Vec::new();
    for id in ids {
        let mut found = statement.query([id])?;
        if let Some(row) = found.next()? {
            let key = key_from(row.get(0)?);
            rows.push(Position { key, id });
        }
    }
    Ok(wanted.first_of(rows))
}
