//! Many rows: follow the index of the sort order, and keep those that were found.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::super::super::StoreError;
use super::{Wanted, key_from};
use crate::domain::page::Position;

/// Where a walk begins.
pub(in super::super) enum Start {
    /// After the page before.
    AfterPage,
    /// With a place of the sort order, or the first one after it.
    With(Value, i64),
}

/// The next rows that are accepted; none where they are not found in so many steps.
pub(in super::super) fn next(
    connection: &Connection,
    wanted: &Wanted,
    start: Start,
    mut steps: usize,
    mut accepts: impl FnMut(i64) -> Result<bool, StoreError>,
) -> Result<Option<Vec<Position>>, StoreError> {
    let stretches = match start {
        Start::AfterPage => wanted.after_page(),
        Start::With(key, id) => wanted.beyond("=", key, id),
    };
    let mut next = Vec::new();
    for stretch in stretches {
        let sql = format!(
            "SELECT id, {} FROM {} {} ORDER BY {}",
            wanted.column(),
            wanted.collection.rows,
            stretch.test,
            wanted.order_by(),
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(stretch.values))?;
        while next.len() < wanted.count {
            let Some(row) = rows.next()? else {
                break;
            };
            if steps == 0 {
                return Ok(None);
            }
            steps -= 1;
            let id = row.get(0)?;
            if accepts(id)? {
                let key = key_from(row.get(1)?);
                let row = Position { key, id };
                if wanted.is_next(&row) {
                    next.push(row);
                }
            }
        }
    }
    Ok(Some(next))
}
