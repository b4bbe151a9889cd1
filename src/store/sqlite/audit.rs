//! The audit: a row for each change, each with the hash of the one before it.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::{Value, json};

use super::super::StoreError;
use super::codes::time_from;
use crate::domain::access::KeyId;
use crate::domain::audit::{AuditRow, Detail, Entry, FIRST_LINK, Link};
use crate::domain::customer::CustomerId;
use jiff::Timestamp;

const COLUMNS: &str = "number, at, key_id, actor, action, is_removal, customer_id, other_id, approved_by, details, hash";

/// The number and the link of the last row; 0 where there is none.
pub(super) fn head(connection: &Connection) -> Result<(u64, Link), StoreError> {
    let sql = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1";
    let head = connection
        .prepare_cached(sql)?
        .query_row([], |row| Ok((row.get(0)?, Link(row.get(1)?))))
        .optional()?;
    Ok(head.unwrap_or((0, FIRST_LINK)))
}

/// Adds a row at the end.
pub(super) fn append(connection: &Connection, row: &AuditRow) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO audit ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    );
    let entry = &row.entry;
    connection.prepare_cached(&sql)?.execute(params![
        row.number,
        row.at.as_millisecond(),
        row.key.as_ref().map(KeyId::as_str),
        row.actor,
        entry.action,
        entry.is_removal,
        entry.customer.map(|customer| customer.0),
        entry.other.map(|customer| customer.0),
        entry.approved_by,
        details_code(&entry.details),
        row.link.0,
    ])?;
    Ok(())
}

/// Calls for each row after a number, in order, until told to stop.
pub(super) fn each_after(
    connection: &Connection,
    number: u64,
    work: &mut dyn FnMut(AuditRow) -> bool,
) -> Result<(), StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE number > ?1 ORDER BY number");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        if !work(row_from(row)?) {
            break;
        }
    }
    Ok(())
}

/// The rows about a customer, oldest first.
pub(super) fn of_customer(
    connection: &Connection,
    customer: CustomerId,
) -> Result<Vec<AuditRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit WHERE customer_id = ?1
         UNION SELECT {COLUMNS} FROM audit WHERE other_id = ?1 ORDER BY number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([customer.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(row_from(row)?);
    }
    Ok(found)
}

/// When a key made the change that is so many before its latest, if that was after a moment; 0 is the
/// latest itself.
///
/// Rows stand in the order in which they were written: those before one of that moment are older.
pub(super) fn earlier_change(
    connection: &Connection,
    key: &KeyId,
    before: u32,
    after: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    // Most often all keys together have not made as many changes since.
    let sql = "SELECT at FROM audit WHERE number = (SELECT max(number) FROM audit) - ?1";
    let at: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row([before], |row| row.get(0))
        .optional()?;
    let after = after.as_millisecond();
    if at.is_none_or(|at| at <= after) {
        return Ok(None);
    }
    let sql = "SELECT at, key_id FROM audit ORDER BY number DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let at: i64 = row.get(0)?;
        if at <= after {
            break;
        }
        let by = row
            .get_ref(1)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?;
        if by == Some(key.as_str()) {
            changes.push(at);
        }
    }
    changes.sort_unstable_by(|one, other| other.cmp(one));
    let before = usize::try_from(before).unwrap_or(usize::MAX);
    let found = changes.get(before).copied();
    found.map(|at| time_from(at, "audit", 0)).transpose()
}

/// When a key made the merge or deletion that is so many before its latest; 0 is the latest itself.
pub(super) fn earlier_removal(
    connection: &Connection,
    key: &KeyId,
    before: u32,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT at FROM audit WHERE key_id = ?1 AND is_removal = 1 ORDER BY at DESC LIMIT 1 OFFSET ?2";
    connection
        .prepare_cached(sql)?
        .query_row(params![key.as_str(), before], |row| row.get(0))
        .optional()?
        .map(|at| time_from(at, "audit", 0))
        .transpose()
}

fn details_code(details: &[Detail]) -> String {
    let details: Vec<Value> = details
        .iter()
        .map(|detail| match detail {
            Detail::Field {
                name,
                before,
                after,
            } => json!([name, before, after]),
            Detail::Count { name, count } => json!([name, count]),
        })
        .collect();
    Value::from(details).to_string()
}

fn details_from(code: &str) -> Option<Vec<Detail>> {
    let details: Vec<Vec<Value>> = serde_json::from_str(code).ok()?;
    let hash = |value: &Value| match value.as_str() {
        Some("") => None,
        hash => Some(hash.map(str::to_owned)),
    };
    details
        .iter()
        .map(|detail| match detail.as_slice() {
            [name, before, after] => Some(Detail::Field {
                name: name.as_str()?.to_owned(),
                before: hash(before)?,
                after: hash(after)?,
            }),
            [name, count] => Some(Detail::Count {
                name: name.as_str()?.to_owned(),
                count: count.as_u64()?,
            }),
            _ => None,
        })
        .collect()
}

fn row_from(row: &Row<'_>) -> Result<AuditRow, StoreError> {
    let number: i64 = row.get("number")?;
    let corrupt = || StoreError::Corrupt {
        table: "audit",
        row: number,
    };
    // What is hashed is what was read: whatever else could be read as the same is not what was written.
    let details_text = row.get_ref("details")?;
    let details_text = details_text.as_str().map_err(rusqlite::Error::from)?;
    let details = details_from(details_text).ok_or_else(corrupt)?;
    let text = |column: &str| -> Result<Option<String>, StoreError> {
        match row.get::<_, Option<String>>(column)? {
            Some(text) if text.is_empty() => Err(corrupt()),
            text => Ok(text),
        }
    };
    let is_removal = match row.get("is_removal")? {
        0 => false,
        1 => true,
        _ => return Err(corrupt()),
    };
    if details_code(&details) != details_text {
        return Err(corrupt());
    }
    let customer = |column: &str| -> Result<_, StoreError> {
        Ok(row.get::<_, Option<i64>>(column)?.map(CustomerId))
    };
    Ok(AuditRow {
        number: u64::try_from(number).map_err(|_negative| corrupt())?,
        at: time_from(row.get("at")?, "audit", number)?,
        key: text("key_id")?.map(KeyId::stored),
        actor: row.get("actor")?,
        entry: Entry {
            action: row.get("action")?,
            is_removal,
            customer: customer("customer_id")?,
            other: customer("other_id")?,
            approved_by: text("approved_by")?,
            details,
        },
        link: Link(row.get("hash")?),
    })
}
