//! Checking the directory, and writing anew what follows from what is right.

use super::{Directory, DirectoryError};
use crate::domain::access::{Administrator, Reader};
use crate::store::{Finding, Part, StoreError};

impl Directory {
    /// Checks one part. Nothing is changed.
    pub fn check(&self, reader: Reader, part: Part) -> Result<Vec<Finding>, DirectoryError> {
        if part != Part::Audit {
            return Ok(self.store.check(part)?);
        }
        let unread = |problem: String| Ok(vec![Finding::new(part, problem)]);
        match self.verify_audit(reader, None) {
            Ok(report) => Ok(report.first_altered.map(altered).into_iter().collect()),
            Err(DirectoryError::Store(StoreError::Corrupt { table, row })) => {
                unread(format!("row {row} of {table} cannot be read"))
            }
            Err(DirectoryError::Store(StoreError::Damaged)) => {
                unread("a part of the file cannot be read".to_owned())
            }
            Err(error) => Err(error),
        }
    }

    /// The first that is wrong, if anything is.
    pub(super) fn first_finding(&self, reader: Reader) -> Result<Option<Finding>, DirectoryError> {
        for part in Part::ALL {
            let findings = self.check(reader, part)?;
            if !findings.is_empty() {
                return Ok(findings.into_iter().next());
            }
        }
        Ok(None)
    }

    /// Writes anew what follows from other rows: counters, what customers' rows repeat, and what
    /// is searched. All of it is done, or nothing.
    pub fn repair(&mut self, _: Administrator) -> Result<(), DirectoryError> {
        Ok(self.store.repair()?)
    }
}

fn altered(number: u64) -> Finding {
    let problem = "changes are not as they were written, or some before are missing";
    let mut finding = Finding::new(Part::Audit, problem);
    finding.add(number.cast_signed());
    finding
}
