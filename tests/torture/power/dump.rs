//! Everything that a directory's file keeps, so that two can be compared, and what must always hold
//! of it.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use customer_directory::domain::access::Operator;
use customer_directory::service::Purpose;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::scene;

/// Made by chance in each new file.
const BY_CHANCE: &str = "secrets";

/// What must be zero.
const DIFFERENCES: [(&str, &str); 5] = [
    (
        "customers that are not counted",
        "SELECT (SELECT count(*) FROM customers) + (SELECT count FROM tallies WHERE name = 'customers_removed')
                - ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'customers'), 0)",
    ),
    (
        "feedback that is not counted",
        "SELECT (SELECT count(*) FROM feedback) + (SELECT count FROM tallies WHERE name = 'feedback_removed')
                - ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'feedback'), 0)",
    ),
    (
        "customers with another number of feedback",
        "SELECT count(*) FROM customers WHERE feedback_count <>
             (SELECT count(*) FROM feedback WHERE customer_id = customers.id)",
    ),
    (
        "rows that refer to nobody",
        "SELECT count(*) FROM pragma_foreign_key_check",
    ),
    (
        "findings of the check of the file",
        "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    ),
];

/// A fingerprint of each table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dump(BTreeMap<String, u64>);

impl Dump {
    /// Reads a file that nobody else uses, and holds that it is sound.
    pub(crate) fn of(path: &Path) -> Result<Self, String> {
        let directory =
            scene::open(path, Purpose::Read).map_err(|error| format!("reading: {error}"))?;
        let report = directory
            .verify_audit(Operator.reader(), None)
            .map_err(|error| format!("the audit: {error}"))?;
        if let Some(number) = report.first_altered {
            return Err(format!("the audit is broken at {number}"));
        }
        drop(directory);
        read(path).map_err(|error| format!("the file: {error}"))?
    }

    /// The tables that are not as in another.
    pub(crate) fn differences(&self, other: &Self) -> String {
        let names = self
            .0
            .iter()
            .filter(|(name, hash)| other.0.get(*name) != Some(*hash));
        names
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn read(path: &Path) -> rusqlite::Result<Result<Dump, String>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    for (what, sql) in DIFFERENCES {
        let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        if count != 0 {
            return Ok(Err(format!("{count} {what}")));
        }
    }
    let names: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ?1")?
        .query_map([BY_CHANCE], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut tables = BTreeMap::new();
    for name in names {
        let mut hasher = DefaultHasher::new();
        let rows = match name.as_str() {
            // Counts how often indexes were written, which a power cut may make twice.
            "tallies" => "tallies WHERE name <> 'zones_version'",
            other => other,
        };
        let mut statement = connection.prepare(&format!("SELECT * FROM {rows}"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                hash(row.get_ref(column)?, &mut hasher);
            }
        }
        tables.insert(name, hasher.finish());
    }
    Ok(Ok(Dump(tables)))
}

/// Adds a value and of what kind it is.
fn hash(value: ValueRef<'_>, hasher: &mut DefaultHasher) {
    match value {
        ValueRef::Null => 0.hash(hasher),
        ValueRef::Integer(number) => (1, number).hash(hasher),
        ValueRef::Real(number) => (2, number.to_bits()).hash(hasher),
        ValueRef::Text(text) => (3, text).hash(hasher),
        ValueRef::Blob(bytes) => (4, bytes).hash(hasher),
    }
}
