//! Reading the audit, and checking that nothing in it was altered.

use jiff::Timestamp;

use crate::domain::audit::{AuditRow, FIRST_LINK, Link};
use crate::domain::customer::CustomerId;
use crate::store::{ReadRecords, StoreError};

/// Which rows of the audit are meant.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Those about this customer.
    pub customer: Option<CustomerId>,
    /// Those at this time or later.
    pub since: Option<Timestamp>,
    /// The latest so many of them; all where it is left out.
    pub limit: Option<usize>,
}

/// What a check of the audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// How many rows it has.
    pub rows: u64,
    /// The number of the first row that is not as it was written, or that stands where another is
    /// missing.
    pub first_altered: Option<u64>,
    /// The link of the last row. Kept elsewhere, it shows later that nothing was cut off.
    pub head: Link,
    /// Whether a link that was kept elsewhere is found in the chain; `None` where none was given.
    pub has_kept_head: Option<bool>,
}

/// The rows that are meant, oldest first.
pub(super) fn list(
    records: &dyn ReadRecords,
    query: &AuditQuery,
) -> Result<Vec<AuditRow>, StoreError> {
    let mut rows = Vec::new();
    let is_meant = |row: &AuditRow| query.since.is_none_or(|since| since <= row.at);
    let mut keep = |row: AuditRow| {
        if is_meant(&row) {
            rows.push(row);
        }
        true
    };
    if let Some(customer) = query.customer {
        for row in records.audit_of(customer)? {
            keep(row);
        }
    } else {
        let (last, _) = records.audit_head()?;
        let most = query.limit.and_then(|limit| u64::try_from(limit).ok());
        // Without another condition the latest rows are the last ones.
        let after = match (most, query.since) {
            (Some(most), None) => last.saturating_sub(most),
            (Some(_) | None, _) => 0,
        };
        records.each_audit_row(after, &mut keep)?;
    }
    if let Some(limit) = query.limit {
        rows.drain(..rows.len().saturating_sub(limit));
    }
    Ok(rows)
}

/// Follows the chain from its first row. `kept` is a head that was noted elsewhere before.
pub(super) fn verify(
    records: &dyn ReadRecords,
    kept: Option<Link>,
) -> Result<AuditReport, StoreError> {
    let mut report = AuditReport {
        rows: 0,
        first_altered: None,
        head: FIRST_LINK,
        has_kept_head: kept.map(|kept| kept == FIRST_LINK),
    };
    records.each_audit_row(0, &mut |row| {
        report.rows += 1;
        let is_right = row.number == report.rows && row.link_after(report.head) == row.link;
        if !is_right && report.first_altered.is_none() {
            report.first_altered = Some(row.number);
        }
        if kept == Some(row.link) {
            report.has_kept_head = Some(true);
        }
        report.head = row.link;
        true
    })?;
    Ok(report)
}
