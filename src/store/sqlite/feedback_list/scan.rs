//! Answering while there are no postings: all feedback is read, and what is meant is sorted.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::super::super::StoreError;
use super::super::ordering::Wanted;
use crate::domain::page::{Position, SortKey, Total};
use crate::domain::search::{FeedbackQuery, MessageSearch, Whose};

/// The next feedback that is meant, and how much is meant in all.
pub(super) fn next(
    connection: &Connection,
    query: &FeedbackQuery,
    wanted: &Wanted,
) -> Result<(Vec<Position>, Total), StoreError> {
    let places = places(connection, query)?;
    let total = Total::exactly(places.len() as u64);
    Ok((wanted.first_of(places), total))
}

/// Where everything that is meant stands, in no order.
fn places(connection: &Connection, query: &FeedbackQuery) -> Result<Vec<Position>, StoreError> {
    let (tests, values) = tests(query);
    let sql = format!("SELECT created_at, id, message, category FROM feedback WHERE {tests}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column: usize| {
            row.get_ref(column)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)
        };
        if query.filter.takes_category(text(3)?) && is_said(query.search.as_ref(), text(2)?) {
            places.push(Position {
                key: SortKey::Number(row.get(0)?),
                id: row.get(1)?,
            });
        }
    }
    Ok(places)
}

fn is_said(search: Option<&MessageSearch>, message: Option<&str>) -> bool {
    search.is_none_or(|search| message.is_some_and(|message| search.is_found_in(message)))
}

/// The tests that SQL can make on a row, and the values that are bound to them.
fn tests(query: &FeedbackQuery) -> (String, Vec<Value>) {
    let filter = &query.filter;
    let (whose, customer) = match filter.whose {
        Whose::Anyone => ("TRUE", None),
        Whose::NoOne => ("customer_id IS NULL", None),
        Whose::Customer(id) => ("customer_id = ?", Some(id.0.into())),
    };
    let channel = filter.channel.as_ref();
    let time = |at: jiff::Timestamp| Value::from(at.as_millisecond());
    let bounds = [
        (
            "channel = ?",
            channel.map(|channel| channel.as_str().to_owned().into()),
        ),
        ("rating >= ?", filter.rating_min.map(Value::from)),
        ("rating <= ?", filter.rating_max.map(Value::from)),
        ("created_at >= ?", filter.created_after.map(time)),
        ("created_at < ?", filter.created_before.map(time)),
    ];
    let mut tests = whose.to_owned();
    let mut values: Vec<Value> = customer.into_iter().collect();
    for (test, value) in bounds {
        if let Some(value) = value {
            tests.push_str(" AND ");
            tests.push_str(test);
            values.push(value);
        }
    }
    (tests, values)
}
