//! Checking: whether the file is whole, and whether what is kept twice says the same.
//!
//! One snapshot is checked, a batch of rows or a block of postings at a time.

mod checksums;
mod compared;
mod counters;
mod described;
mod structure;

use rusqlite::Connection;

use super::super::{Finding, Part, StoreError};
use super::Sqlite;
use super::postings::{self, CUSTOMERS, FEEDBACK};

impl Sqlite {
    /// Checks one part, but for the audit, whose chain the services know.
    pub(in super::super) fn check(&self, part: Part) -> Result<Vec<Finding>, StoreError> {
        self.end_what_was_left()?;
        let transaction = self.connection.unchecked_transaction()?;
        match checked(&transaction, part) {
            Err(StoreError::Corrupt { table, row }) => Ok(vec![Finding::new(
                part,
                format!("row {row} of {table} cannot be read"),
            )]),
            Err(error) if is_damage(&error) => Ok(vec![Finding::new(
                part,
                "a part of the file cannot be read",
            )]),
            outcome => outcome,
        }
    }

    /// Writes anew what follows from other rows, all of it or nothing.
    pub(in super::super) fn repair(&mut self) -> Result<(), StoreError> {
        self.end_what_was_left()?;
        let transaction = self
            .connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        counters::write(&transaction)?;
        // Rows are described by what is known of the tags, so these come first.
        compared::write(&transaction)?;
        described::write(&transaction)?;
        checksums::give_to_feedback(&transaction)?;
        postings::build::rebuild(&transaction)?;
        Ok(transaction.commit()?)
    }
}

fn checked(connection: &Connection, part: Part) -> Result<Vec<Finding>, StoreError> {
    match part {
        Part::Structure => structure::of_file(connection),
        Part::References => structure::of_references(connection),
        Part::Counters => counters::check(connection),
        Part::Customers => described::check(connection),
        Part::Feedback => checksums::of_feedback(connection),
        Part::Search => {
            let mut findings = postings::check::rows_and_postings(connection, &CUSTOMERS)?;
            findings.extend(postings::check::rows_and_postings(connection, &FEEDBACK)?);
            findings.extend(postings::check::label_counts(connection)?);
            Ok(findings)
        }
        Part::Orders => {
            let mut findings = postings::check_zones::rows_and_zones(connection, &CUSTOMERS)?;
            findings.extend(postings::check_zones::rows_and_zones(
                connection, &FEEDBACK,
            )?);
            Ok(findings)
        }
        Part::Audit => Ok(Vec::new()),
    }
}

/// Whether an error says that the file is not whole, and not that it could not be looked at.
fn is_damage(error: &StoreError) -> bool {
    use rusqlite::ErrorCode;
    match error {
        StoreError::Damaged | StoreError::Corrupt { .. } => true,
        StoreError::Database(error) => matches!(
            error.sqlite_error_code(),
            None | Some(ErrorCode::NotADatabase | ErrorCode::Unknown)
        ),
        StoreError::Unsuitable { .. }
        | StoreError::NotADatabase { .. }
        | StoreError::Busy
        | StoreError::DiskFull
        | StoreError::DiskFailed
        | StoreError::NotPermitted
        | StoreError::Gone
        | StoreError::OtherSchema { .. }
        | StoreError::Interrupted => false,
    }
}
