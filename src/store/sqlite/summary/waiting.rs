//! What the customers who wait to be posted change about the counts of labels.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::super::super::StoreError;
use super::super::postings::{CUSTOMERS, unposted};

/// How the members of some keys change when the waiting customers are posted.
pub(super) fn changes(
    connection: &Connection,
    is_meant: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut changes: BTreeMap<String, i64> = BTreeMap::new();
    unposted::each(connection, &CUSTOMERS, |_, posted, now| {
        if posted == now {
            return Ok(());
        }
        for (keys, change) in [(now, 1), (posted, -1)] {
            for key in keys.lines().filter(|key| is_meant(key)) {
                *changes.entry(key.to_owned()).or_default() += change;
            }
        }
        Ok(())
    })?;
    changes.retain(|_, change| *change != 0);
    Ok(changes)
}
