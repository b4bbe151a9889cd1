//! How many customers have each label, over all blocks.

use rusqlite::{Connection, params};

use super::super::super::StoreError;

/// Whether it is kept how many customers have a key.
pub(in super::super) fn is_counted(key: &str) -> bool {
    key.starts_with(['c', 'f', 'm', 'o', 's', 't', 'v'])
}

/// Adds members to a label, or takes some away; a label without any is none.
pub(super) fn add_members(
    connection: &Connection,
    key: &str,
    members: isize,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO label_counts (key, member_count) VALUES (?1, ?2)
               ON CONFLICT (key) DO UPDATE SET member_count = member_count + excluded.member_count";
    connection
        .prepare_cached(sql)?
        .execute(params![key, members])?;
    if members < 0 {
        let sql = "DELETE FROM label_counts WHERE key = ?1 AND member_count = 0";
        connection.prepare_cached(sql)?.execute([key])?;
    }
    Ok(())
}
