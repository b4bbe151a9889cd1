//! Every way to answer a question gives what reading all customers one by one gives.

mod directory;
mod oracle;
mod values;

use std::collections::BTreeSet;

use proptest::prelude::*;
use rusqlite::Connection;

use super::super::ordering::{Start, gather, rank, walk};
use super::super::postings::{CUSTOMERS, found, zones};
use super::{conditions, list, scan, wanted};
use crate::domain::page::Position;
use crate::domain::search::CustomerQuery;
use directory::{directory, steps, take};
use oracle::{expected, queries};

/// Reads a question page by page.
fn pages(connection: &Connection, query: &CustomerQuery, expected: &[Position]) {
    let mut query = query.clone();
    let mut read = Vec::new();
    loop {
        let page = list(connection, &query).unwrap();
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_way_gives_what_reading_all_customers_gives(
        steps in steps(), queries in proptest::collection::vec(queries(), 8),
    ) {
        let (mut connection, mut customers) = (directory(), Vec::new());
        for step in &steps {
            take(step, &mut connection, &mut customers);
        }
        for query in &queries {
            let expected = expected(&customers, query);
            pages(&connection, query, &expected);
            let conditions = conditions(query.search.as_ref(), &query.filter);
            if conditions.is_empty() {
                continue;
            }
            let found = found::find(&connection, &CUSTOMERS, &conditions).unwrap();
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
                    let ranked = rank::next(&connection, &wanted, &found).unwrap();
                    prop_assert_eq!(ranked.iter().collect::<Vec<_>>(), next);
                }
            }
        }
    }
}
