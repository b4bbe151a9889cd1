//! Writing the tags, custom fields and social handles of customers.

use std::collections::BTreeMap;

use rusqlite::types::Value as Column;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;

use super::super::super::{CustomerChange, StoreError};
use super::super::codes::feedback_code;
use super::super::group::{self, Cells};
use crate::domain::customer::{Customer, FieldValue, Taken};
use crate::domain::label::compare_key;

/// Keeps the tags, custom fields and social handles of customers as they are now.
pub(super) fn save(
    connection: &Connection,
    changes: &[CustomerChange<'_>],
) -> Result<(), StoreError> {
    save_table(
        connection,
        &TAGS,
        changes,
        |customer| &customer.tags,
        |tag, taken| vec![tag.clone().into(), taken.value.spelling().to_owned().into()],
    )?;
    save_table(
        connection,
        &CUSTOM_FIELDS,
        changes,
        |customer| &customer.custom_fields,
        |key, taken| {
            vec![
                key.clone().into(),
                value_code(&taken.value).into(),
                compare_key(taken.value.as_text()).into(),
            ]
        },
    )?;
    save_table(
        connection,
        &SOCIAL_HANDLES,
        changes,
        |customer| &customer.social_handles,
        |key, taken| {
            vec![
                key.0.clone().into(),
                key.1.clone().into(),
                taken.value.handle.clone().into(),
            ]
        },
    )
}

/// The statements of one table whose rows hang on a customer. Parameters are the customer, then
/// the feedback and the time that a row came from, then the row's own columns, its key first.
struct Table {
    insert: &'static str,
    columns: usize,
    update: &'static str,
    delete: &'static str,
    key_columns: usize,
}

const TAGS: Table = Table {
    insert: "INSERT INTO customer_tags (customer_id, feedback_id, seen_at, tag, spelling)",
    columns: 5,
    update: "UPDATE customer_tags SET feedback_id = ?2, seen_at = ?3, spelling = ?5 WHERE customer_id = ?1 AND tag = ?4",
    delete: "DELETE FROM customer_tags WHERE customer_id = ?1 AND tag = ?2",
    key_columns: 1,
};

const CUSTOM_FIELDS: Table = Table {
    insert: "INSERT INTO custom_fields (customer_id, feedback_id, said_at, key, value, value_key)",
    columns: 6,
    update: "UPDATE custom_fields SET feedback_id = ?2, said_at = ?3, value = ?5, value_key = ?6
             WHERE customer_id = ?1 AND key = ?4",
    delete: "DELETE FROM custom_fields WHERE customer_id = ?1 AND key = ?2",
    key_columns: 1,
};

const SOCIAL_HANDLES: Table = Table {
    insert: "INSERT INTO social_handles (customer_id, feedback_id, seen_at, network, handle_key, handle)",
    columns: 6,
    update: "UPDATE social_handles SET feedback_id = ?2, seen_at = ?3, handle = ?6
             WHERE customer_id = ?1 AND network = ?4 AND handle_key = ?5",
    delete: "DELETE FROM social_handles WHERE customer_id = ?1 AND network = ?2 AND handle_key = ?3",
    key_columns: 2,
};

/// Writes the rows that are new or other than before, and takes away those that are gone.
fn save_table<K: Ord + 'static, V: PartialEq + 'static>(
    connection: &Connection,
    table: &Table,
    changes: &[CustomerChange<'_>],
    rows: impl Fn(&Customer) -> &BTreeMap<K, Taken<V>>,
    columns: impl Fn(&K, &Taken<V>) -> Vec<Column>,
) -> Result<(), StoreError> {
    let mut update = connection.prepare_cached(table.update)?;
    let mut delete = connection.prepare_cached(table.delete)?;
    let bind = |cells: &mut Cells<'_, '_>, (id, key, taken): &(i64, &K, &Taken<V>)| {
        cells.add(id)?;
        cells.add(feedback_code(taken.origin))?;
        cells.add(taken.origin.at().as_millisecond())?;
        columns(key, taken)
            .iter()
            .try_for_each(|value| cells.add(value))
    };
    let (none, mut new) = (BTreeMap::new(), Vec::new());
    for change in changes {
        let id = change.after.id.0;
        let (before, after) = (change.before.map_or(&none, &rows), rows(change.after));
        for (key, taken) in after {
            match before.get(key) {
                Some(known) if known == taken => {}
                Some(_) => group::execute(&mut update, |cells| bind(cells, &(id, key, taken)))?,
                None => new.push((id, key, taken)),
            }
        }
        for (key, taken) in before.iter().filter(|(key, _)| !after.contains_key(key)) {
            let key = columns(key, taken).into_iter().take(table.key_columns);
            delete.execute(params_from_iter(
                std::iter::once(Column::from(id)).chain(key),
            ))?;
        }
    }
    group::insert(connection, table.insert, table.columns, &new, bind)
}

fn value_code(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => Value::from(text.as_str()).to_string(),
        FieldValue::Number(number) => number.clone(),
        FieldValue::Boolean(yes) => yes.to_string(),
    }
}

/// A custom field's value as it is kept; none where it is no value.
pub(in super::super) fn value_from(code: &str) -> Option<FieldValue> {
    match serde_json::from_str(code).ok()? {
        Value::String(text) => Some(FieldValue::Text(text)),
        Value::Number(_) => Some(FieldValue::Number(code.to_owned())),
        Value::Bool(yes) => Some(FieldValue::Boolean(yes)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
