//! Directories as earlier programs left them, one for each schema that was shipped.

use std::path::Path;

use power_cut::Disk;
use rusqlite::{Connection, OpenFlags};

use super::Machine;
use super::scenario::settled;

/// How many customers such a directory has.
pub(crate) const CUSTOMERS: u64 = 30;

/// The migrations that are shipped, oldest first.
pub(crate) fn migrations() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/sqlite/migrations");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// A disk with a directory as an earlier program left it.
pub(crate) fn of_version(version: usize) -> Disk {
    let mut disk = Disk::default();
    disk.settle();
    let machine = Machine::start(disk);
    super::make_private(&machine.path());
    write_version(&machine.path(), version);
    settled(&machine)
}

/// Makes a directory of an earlier schema with some customers in it.
pub(crate) fn write_version(path: &Path, version: usize) {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL")
        .unwrap();
    for (number, migration) in migrations().iter().take(version).enumerate() {
        connection.execute_batch(migration).unwrap();
        if number == 0 {
            connection.execute_batch(CUSTOMERS_OF_FIRST_SCHEMA).unwrap();
        }
    }
    connection
        .pragma_update(None, "application_id", 0x4344_4952)
        .unwrap();
    connection
        .pragma_update(None, "user_version", version)
        .unwrap();
}

/// Thirty people with an address, a tag and a piece of feedback each.
const CUSTOMERS_OF_FIRST_SCHEMA: &str = "
    CREATE TEMP TABLE numbers AS WITH RECURSIVE numbers (value) AS (
        SELECT 1 UNION ALL SELECT value + 1 FROM numbers LIMIT 30
    ) SELECT value FROM numbers;
    INSERT INTO feedback (id, source, reference, channel, created_at, has_original, ingested_at, outcome, message)
    SELECT value, 'shop', 'order-' || value, 'email', 1767225600000, 1, 1767225600000, 2, 'It came late.'
    FROM temp.numbers;
    INSERT INTO customers (id, name, name_at, version, feedback_count, first_seen, last_seen,
        sort_name, primary_email, tags, channels, words)
    SELECT value, 'Person ' || value, 1767225600000, 1, 1, 1767225600000, 1767225600000,
        'person ' || value, 'person' || value || '@acme.io', 'VIP', 'email', ' person ' || value
    FROM temp.numbers;
    UPDATE feedback SET customer_id = id;
    INSERT INTO customer_tags SELECT id, 'vip', 'VIP', NULL, 1767225600000 FROM customers;
    INSERT INTO customer_channels SELECT 'email', id FROM customers;
    INSERT INTO customer_search (rowid, words) SELECT id, words FROM customers;
    INSERT INTO contacts (customer_id, kind, address, identifies, seen_at)
    SELECT id, 2, primary_email, 1, 1767225600000 FROM customers;
    UPDATE tallies SET count = 30 WHERE name = 'customers';
";
