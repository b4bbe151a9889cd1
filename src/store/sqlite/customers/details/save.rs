//! Writing what hangs on customers.

use rusqlite::{Connection, params};

use super::super::super::super::{CustomerChange, StoreError};
use super::super::super::codes::feedback_code;
use super::super::super::group::{self, Cells};
use super::Detail;

const INSERT: &str = "
    INSERT INTO customer_details (
        customer_id, kind, key, network, spelling, value_key, identifies, is_chosen, feedback_id, seen_at)";

const UPDATE: &str = "
    UPDATE customer_details SET
        spelling = ?5, value_key = ?6, identifies = ?7, is_chosen = ?8, feedback_id = ?9, seen_at = ?10
    WHERE customer_id = ?1 AND kind = ?2 AND key = ?3 AND network = ?4";

const DELETE: &str = "
    DELETE FROM customer_details WHERE customer_id = ?1 AND kind = ?2 AND key = ?3 AND network = ?4";

/// Keeps what hangs on customers as it is now: what is new or other than before is written, and what
/// is gone is taken away.
///
/// Plain inserts and updates: an upsert would open a savepoint for each row.
pub(in super::super) fn save(
    connection: &Connection,
    changes: &[CustomerChange<'_>],
) -> Result<(), StoreError> {
    let mut update = connection.prepare_cached(UPDATE)?;
    let mut delete = connection.prepare_cached(DELETE)?;
    let mut new = Vec::new();
    for change in changes {
        let id = change.after.id.0;
        let mut take_away = |gone: Detail<'_>| {
            let (kind, key, network) = gone.place();
            delete.execute(params![id, kind, key, network])
        };
        let mut known = change
            .before
            .map(Detail::all)
            .unwrap_or_default()
            .into_iter()
            .peekable();
        for detail in Detail::all(change.after) {
            while let Some(gone) = known.next_if(|known| known.place() < detail.place()) {
                take_away(gone)?;
            }
            match known.next_if(|known| known.place() == detail.place()) {
                Some(known) if known == detail => {}
                Some(_) => group::execute(&mut update, |cells| add_row(cells, &(id, detail)))?,
                None => new.push((id, detail)),
            }
        }
        for gone in known {
            take_away(gone)?;
        }
    }
    // In the order of the table each row comes to stand behind the one before.
    new.sort_by_key(|(id, detail)| (*id, detail.place()));
    group::insert(connection, INSERT, 10, &new, add_row)
}

fn add_row(cells: &mut Cells<'_, '_>, (id, detail): &(i64, Detail<'_>)) -> rusqlite::Result<()> {
    let (kind, key, network) = detail.place();
    let ([identifies, is_chosen], origin) = (detail.marks(), detail.origin());
    cells.add(id)?;
    cells.add(kind)?;
    cells.add(key)?;
    cells.add(network)?;
    cells.add(detail.spelling())?;
    cells.add(detail.value_key())?;
    cells.add(identifies)?;
    cells.add(is_chosen)?;
    cells.add(feedback_code(origin))?;
    cells.add(origin.at().as_millisecond())
}
