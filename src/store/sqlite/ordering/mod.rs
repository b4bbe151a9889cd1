//! Ordering: the next rows, in a sort order, of those that were found.
//!
//! There are three ways, and [`plan`] takes the one that it expects to cost least. [`gather`] reads
//! the sort key of every row that was found: best for few. [`walk`] follows the index of the sort
//! order and keeps who was found: best where many are. [`rank`] asks the zones where the first of
//! them stand: it costs alike wherever that is, so it also ends a walk that took too long.

mod earliest;
pub(super) mod gather;
mod plan;
pub(super) mod rank;
pub(super) mod walk;

use std::cmp::Ordering;

use rusqlite::types::Value;

use super::postings::Collection;
use crate::domain::page::{Position, SortKey};
use crate::domain::search::Order;

pub(super) use plan::next_of;
pub(super) use walk::Start;

/// A part of a sort order that one statement follows: a condition with its values.
pub(super) struct Stretch {
    pub(super) test: String,
    pub(super) values: Vec<Value>,
}

/// Which rows are next.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// The rows' collection.
    pub(super) collection: &'static Collection,
    /// The number of the sort.
    pub(super) sort: usize,
    /// Which end comes first.
    pub(super) order: Order,
    /// The row after which the next ones come.
    pub(super) after: Option<Position>,
    /// How many are wanted.
    pub(super) count: usize,
}

impl Wanted {
    /// The column that is sorted by.
    pub(super) fn column(&self) -> &'static str {
        let column = self.collection.sorts.get(self.sort);
        column.copied().unwrap_or("id")
    }

    /// The order as SQL. Ties are broken by the id, in the same direction.
    pub(super) fn order_by(&self) -> String {
        let direction = match self.order {
            Order::Ascending => "ASC",
            Order::Descending => "DESC",
        };
        format!("{} {direction}, id {direction}", self.column())
    }

    /// The rows after the page before.
    pub(super) fn after_page(&self) -> Vec<Stretch> {
        match &self.after {
            None => vec![Stretch {
                test: String::new(),
                values: Vec::new(),
            }],
            Some(after) => self.beyond("", value_of(&after.key), after.id),
        }
    }

    /// The rows after a place, or with `=` also at that place.
    ///
    /// First those that share its sort key, then the others: asked for as one, `SQLite` would seek
    /// the key only, and read all of those that share it.
    fn beyond(&self, or_at: &str, key: Value, id: i64) -> Vec<Stretch> {
        let comparison = match self.order {
            Order::Ascending => ">",
            Order::Descending => "<",
        };
        let column = self.column();
        vec![
            Stretch {
                test: format!("WHERE {column} = ?1 AND id {comparison}{or_at} ?2"),
                values: vec![key.clone(), id.into()],
            },
            Stretch {
                test: format!("WHERE {column} {comparison} ?1"),
                values: vec![key],
            },
        ]
    }

    /// How two rows stand to each other. Ties are broken by the id, in the same direction.
    fn compare(&self, one: &Position, other: &Position) -> Ordering {
        let ascending = (one.key.cmp(&other.key)).then(one.id.cmp(&other.id));
        match self.order {
            Order::Ascending => ascending,
            Order::Descending => ascending.reverse(),
        }
    }

    /// Whether a row comes after the page before.
    pub(super) fn is_next(&self, row: &Position) -> bool {
        self.after
            .as_ref()
            .is_none_or(|after| self.compare(row, after) == Ordering::Greater)
    }

    /// The next ones among some rows, each once.
    pub(super) fn first_of(&self, mut rows: Vec<Position>) -> Vec<Position> {
        rows.retain(|row| self.is_next(row));
        rows.sort_unstable_by(|one, other| self.compare(one, other));
        rows.dedup_by_key(|row| row.id);
        rows.truncate(self.count);
        rows
    }
}

/// A sort key as a value of the database.
fn value_of(key: &SortKey) -> Value {
    match key {
        SortKey::Number(number) => (*number).into(),
        SortKey::Text(text) => text.clone().into(),
    }
}

/// A sort key as the database has it.
fn key_from(value: Value) -> SortKey {
    match value {
        Value::Integer(number) => SortKey::Number(number),
        Value::Text(text) => SortKey::Text(text),
        // No column that is sorted by holds anything else.
        Value::Null | Value::Real(_) | Value::Blob(_) => SortKey::Number(0),
    }
}
