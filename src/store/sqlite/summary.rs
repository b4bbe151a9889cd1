//! Answering questions about numbers of customers.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, ToSql};
use serde_json::Value;

use super::super::StoreError;
use super::search;
use crate::domain::customer::CustomerSummary;
use crate::domain::label::Tag;
use crate::domain::search::{
    Breakdown, CustomerQuery, Detail, Dimension, Order, Sort, Summary, SummaryQuery,
};
use crate::domain::{folding, instant};

/// Customers that are held in memory at a time.
const STRIDE: usize = 10_000;

/// How the customers divide that a question is about.
///
/// Everybody who is meant is looked at, in the order of a list.
pub(super) fn summarize(
    connection: &Connection,
    query: &SummaryQuery,
) -> Result<Summary, StoreError> {
    let mut total = 0;
    let mut tallies: Vec<Tally<'_>> = query.by.iter().map(Tally::of).collect();
    let mut list = CustomerQuery {
        search: query.search.clone(),
        filter: query.filter.clone(),
        sort: Sort::LastSeen,
        order: Order::Descending,
        detail: Detail::Concise,
        limit: STRIDE,
        after: None,
    };
    loop {
        let page = search::list(connection, &list)?;
        for listed in &page.customers {
            total += 1;
            for tally in &mut tallies {
                tally.add(connection, &listed.summary)?;
            }
        }
        list.after = page
            .customers
            .into_iter()
            .next_back()
            .map(|last| last.position);
        if !page.has_more {
            break;
        }
    }
    let by = tallies
        .into_iter()
        .map(|tally| tally.breakdown(connection, query.top))
        .collect::<Result<_, _>>()?;
    Ok(Summary { total, by })
}

/// Customers by the values of one dimension, in the form in which these are compared.
struct Tally<'a> {
    dimension: &'a Dimension,
    counts: HashMap<String, u64>,
    without: u64,
}

impl<'a> Tally<'a> {
    fn of(dimension: &'a Dimension) -> Self {
        Self {
            dimension,
            counts: HashMap::new(),
            without: 0,
        }
    }

    fn add(
        &mut self,
        connection: &Connection,
        customer: &CustomerSummary,
    ) -> Result<(), StoreError> {
        let values = values(connection, self.dimension, customer)?;
        self.without += u64::from(values.is_empty());
        for value in values {
            *self.counts.entry(value).or_default() += 1;
        }
        Ok(())
    }

    fn breakdown(self, connection: &Connection, top: usize) -> Result<Breakdown, StoreError> {
        let dimension = self.dimension.clone();
        let mut breakdown = Breakdown::ranked(dimension, self.counts, self.without, top);
        for counted in &mut breakdown.values {
            if let Some(spelling) = spelling(connection, self.dimension, &counted.value)? {
                counted.value = spelling;
            }
        }
        Ok(breakdown)
    }
}

/// The values of a customer, each once, in the form in which they are compared.
fn values(
    connection: &Connection,
    dimension: &Dimension,
    customer: &CustomerSummary,
) -> Result<Vec<String>, StoreError> {
    Ok(match dimension {
        Dimension::Tag => customer
            .tags
            .iter()
            .map(|tag| Tag::stored(tag.clone()).key().to_owned())
            .collect(),
        Dimension::Channel => customer.channels.clone(),
        Dimension::Company => customer
            .company
            .iter()
            .map(|company| folding::sort_form(company))
            .collect(),
        Dimension::FirstSeenMonth => customer
            .first_seen
            .map(instant::month)
            .into_iter()
            .collect(),
        Dimension::FieldKey => {
            let sql = "SELECT key FROM custom_fields WHERE customer_id = ?1";
            texts(connection, sql, &[&customer.id.0])?
        }
        Dimension::FieldValue(key) => {
            let sql = "SELECT value_key FROM custom_fields WHERE customer_id = ?1 AND key = ?2";
            texts(connection, sql, &[&customer.id.0, key])?
        }
    })
}

/// How a value is written by the first customer who has it; none where it has one spelling only.
fn spelling(
    connection: &Connection,
    dimension: &Dimension,
    value: &str,
) -> Result<Option<String>, StoreError> {
    let first = |sql: &str, values: &[&dyn ToSql]| -> Result<Option<String>, StoreError> {
        Ok(connection
            .prepare_cached(sql)?
            .query_row(values, |row| row.get(0))
            .optional()?)
    };
    match dimension {
        Dimension::Channel | Dimension::FirstSeenMonth | Dimension::FieldKey => Ok(None),
        Dimension::Tag => first(
            "SELECT spelling FROM customer_tags WHERE tag = ?1 ORDER BY customer_id LIMIT 1",
            &[&value],
        ),
        Dimension::Company => first(
            "SELECT company FROM customers WHERE company_key = ?1 ORDER BY id LIMIT 1",
            &[&value],
        ),
        Dimension::FieldValue(key) => {
            let json = first(
                "SELECT value FROM custom_fields WHERE key = ?1 AND value_key = ?2 ORDER BY customer_id LIMIT 1",
                &[key, &value],
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

fn texts(
    connection: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let texts = statement.query_map(values, |row| row.get(0))?;
    Ok(texts.collect::<Result<_, _>>()?)
}
