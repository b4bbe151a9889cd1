//! Counting many customers: by the keys of their labels.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};

use super::super::super::StoreError;
use super::super::postings::found::Found;
use super::super::postings::keys::{Kind, field_value};
use super::super::postings::{CUSTOMERS, labels, unposted};
use super::super::tallies;
use super::{Counts, waiting};
use crate::domain::search::{Breakdown, Dimension, Ranking, SummaryQuery};

/// The keys of a dimension's values: what they begin with, and the key of having any.
pub(super) struct Keys {
    /// What stands before the value.
    pub(super) prefix: String,
    any: String,
}

impl Keys {
    pub(super) fn of(dimension: &Dimension) -> Self {
        let kind = match dimension {
            Dimension::Tag => Kind::Tag,
            Dimension::Channel => Kind::Channel,
            Dimension::Company => Kind::Company,
            Dimension::FirstSeenMonth => Kind::FirstSeenMonth,
            Dimension::FieldKey => Kind::Field,
            Dimension::FieldValue(key) => {
                return Self {
                    prefix: Kind::FieldValue.key(&field_value(key, "")),
                    any: Kind::Field.key(key),
                };
            }
        };
        Self {
            prefix: kind.key(""),
            any: Kind::Some.key(&kind.letter().to_string()),
        }
    }

    /// The last text that begins as these keys do.
    fn last(&self) -> String {
        format!("{}{}", self.prefix, char::MAX)
    }

    /// The value in a key; none where the key is of another dimension.
    fn value<'k>(&self, key: &'k str) -> Option<&'k str> {
        key.strip_prefix(self.prefix.as_str())
    }
}

/// Divides everybody, by what is kept of each label.
pub(super) fn divide_all(
    connection: &Connection,
    query: &SummaryQuery,
) -> Result<(u64, Vec<Breakdown>), StoreError> {
    let total: u64 = tallies::rows(connection, CUSTOMERS.rows)?;
    let waiting = waiting::changes(connection, labels::is_counted)?;
    let sql = "SELECT key, member_count FROM label_counts WHERE key BETWEEN ?1 AND ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut by = Vec::with_capacity(query.by.len());
    for dimension in &query.by {
        let keys = Keys::of(dimension);
        let mut ranking = Ranking::new(dimension.clone(), query.top);
        let mut any = 0;
        for (first, last) in [(&keys.prefix, &keys.last()), (&keys.any, &keys.any)] {
            let mut add = |key: &str, members: i64| {
                let customers = u64::try_from(members).unwrap_or_default();
                match keys.value(key) {
                    _ if customers == 0 => {}
                    Some(value) => ranking.add(value, customers),
                    None => any += customers,
                }
            };
            let mut left: BTreeMap<&str, i64> = waiting
                .range(first.clone()..=last.clone())
                .map(|(key, change)| (key.as_str(), *change))
                .collect();
            let mut rows = statement.query(params![first, last])?;
            while let Some(row) = rows.next()? {
                let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                let members: i64 = row.get(1)?;
                add(key, members + left.remove(key).unwrap_or_default());
            }
            for (key, change) in left {
                add(key, change);
            }
        }
        by.push(ranking.breakdown(total.saturating_sub(any)));
    }
    Ok((total, by))
}

/// Counts those who were found.
pub(super) fn count_found(
    connection: &Connection,
    query: &SummaryQuery,
    found: &Found,
) -> Result<(u64, Vec<Counts>), StoreError> {
    let total = found.count as u64;
    let mut counts = Vec::with_capacity(query.by.len());
    let sql =
        "SELECT key, members FROM customer_postings WHERE block = ?1 AND key BETWEEN ?2 AND ?3";
    let mut statement = connection.prepare_cached(sql)?;
    for dimension in &query.by {
        let keys = Keys::of(dimension);
        let mut members = Members::default();
        for (block, meant) in found.each_block() {
            for (first, last) in [(&keys.prefix, &keys.last()), (&keys.any, &keys.any)] {
                let mut rows = statement.query(params![block, first, last])?;
                while let Some(row) = rows.next()? {
                    let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                    let stored = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
                    let count = i64::try_from(meant.count_among(stored)).unwrap_or(i64::MAX);
                    members.add(&keys, key, count);
                }
            }
        }
        unposted::each(connection, &CUSTOMERS, |id, _, now| {
            if found.unposted.contains(&id) {
                now.lines().for_each(|key| members.add(&keys, key, 1));
            }
            Ok(())
        })?;
        counts.push(members.counts(total));
    }
    Ok((total, counts))
}

/// Members of the keys of one dimension.
#[derive(Default)]
struct Members {
    by_value: HashMap<String, i64>,
    any: i64,
}

impl Members {
    fn add(&mut self, keys: &Keys, key: &str, count: i64) {
        if key == keys.any {
            self.any += count;
        }
        let Some(value) = keys.value(key).filter(|_| count != 0) else {
            return;
        };
        match self.by_value.get_mut(value) {
            Some(known) => *known += count,
            None => {
                self.by_value.insert(value.to_owned(), count);
            }
        }
    }

    fn counts(self, total: u64) -> Counts {
        let count = |members: i64| u64::try_from(members).unwrap_or_default();
        Counts {
            without: total.saturating_sub(count(self.any)),
            values: self
                .by_value
                .into_iter()
                .filter(|(_, members)| *members > 0)
                .map(|(value, members)| (value, count(members)))
                .collect(),
        }
    }
}
