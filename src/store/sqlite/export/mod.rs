//! Reading everything that an export holds, row by row.

#[cfg(test)]
mod tests;

use rusqlite::{Connection, Params, Row};

use super::super::export::ReadExport;
use super::super::{ReadRecords as _, StoreError};
use super::codes::time_from;
use super::copy::count;
use super::postings::{CUSTOMERS, FEEDBACK};
use super::records::Records;
use super::{customers, feedback, tallies};
use crate::domain::access::KeyId;
use crate::domain::customer::CustomerId;
use crate::domain::difference::Difference;
use crate::domain::export::{
    ExportExtent, ExportRecord, ExportedFeedback, MadeCustomer, recorded_hash,
};
use crate::domain::feedback::{FeedbackNumber, PossibleDuplicate};
use crate::domain::former::FormerCustomer;
use crate::domain::request::NamedRequest;

const FORMER: &str = "SELECT id, became, ended_at FROM former_customers ORDER BY id";

const PAIRS: &str = "SELECT one_id, other_id, feedback_id, noticed_at FROM possible_duplicates
     ORDER BY one_id, other_id, feedback_id";

const MARKS: &str = "SELECT one_id, other_id, marked_at, marked_by FROM different_customers
     ORDER BY one_id, other_id";

const REQUESTS: &str = "SELECT key_id, idempotency_key, request_digest, customer_id, used_at
     FROM idempotency_keys ORDER BY key_id, idempotency_key";

const REQUESTS_OF: &str = "SELECT key_id, idempotency_key, request_digest, customer_id, used_at
     FROM idempotency_keys WHERE customer_id = ?1 ORDER BY key_id, idempotency_key";

/// What is called for each record; it says whether more are wanted.
type Work<'w> = dyn FnMut(ExportRecord) -> bool + 'w;

impl ReadExport for Records<'_> {
    fn export_extent(&self) -> Result<ExportExtent, StoreError> {
        let connection = self.connection;
        Ok(ExportExtent {
            person: None,
            // Counted: what is kept of how many there are might be wrong, and an import compares.
            customers: count(connection, CUSTOMERS.rows)?,
            feedback: count(connection, FEEDBACK.rows)?,
            last_customer: tallies::last_given(connection, CUSTOMERS.rows)?,
            last_feedback: tallies::last_given(connection, FEEDBACK.rows)?,
        })
    }

    fn each_exported(&self, work: &mut Work<'_>) -> Result<(), StoreError> {
        let connection = self.connection;
        let feedback = format!(
            "SELECT {}, recording_digest FROM feedback ORDER BY id",
            feedback::COLUMNS
        );
        let goes_on = each_customer(connection, work)?
            && each(connection, FORMER, [], former_from, work)?
            && each(connection, &feedback, [], feedback_from, work)?
            && each(connection, PAIRS, [], pair_from, work)?
            && each(connection, MARKS, [], mark_from, work)?
            && each(connection, REQUESTS, [], request_from, work)?;
        if goes_on {
            self.each_audit_row(0, &mut |row| work(ExportRecord::Change(Box::new(row))))?;
        }
        Ok(())
    }

    fn requests_of(&self, customer: CustomerId) -> Result<Vec<MadeCustomer>, StoreError> {
        let mut requests = Vec::new();
        let mut keep = |record| {
            if let ExportRecord::Request(made) = record {
                requests.push(made);
            }
            true
        };
        let ids = [customer.0];
        each(self.connection, REQUESTS_OF, ids, request_from, &mut keep)?;
        Ok(requests)
    }

    fn has_customer(&self, id: CustomerId) -> Result<bool, StoreError> {
        self.has(
            "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?1)",
            id.0,
        )
    }

    fn has_feedback(&self, number: FeedbackNumber) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM feedback WHERE id = ?1)";
        self.has(sql, number.0)
    }
}

impl Records<'_> {
    fn has(&self, sql: &str, id: i64) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([id], |row| row.get(0))?)
    }
}

/// Calls for each row of a question; says whether more are wanted.
fn each(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<ExportRecord, StoreError>,
    work: &mut Work<'_>,
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        if !work(read(row)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn each_customer(connection: &Connection, work: &mut Work<'_>) -> Result<bool, StoreError> {
    customers::each_batch(connection, |customers| {
        Ok(customers.into_iter().all(|mut customer| {
            customer.sort_contacts();
            work(ExportRecord::Customer(Box::new(customer)))
        }))
    })
}

fn former_from(row: &Row<'_>) -> Result<ExportRecord, StoreError> {
    let id: i64 = row.get(0)?;
    Ok(ExportRecord::Former(FormerCustomer {
        id: CustomerId(id),
        became: row.get::<_, Option<i64>>(1)?.map(CustomerId),
        ended_at: time_from(row.get(2)?, "former_customers", id)?,
    }))
}

fn feedback_from(row: &Row<'_>) -> Result<ExportRecord, StoreError> {
    let kept: Option<String> = row.get("recording_digest")?;
    Ok(ExportRecord::Feedback(Box::new(ExportedFeedback {
        feedback: feedback::feedback_from(row)?,
        recording: kept.as_deref().map(recorded_hash).map(str::to_owned),
    })))
}

fn pair_from(row: &Row<'_>) -> Result<ExportRecord, StoreError> {
    let one: i64 = row.get(0)?;
    Ok(ExportRecord::PossibleDuplicate(PossibleDuplicate {
        one: CustomerId(one),
        other: CustomerId(row.get(1)?),
        feedback: FeedbackNumber(row.get(2)?),
        at: time_from(row.get(3)?, "possible_duplicates", one)?,
    }))
}

fn mark_from(row: &Row<'_>) -> Result<ExportRecord, StoreError> {
    let one: i64 = row.get(0)?;
    Ok(ExportRecord::Difference(Difference {
        one: CustomerId(one),
        other: CustomerId(row.get(1)?),
        marked_at: time_from(row.get(2)?, "different_customers", one)?,
        marked_by: row.get(3)?,
    }))
}

fn request_from(row: &Row<'_>) -> Result<ExportRecord, StoreError> {
    let by: String = row.get(0)?;
    let customer: i64 = row.get(3)?;
    Ok(ExportRecord::Request(MadeCustomer {
        request: NamedRequest {
            by: (!by.is_empty()).then(|| KeyId::stored(by)),
            name: row.get(1)?,
            digest: row.get(2)?,
        },
        customer: CustomerId(customer),
        at: time_from(row.get(4)?, "idempotency_keys", customer)?,
    }))
}
