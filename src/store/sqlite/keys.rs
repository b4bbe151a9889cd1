//! Keys, and the secrets of the file.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::super::{Secret, StoreError};
use super::codes::time_from;
use crate::domain::access::{Grant, KeyId, Limits, Standing};
use jiff::Timestamp;

const COLUMNS: &str = "id, name, digest, scopes, confirm, changes_a_minute, removals_an_hour, created_at, expires_at, \
     revoked_at, used_at";

/// A key, by its id.
pub(super) fn key(connection: &Connection, id: &KeyId) -> Result<Option<Standing>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM keys WHERE id = ?1");
    connection
        .prepare_cached(&sql)?
        .query_row([id.as_str()], |row| Ok(standing_from(row)))
        .optional()?
        .transpose()
}

/// Every key, in the order in which they were made.
pub(super) fn keys(connection: &Connection) -> Result<Vec<Standing>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM keys ORDER BY created_at, id");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(standing_from(row)?);
    }
    Ok(keys)
}

/// Keeps a new key.
pub(super) fn insert(connection: &Connection, key: &Standing) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO keys ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    );
    let time = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    connection.prepare_cached(&sql)?.execute(params![
        key.grant.key.as_str(),
        key.grant.name,
        key.digest,
        key.grant.scopes.to_string(),
        key.grant.confirm.as_str(),
        key.grant.limits.changes_a_minute,
        key.grant.limits.removals_an_hour,
        key.created_at.as_millisecond(),
        time(key.expires_at),
        time(key.revoked_at),
        time(key.used_at),
    ])?;
    Ok(())
}

/// Takes a key back.
pub(super) fn revoke(connection: &Connection, id: &KeyId, at: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE keys SET revoked_at = ?2 WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![id.as_str(), at.as_millisecond()])?;
    Ok(())
}

/// Notes that a key was used.
pub(super) fn note_use(
    connection: &Connection,
    id: &KeyId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE keys SET used_at = ?2 WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![id.as_str(), at.as_millisecond()])?;
    Ok(())
}

/// A secret of the file.
pub(super) fn secret(connection: &Connection, secret: Secret) -> Result<Vec<u8>, StoreError> {
    let name = match secret {
        Secret::Audit => "audit",
        Secret::Plans => "plans",
    };
    Ok(connection
        .prepare_cached("SELECT secret FROM secrets WHERE name = ?1")?
        .query_row([name], |row| row.get(0))?)
}

fn standing_from(row: &Row<'_>) -> Result<Standing, StoreError> {
    let corrupt = || StoreError::Corrupt {
        table: "keys",
        row: 0,
    };
    let time = |column: &str| {
        row.get::<_, Option<i64>>(column)?
            .map(|at| time_from(at, "keys", 0))
            .transpose()
    };
    let word = |column: &str| -> Result<&str, StoreError> {
        Ok(row
            .get_ref(column)?
            .as_str()
            .map_err(rusqlite::Error::from)?)
    };
    Ok(Standing {
        grant: Grant {
            key: KeyId::stored(row.get("id")?),
            name: row.get("name")?,
            scopes: word("scopes")?.parse().map_err(|_unknown| corrupt())?,
            confirm: word("confirm")?.parse().map_err(|_unknown| corrupt())?,
            limits: Limits {
                changes_a_minute: row.get("changes_a_minute")?,
                removals_an_hour: row.get("removals_an_hour")?,
            },
        },
        digest: row.get("digest")?,
        created_at: time("created_at")?.ok_or_else(corrupt)?,
        expires_at: time("expires_at")?,
        revoked_at: time("revoked_at")?,
        used_at: time("used_at")?,
    })
}
