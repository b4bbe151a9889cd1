//! Numbers that are kept of rows, so that nobody has to count.

use rusqlite::Connection;

use super::super::super::{Finding, Part, StoreError};
use super::super::postings::{CUSTOMERS, FEEDBACK};
use super::super::tallies;
use super::structure::rows_of;

/// What the feedback of a customer says of the customer.
const OF_FEEDBACK: &str = "SELECT count(*), ifnull(min(created_at), 0), ifnull(max(created_at), 0)
     FROM feedback WHERE customer_id = customers.id";

/// Compares the counters with the rows.
pub(super) fn check(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for table in [CUSTOMERS.rows, FEEDBACK.rows] {
        let (kept, counted): (i64, i64) =
            (tallies::rows(connection, table)?, count(connection, table)?);
        if kept != counted {
            let problem = format!("{counted} rows of {table} are counted as {kept}");
            findings.push(Finding::new(Part::Counters, problem).repairable());
        }
    }
    let problem =
        "customers have another count, or other first and last times, than their feedback";
    let sql = format!(
        "SELECT id FROM customers WHERE (feedback_count, first_seen, last_seen) IS NOT ({OF_FEEDBACK})"
    );
    let finding = Finding::new(Part::Counters, problem).repairable();
    findings.extend(rows_of(connection, &sql, finding)?);
    Ok(findings)
}

/// Counts anew.
pub(super) fn write(connection: &Connection) -> Result<(), StoreError> {
    for table in [CUSTOMERS.rows, FEEDBACK.rows] {
        tallies::count_anew(connection, table)?;
    }
    let sql = format!(
        "UPDATE customers SET (feedback_count, first_seen, last_seen) = ({OF_FEEDBACK})
         WHERE (feedback_count, first_seen, last_seen) IS NOT ({OF_FEEDBACK})"
    );
    connection.execute(&sql, [])?;
    Ok(())
}

fn count(connection: &Connection, table: &str) -> Result<i64, StoreError> {
    let sql = format!("SELECT count(*) FROM {table}");
    Ok(connection.query_row(&sql, [], |row| row.get(0))?)
}
