//! A table, and the copying of its rows.

use anyhow::Result;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Row};

/// Rows of a transaction, as an import has events.
const LARGEST_TRANSACTION: u64 = 60_000;

/// A table whose rows are copied, with all names in quotes.
pub(super) struct Table {
    name: String,
    /// The columns of a row, the row's number among them where it has no column of its own.
    columns: Vec<String>,
    /// What the rows are sorted by.
    key: Vec<String>,
}

/// A column as the schema tells of it.
struct Column {
    name: String,
    /// Its place in the primary key, from 1 on; 0 outside of it.
    place_in_key: u32,
    is_integer: bool,
}

impl Table {
    /// Every table in a file, in the order in which they were made. A virtual table gets its rows
    /// by inserts into itself, which for a text index is the plain way.
    pub(super) fn all(source: &Connection) -> Result<Vec<Self>> {
        let mut tables = source.prepare(
            "SELECT list.name, list.wr FROM pragma_table_list AS list
             JOIN sqlite_schema ON sqlite_schema.name = list.name
             WHERE list.schema = 'main' AND list.type IN ('table', 'virtual')
             AND list.name NOT LIKE 'sqlite_%' ORDER BY sqlite_schema.rowid",
        )?;
        let tables = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        tables
            .map(|table| {
                let (name, has_no_rowid): (String, bool) = table?;
                Self::of(source, &name, has_no_rowid)
            })
            .collect()
    }

    fn of(source: &Connection, name: &str, has_no_rowid: bool) -> Result<Self> {
        let mut columns = source.prepare(
            "SELECT name, pk, type FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid",
        )?;
        let columns = columns.query_map([name], Column::from_row)?;
        let columns: Vec<Column> = columns.collect::<Result<_, _>>()?;
        let mut key: Vec<&Column> = columns.iter().filter(|one| one.place_in_key > 0).collect();
        key.sort_by_key(|column| column.place_in_key);
        let is_rowid = matches!(key.as_slice(), [only] if only.is_integer);
        let mut names: Vec<String> = columns.iter().map(|one| one.name.clone()).collect();
        let mut key: Vec<String> = key.into_iter().map(|one| one.name.clone()).collect();
        if !has_no_rowid && !is_rowid {
            names.insert(0, quoted("rowid"));
            key = vec![quoted("rowid")];
        }
        Ok(Self {
            name: quoted(name),
            columns: names,
            key,
        })
    }

    /// Copies the rows into a table like it, one after the other in the order of their keys.
    pub(super) fn copy(&self, source: &Connection, target: &mut Connection) -> Result<()> {
        let mut select = source.prepare(&self.select())?;
        let mut rows = select.query([])?;
        let mut is_over = false;
        while !is_over {
            let transaction = target.transaction()?;
            let mut insert = transaction.prepare_cached(&self.insert())?;
            for _ in 0..LARGEST_TRANSACTION {
                let Some(row) = rows.next()? else {
                    is_over = true;
                    break;
                };
                for place in 0..self.columns.len() {
                    let value = ToSqlOutput::Borrowed(row.get_ref(place)?);
                    insert.raw_bind_parameter(place + 1, value)?;
                }
                insert.raw_execute()?;
            }
            drop(insert);
            transaction.commit()?;
        }
        Ok(())
    }

    fn select(&self) -> String {
        let (columns, key) = (self.columns.join(", "), self.key.join(", "));
        format!("SELECT {columns} FROM {} ORDER BY {key}", self.name)
    }

    fn insert(&self) -> String {
        let columns = self.columns.join(", ");
        let values = vec!["?"; self.columns.len()].join(", ");
        format!("INSERT INTO {} ({columns}) VALUES ({values})", self.name)
    }
}

impl Column {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let name: String = row.get(0)?;
        let kind: String = row.get(2)?;
        Ok(Self {
            name: quoted(&name),
            place_in_key: row.get(1)?,
            is_integer: kind.eq_ignore_ascii_case("INTEGER"),
        })
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
