//! The file's structure, and rows that refer to others.

use rusqlite::Connection;

use super::super::super::{Finding, Part, StoreError};

/// What `SQLite` itself finds wrong with the file.
pub(super) fn of_file(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = statement.query([])?;
    let mut findings = Vec::new();
    while let Some(row) = rows.next()? {
        let problem: String = row.get(0)?;
        if problem != "ok" {
            // It names tables, indexes, pages and rows, and no values.
            findings.push(Finding::new(Part::Structure, problem.replace('\n', "; ")));
        }
    }
    Ok(findings)
}

/// Rows that refer to rows that are not there, and ids that are both there and gone.
pub(super) fn of_references(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, parent): (String, Option<i64>, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let problem = format!("rows of {table} refer to rows of {parent} that are not there");
        let place = findings.iter().position(|known| known.problem == problem);
        let mut finding = match place {
            Some(place) => findings.swap_remove(place),
            None => Finding::new(Part::References, problem),
        };
        match id {
            Some(id) => finding.add(id),
            None => finding.rows += 1,
        }
        findings.push(finding);
    }
    for (problem, sql) in [
        (
            "ids are those of customers and of former customers at once",
            "SELECT id FROM former_customers WHERE id IN (SELECT id FROM customers)",
        ),
        (
            "former ids lead to themselves or to ids that are gone",
            "SELECT id FROM former_customers WHERE became IN (SELECT id FROM former_customers)",
        ),
    ] {
        findings.extend(rows_of(
            connection,
            sql,
            Finding::new(Part::References, problem),
        )?);
    }
    Ok(findings)
}

/// Counts the ids that a question answers.
pub(super) fn rows_of(
    connection: &Connection,
    sql: &str,
    mut finding: Finding,
) -> Result<Option<Finding>, StoreError> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        finding.add(row.get(0)?);
    }
    Ok(finding.if_any())
}
