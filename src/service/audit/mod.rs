//! What a change leaves in the audit, and how the audit is read and checked.

mod changes;
mod reading;
mod trail;

use super::{Directory, DirectoryError};
use crate::domain::access::Reader;
use crate::domain::audit::{AuditRow, Link};

pub(super) use changes::customer_changes;
pub use reading::{AuditQuery, AuditReport};
pub(super) use trail::{Trail, count, hasher};

impl Directory {
    /// Rows of the audit, oldest first.
    pub fn audit(&self, _: Reader, query: &AuditQuery) -> Result<Vec<AuditRow>, DirectoryError> {
        self.store
            .read(|records| Ok(reading::list(records, query)?))
    }

    /// Checks that nothing in the audit was altered. `kept` is a head that was noted before.
    pub fn verify_audit(
        &self,
        _: Reader,
        kept: Option<Link>,
    ) -> Result<AuditReport, DirectoryError> {
        self.store
            .read(|records| Ok(reading::verify(records, kept)?))
    }
}
