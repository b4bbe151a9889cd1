//! How a value is written.

use rusqlite::{Connection, OptionalExtension as _, ToSql};
use serde_json::Value;

use super::super::super::StoreError;
use super::super::postings::{CUSTOMERS, build, found};
use super::by_key::Keys;
use crate::domain::search::Dimension;

/// How the first customer who has a value writes it; none where it has one spelling only.
pub(super) fn of(
    connection: &Connection,
    dimension: &Dimension,
    value: &str,
) -> Result<Option<String>, StoreError> {
    let has_one_spelling = match dimension {
        Dimension::Channel | Dimension::FirstSeenMonth | Dimension::FieldKey => true,
        Dimension::Tag | Dimension::Company | Dimension::FieldValue(_) => false,
    };
    if has_one_spelling {
        return Ok(None);
    }
    let is_built = build::state(connection)? == build::State::Built;
    let key = format!("{}{value}", Keys::of(dimension).prefix);
    // Without postings the tables are read through, which gives the same customer.
    let first = if is_built {
        found::first_with(connection, &CUSTOMERS, &key)?
    } else {
        None
    };
    let (from, to) = first.map_or((i64::MIN, i64::MAX), |id| (id, id));
    let written = |sql: &str, values: &[&dyn ToSql]| -> Result<Option<String>, StoreError> {
        Ok(connection
            .prepare_cached(sql)?
            .query_row(values, |row| row.get(0))
            .optional()?)
    };
    match dimension {
        Dimension::Channel | Dimension::FirstSeenMonth | Dimension::FieldKey => Ok(None),
        Dimension::Tag => written(
            "SELECT spelling FROM customer_tags
             WHERE customer_id BETWEEN ?1 AND ?2 AND tag = ?3 ORDER BY customer_id LIMIT 1",
            &[&from, &to, &value],
        ),
        Dimension::Company => written(
            "SELECT company FROM customers
             WHERE id BETWEEN ?1 AND ?2 AND company_key = ?3 ORDER BY id LIMIT 1",
            &[&from, &to, &value],
        ),
        Dimension::FieldValue(key) => {
            let json = written(
                "SELECT value FROM custom_fields
                 WHERE customer_id BETWEEN ?1 AND ?2 AND key = ?3 AND value_key = ?4
                 ORDER BY customer_id LIMIT 1",
                &[&from, &to, key, &value],
            )?;
            Ok(json.map(plain))
        }
    }
}

/// The value of a custom field as text.
fn plain(json: String) -> String {
    match serde_json::from_str(&json) {
        Ok(Value::String(text)) => text,
        Ok(_) | Err(_) => json,
    }
}
