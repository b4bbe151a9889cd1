//! Counting few customers: look at each, in the order of a list.

use rusqlite::{Connection, ToSql};

use super::super::super::StoreError;
use super::super::postings::PostingCache;
use super::super::search;
use super::Counts;
use crate::domain::customer::CustomerSummary;
use crate::domain::label::Tag;
use crate::domain::search::{CustomerQuery, Dimension, SummaryQuery};
use crate::domain::{folding, instant};

/// Customers that are held in memory at a time.
const STRIDE: usize = 10_000;

/// How many customers are meant, and how they divide.
pub(super) fn count(
    connection: &Connection,
    cache: &PostingCache,
    query: &SummaryQuery,
) -> Result<(u64, Vec<Counts>), StoreError> {
    let mut total = 0;
    let mut tallies: Vec<Tally<'_>> = query.by.iter().map(Tally::of).collect();
    let mut list = CustomerQuery {
        search: query.search.clone(),
        filter: query.filter.clone(),
        ..CustomerQuery::latest(STRIDE)
    };
    loop {
        let page = search::list(connection, cache, &list)?;
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
    Ok((
        total,
        tallies.into_iter().map(|tally| tally.counts).collect(),
    ))
}

/// Customers by the values of one dimension, in the form in which these are compared.
struct Tally<'a> {
    dimension: &'a Dimension,
    counts: Counts,
}

impl<'a> Tally<'a> {
    fn of(dimension: &'a Dimension) -> Self {
        Self {
            dimension,
            counts: Counts::default(),
        }
    }

    fn add(
        &mut self,
        connection: &Connection,
        customer: &CustomerSummary,
    ) -> Result<(), StoreError> {
        let values = values(connection, self.dimension, customer)?;
        self.counts.without += u64::from(values.is_empty());
        for value in values {
            *self.counts.values.entry(value).or_default() += 1;
        }
        Ok(())
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

fn texts(
    connection: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let texts = statement.query_map(values, |row| row.get(0))?;
    Ok(texts.collect::<Result<_, _>>()?)
}
