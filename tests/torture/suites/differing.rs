//! In which columns two files differ.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

/// The columns in which two files keep something else, as `table.column`; or that one cannot be read.
pub(super) fn cells(one: &Path, other: &Path) -> String {
    match differing(one, other) {
        Ok(columns) if columns.is_empty() => "the same rows in another order".to_owned(),
        Ok(columns) => columns.into_iter().collect::<Vec<_>>().join(", "),
        Err(error) => format!("a file that cannot be read ({error})"),
    }
}

fn differing(one: &Path, other: &Path) -> rusqlite::Result<BTreeSet<String>> {
    let open = |path| Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let (one, other) = (open(one)?, open(other)?);
    let tables: Vec<String> = one
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut differing = BTreeSet::new();
    for table in tables {
        let (columns, rows) = read(&one, &table)?;
        let (_, others) = read(&other, &table)?;
        if rows.len() != others.len() {
            differing.insert(format!("{table} (rows)"));
        }
        for (row, other) in rows.iter().zip(&others) {
            for ((column, value), other) in columns.iter().zip(row).zip(other) {
                if value != other {
                    differing.insert(format!("{table}.{column}"));
                }
            }
        }
    }
    Ok(differing)
}

type Rows = Vec<Vec<Value>>;

fn read(connection: &Connection, table: &str) -> rusqlite::Result<(Vec<String>, Rows)> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let rows = statement
        .query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect())?
        .collect::<Result<_, _>>()?;
    Ok((columns, rows))
}
