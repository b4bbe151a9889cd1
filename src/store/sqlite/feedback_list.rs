//! Answering questions about feedback.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use super::super::StoreError;
use super::feedback;
use crate::domain::customer::CustomerId;
use crate::domain::feedback::FeedbackNumber;
use crate::domain::page::{Position, SortKey, Total};
use crate::domain::search::{FeedbackPage, FeedbackQuery, ListedFeedback, MessageSearch, Whose};

/// Where a row stands: the time at which it was given, then its number.
type Place = (i64, i64);

/// One page of the feedback that a question is about.
///
/// Everything that is meant is found and sorted first, so the total is exact.
pub(super) fn list(
    connection: &Connection,
    query: &FeedbackQuery,
) -> Result<FeedbackPage, StoreError> {
    let mut found = places(connection, query)?;
    found.sort_unstable_by(|one, other| other.cmp(one));
    let total = Total::exactly(found.len() as u64);
    let end = query.after.as_ref().and_then(place_of);
    let mut rest = found
        .into_iter()
        .filter(|place| end.is_none_or(|end| *place < end));
    let page = rest
        .by_ref()
        .take(query.limit)
        .map(|(_, number)| listed(connection, FeedbackNumber(number)))
        .collect::<Result<_, _>>()?;
    Ok(FeedbackPage {
        feedback: page,
        total,
        has_more: rest.next().is_some(),
    })
}

fn place_of(position: &Position) -> Option<Place> {
    match position.key {
        SortKey::Number(created_at) => Some((created_at, position.id)),
        SortKey::Text(_) => None,
    }
}

/// Where everything that is meant stands, in no order.
fn places(connection: &Connection, query: &FeedbackQuery) -> Result<Vec<Place>, StoreError> {
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
            places.push((row.get(0)?, row.get(1)?));
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

fn listed(connection: &Connection, number: FeedbackNumber) -> Result<ListedFeedback, StoreError> {
    let feedback = feedback::numbered(connection, number)?;
    let customer_name = match feedback.customer {
        Some(customer) => name(connection, customer)?,
        None => None,
    };
    Ok(ListedFeedback {
        feedback,
        customer_name,
    })
}

fn name(connection: &Connection, customer: CustomerId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT name FROM customers WHERE id = ?1";
    let name = connection
        .prepare_cached(sql)?
        .query_row([customer.0], |row| row.get(0))
        .optional()?;
    Ok(name.flatten())
}
