//! The floor of searches: one page by a prepared statement straight from the index of its order.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Row};

use crate::samples::Samples;

/// What a row of a list shows.
const COLUMNS: [&str; 10] = [
    "id",
    "name",
    "primary_email",
    "primary_phone",
    "company",
    "tags",
    "channels",
    "feedback_count",
    "first_seen",
    "last_seen",
];

/// Each order in its usual direction.
const ORDERS: [&str; 4] = [
    "last_seen DESC, id DESC",
    "first_seen DESC, id DESC",
    "feedback_count DESC, id DESC",
    "sort_name ASC, id ASC",
];

/// How often each page is read.
const TIMES: usize = 500;

/// A connection of its own, with the settings of a server's.
pub(super) struct Floor(Connection);

impl Floor {
    pub(super) fn open(database: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(database, flags)?;
        connection.pragma_update(None, "cache_size", -8 * 1024)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        Ok(Self(connection))
    }

    /// Times the page in each order.
    pub(super) fn measure(&self) -> Result<Samples> {
        let mut samples = Samples::default();
        for order in ORDERS {
            let columns = COLUMNS.join(", ");
            let sql = format!("SELECT {columns} FROM customers ORDER BY {order} LIMIT 20");
            let mut statement = self.0.prepare(&sql)?;
            for time in 0..=TIMES {
                let started = Instant::now();
                let rows = statement.query_map([], values)?;
                let page: Vec<Vec<Value>> = rows.collect::<Result<_, _>>()?;
                let elapsed = started.elapsed();
                std::hint::black_box(page);
                // The first reads the pages from the disk.
                if time > 0 {
                    samples.add(elapsed);
                }
            }
        }
        Ok(samples)
    }
}

/// A row as a caller can keep it.
fn values(row: &Row<'_>) -> rusqlite::Result<Vec<Value>> {
    (0..COLUMNS.len()).map(|place| row.get(place)).collect()
}
