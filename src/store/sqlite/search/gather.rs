//! Few customers meet some condition: take them, test them, sort them.

use rusqlite::{Connection, params_from_iter};

use super::super::super::StoreError;
use super::condition::{Conditions, Sql};
use super::row::{WORDS, columns, comes_after, listed_from, order_by};
use crate::domain::page::Total;
use crate::domain::search::{CustomerPage, CustomerQuery};

/// One page of the customers that a source names and that meet every condition.
///
/// All of the few are read, so the total is exact.
pub(super) fn page(
    connection: &Connection,
    query: &CustomerQuery,
    conditions: &Conditions<'_>,
    source: &Sql,
) -> Result<CustomerPage, StoreError> {
    let (tests, after) = (conditions.tests(), comes_after(query));
    // CROSS JOIN keeps the few first: the planner would rather follow an index of the sort order.
    let sql = format!(
        "SELECT {}, {} FROM (SELECT DISTINCT id FROM ({})) AS few CROSS JOIN customers ON customers.id = few.id
         WHERE {} ORDER BY {}",
        columns(query.sort),
        after.text,
        source.text,
        tests.text,
        order_by(query),
    );
    let values = after
        .values
        .iter()
        .chain(&source.values)
        .chain(&tests.values);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut count = 0;
    let mut customers = Vec::new();
    while let Some(row) = rows.next()? {
        if !conditions.answers(row, WORDS)? {
            continue;
        }
        count += 1;
        let is_after: bool = row.get(WORDS + 1)?;
        if is_after && customers.len() <= query.limit {
            customers.push(listed_from(row, query.sort)?);
        }
    }
    let has_more = customers.len() > query.limit;
    customers.truncate(query.limit);
    Ok(CustomerPage {
        customers,
        total: Total::exactly(count),
        has_more,
    })
}
