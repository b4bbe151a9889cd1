//! Many customers meet every condition: follow the sort order until the page is full.

use rusqlite::{Connection, params_from_iter};

use super::super::super::StoreError;
use super::MOST_COUNTED;
use super::condition::{Condition, Conditions};
use super::plan::count_up_to;
use super::row::{WORDS, columns, comes_after, listed_from, order_by};
use crate::domain::page::Total;
use crate::domain::search::{CustomerPage, CustomerQuery};

/// One page of the customers that meet every condition, in the order of an index.
pub(super) fn page(
    connection: &Connection,
    query: &CustomerQuery,
    conditions: &Conditions<'_>,
) -> Result<CustomerPage, StoreError> {
    let (tests, after) = (conditions.tests(), comes_after(query));
    let sql = format!(
        "SELECT {} FROM customers WHERE {} AND {} ORDER BY {}",
        columns(query.sort),
        after.text,
        tests.text,
        order_by(query),
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(after.values.iter().chain(&tests.values)))?;
    let mut customers = Vec::new();
    while let Some(row) = rows.next()? {
        if conditions.answers(row, WORDS)? {
            customers.push(listed_from(row, query.sort)?);
            if customers.len() > query.limit {
                break;
            }
        }
    }
    let has_more = customers.len() > query.limit;
    customers.truncate(query.limit);
    let total = if !has_more && query.after.is_none() {
        Total::exactly(customers.len() as u64)
    } else {
        count(connection, conditions)?
    };
    Ok(CustomerPage {
        customers,
        total,
        has_more,
    })
}

/// How many customers meet every condition, counted up to a bound.
fn count(connection: &Connection, conditions: &Conditions<'_>) -> Result<Total, StoreError> {
    match conditions.all.as_slice() {
        [] => {
            let sql = "SELECT count FROM tallies WHERE name = 'customers'";
            Ok(Total::exactly(
                connection
                    .prepare_cached(sql)?
                    .query_row([], |row| row.get(0))?,
            ))
        }
        [only] => {
            let count = count_up_to(connection, &only.source, MOST_COUNTED + 1)?;
            Ok(Total {
                count: count.min(MOST_COUNTED) as u64,
                is_at_least: count > MOST_COUNTED,
            })
        }
        [first, ..] => count_all(connection, conditions, first),
    }
}

/// Tests the first customers of one source against every condition.
fn count_all(
    connection: &Connection,
    conditions: &Conditions<'_>,
    source: &Condition,
) -> Result<Total, StoreError> {
    let tests = conditions.tests();
    let sql = format!(
        "SELECT customers.words, {} FROM ({} LIMIT {MOST_COUNTED}) AS first CROSS JOIN customers ON customers.id = first.id",
        tests.text, source.source.text,
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(
        tests.values.iter().chain(&source.source.values),
    ))?;
    let (mut examined, mut count) = (0, 0);
    while let Some(row) = rows.next()? {
        examined += 1;
        let meets: bool = row.get(1)?;
        if meets && conditions.answers(row, 0)? {
            count += 1;
        }
    }
    Ok(Total {
        count,
        is_at_least: examined == MOST_COUNTED,
    })
}
