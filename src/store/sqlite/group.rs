//! Many rows in one statement: what is asked or written a thousand times over would spend more on
//! starting and ending statements than on its rows.

use std::borrow::Cow;

use rusqlite::{Connection, Row, Statement, ToSql, params_from_iter};

use super::super::StoreError;
use crate::domain::customer::{Customer, CustomerId};

/// Ids in one question. What is left over is asked about one by one, so that a statement is
/// prepared for two lengths only.
const IDS: usize = 32;

/// Rows in one insert. `SQLite` notes the pages that it touches, to take them back if a row fails:
/// with many more rows that costs what is saved.
const ROWS: usize = 16;

/// Asks about customers, with SQL that asks about one whose id is `(?1)`, and shows each row.
pub(super) fn for_each_row(
    connection: &Connection,
    sql: &str,
    ids: &[CustomerId],
    mut show: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let groups = ids.chunks_exact(IDS);
    for group in groups.clone().chain(groups.remainder().chunks(1)) {
        let sql = match group {
            [_] => Cow::from(sql),
            several => Cow::from(sql.replace("(?1)", &numbered(several.len()))),
        };
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(group.iter().map(|id| id.0)))?;
        while let Some(row) = rows.next()? {
            show(row)?;
        }
    }
    Ok(())
}

/// One of customers who are in the order of their ids.
pub(super) fn find(customers: &mut [Customer], id: i64) -> Option<&mut Customer> {
    let index = customers.binary_search_by_key(&CustomerId(id), |customer| customer.id);
    customers.get_mut(index.ok()?)
}

/// The places of so many values: `(?1, ?2)`.
fn numbered(count: usize) -> String {
    let places: Vec<String> = (1..=count).map(|number| format!("?{number}")).collect();
    format!("({})", places.join(", "))
}

/// The places of so many values: `?, ?, ?`.
fn places(count: usize) -> String {
    let mut places = "?, ".repeat(count);
    places.truncate(places.len().saturating_sub(2));
    places
}

/// Binds the values of one row after another.
pub(super) struct Cells<'a, 'c> {
    statement: &'a mut Statement<'c>,
    bound: usize,
}

impl Cells<'_, '_> {
    /// Binds the next value.
    pub(super) fn add(&mut self, value: impl ToSql) -> rusqlite::Result<()> {
        self.bound += 1;
        self.statement.raw_bind_parameter(self.bound, value)
    }
}

/// Inserts rows of so many columns, with SQL that ends where their values follow.
pub(super) fn insert<T>(
    connection: &Connection,
    sql: &str,
    columns: usize,
    rows: &[T],
    bind: impl Fn(&mut Cells<'_, '_>, &T) -> rusqlite::Result<()>,
) -> Result<(), StoreError> {
    let groups = rows.chunks_exact(ROWS);
    for group in groups.clone().chain(groups.remainder().chunks(1)) {
        let values = vec![format!("({})", places(columns)); group.len()].join(", ");
        let sql = format!("{sql} VALUES {values}");
        execute(&mut *connection.prepare_cached(&sql)?, |cells| {
            group.iter().try_for_each(|row| bind(cells, row))
        })?;
    }
    Ok(())
}

/// Binds the values of a statement one after another and runs it.
pub(super) fn execute(
    statement: &mut Statement<'_>,
    bind: impl FnOnce(&mut Cells<'_, '_>) -> rusqlite::Result<()>,
) -> Result<(), StoreError> {
    bind(&mut Cells {
        statement,
        bound: 0,
    })?;
    statement.raw_execute()?;
    Ok(())
}
