//! Every way to answer a question gives what reading all customers one by one gives.

mod directory;
mod oracle;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rusqlite::Connection;

use super::super::ordering::{Start, gather, rank, walk};
use super::super::postings::lookup::{beginnings, is_common};
use super::super::postings::members::Members;
use super::super::postings::{CUSTOMERS, PostingCache, found, zones};
use super::{conditions, list, scan, wanted};
use crate::domain::page::Position;
use crate::domain::search::CustomerQuery;
use directory::{directory, steps, take};
use oracle::{expected, queries};

/// Reads a question page by page.
fn pages(
    connection: &Connection,
    cache: &PostingCache,
    query: &CustomerQuery,
    expected: &[Position],
) {
    let mut query = query.clone();
    let mut read = Vec::new();
    loop {
        let page = list(connection, cache, &query).unwrap();
        assert_eq!(page.total.count, expected.len() as u64);
        assert!(!page.total.is_at_least);
        read.extend(page.customers.iter().map(|listed| listed.position.clone()));
        if !page.has_more {
            break;
        }
        query.after = read.last().cloned();
    }
    assert_eq!(read, expected);
}

/// A beginning that is kept has everybody whose words begin so, and those of many words are kept.
fn beginnings_are_whole(connection: &Connection) {
    let sql = "SELECT block, key, members FROM customer_postings WHERE key >= 'w' AND key < 'x'";
    let mut statement = connection.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut wanted: BTreeMap<(i64, String), (usize, Members)> = BTreeMap::new();
    while let Some(row) = rows.next().unwrap() {
        let word: String = row.get(1).unwrap();
        for key in beginnings(&word[1..], CUSTOMERS.beginnings) {
            let place = (row.get(0).unwrap(), key);
            let (words, members) = wanted.entry(place).or_insert((0, Members::none()));
            *words += 1;
            members.add_stored(row.get_ref(2).unwrap().as_blob().unwrap());
        }
    }
    let sql = "SELECT block, key, members FROM customer_postings WHERE key < 'a'";
    let kept = connection
        .prepare(sql)
        .unwrap()
        .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))
        .unwrap()
        .collect::<Result<BTreeMap<(i64, String), Vec<u8>>, _>>()
        .unwrap();
    for (key, stored) in &kept {
        assert_eq!(*stored, wanted[key].1.stored(), "{key:?}");
    }
    for (key, (words, members)) in &wanted {
        assert!(
            kept.contains_key(key) || !is_common(*words, members.count()),
            "{key:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_way_gives_what_reading_all_customers_gives(
        steps in steps(), queries in proptest::collection::vec(queries(), 8),
    ) {
        let (mut connection, mut customers) = (directory(), Vec::new());
        let cache = PostingCache::default();
        let (first, last) = steps.split_at(steps.len() / 2);
        for step in first {
            take(step, &mut connection, &mut customers);
        }
        for query in &queries {
            let expected = expected(&customers, query);
            pages(&connection, &cache, query, &expected);
        }
        for step in last {
            take(step, &mut connection, &mut customers);
        }
        beginnings_are_whole(&connection);
        for query in &queries {
            let expected = expected(&customers, query);
            pages(&connection, &cache, query, &expected);
            let conditions = conditions(query.search.as_ref(), &query.filter);
            if conditions.is_empty() {
                continue;
            }
            let found = found::find(&connection, &cache, &CUSTOMERS, &conditions).unwrap();
            let mut wanted = wanted(query);
            for after in [None, expected.get(2), expected.last()] {
                wanted.after = after.cloned();
                let rest = after.map_or(0, |after| expected.iter().position(|place| place == after).unwrap() + 1);
                let next: Vec<&Position> = expected.iter().skip(rest).take(wanted.count).collect();
                let (scanned, _) = scan::next(&connection, &wanted, &conditions).unwrap();
                prop_assert_eq!(scanned.iter().collect::<Vec<_>>(), next);
                // The other ways are for rows that are posted.
                let posted: BTreeSet<i64> = found.ids().collect();
                let next: Vec<&Position> = expected
                    .iter().skip(rest).filter(|place| posted.contains(&place.id)).take(wanted.count).collect();
                let gathered = gather::next(&connection, &wanted, found.ids()).unwrap();
                prop_assert_eq!(gathered.iter().collect::<Vec<_>>(), next.clone());
                let accepts = |id| Ok(found.contains(id));
                let walked = walk::next(&connection, &wanted, Start::AfterPage, usize::MAX, accepts).unwrap().unwrap();
                prop_assert_eq!(walked.iter().collect::<Vec<_>>(), next.clone());
                if zones::are_drawn(&connection, &CUSTOMERS).unwrap() {
                    let ranked = rank::next(&connection, &cache, &wanted, &found).unwrap();
                    prop_assert_eq!(ranked.iter().collect::<Vec<_>>(), next);
                }
            }
        }
    }
}
