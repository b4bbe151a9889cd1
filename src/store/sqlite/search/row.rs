//! Rows of an answer: their sort keys, their place after a cursor, and their reading.

use rusqlite::Row;
use rusqlite::types::Value;

use super::super::customers::{SUMMARY_COLUMNS, summary_from};
use super::condition::Sql;
use crate::domain::page::{Position, SortKey};
use crate::domain::search::{CustomerQuery, ListedCustomer, Order, Sort};

/// The columns that [`listed_from`] reads: those of a summary, then the sort key, then the words.
pub(super) fn columns(sort: Sort) -> String {
    format!(
        "{SUMMARY_COLUMNS}, customers.{}, customers.words",
        sort_column(sort)
    )
}

/// The index of the words among [`columns`].
pub(super) const WORDS: usize = 11;

/// The order of a question, as SQL. Ties are broken by the id, in the same direction.
pub(super) fn order_by(query: &CustomerQuery) -> String {
    let (column, direction) = (sort_column(query.sort), direction(query.order));
    format!("customers.{column} {direction}, customers.id {direction}")
}

/// The test that a row comes after the page before.
pub(super) fn comes_after(query: &CustomerQuery) -> Sql {
    let Some(position) = &query.after else {
        return Sql {
            text: "TRUE".to_owned(),
            values: Vec::new(),
        };
    };
    let comparison = match query.order {
        Order::Ascending => ">",
        Order::Descending => "<",
    };
    let key = match &position.key {
        SortKey::Number(number) => Value::from(*number),
        SortKey::Text(text) => Value::from(text.clone()),
    };
    Sql {
        text: format!(
            "(customers.{}, customers.id) {comparison} (?, ?)",
            sort_column(query.sort)
        ),
        values: vec![key, position.id.into()],
    }
}

/// Reads a row of [`columns`].
pub(super) fn listed_from(row: &Row<'_>, sort: Sort) -> rusqlite::Result<ListedCustomer> {
    let summary = summary_from(row)?;
    let key = match sort {
        Sort::LastSeen | Sort::FirstSeen | Sort::FeedbackCount => SortKey::Number(row.get(10)?),
        Sort::Name => SortKey::Text(row.get(10)?),
    };
    let position = Position {
        key,
        id: summary.id.0,
    };
    Ok(ListedCustomer {
        summary,
        profile: None,
        position,
        matched_on: Vec::new(),
    })
}

fn sort_column(sort: Sort) -> &'static str {
    match sort {
        Sort::LastSeen => "last_seen",
        Sort::FirstSeen => "first_seen",
        Sort::FeedbackCount => "feedback_count",
        Sort::Name => "sort_name",
    }
}

fn direction(order: Order) -> &'static str {
    match order {
        Order::Ascending => "ASC",
        Order::Descending => "DESC",
    }
}
