//! The first record of an export, which names it, and the last one, which counts.

use jiff::Timestamp;
use serde_json::Value;

use super::fields::Fields;
use super::{BYTE_ORDER_MARK, MARK, Problem, VERSION};
use crate::domain::export::{ExportCounts, ExportExtent, ExportKind};

/// The kind of the first record.
pub(super) const HEADER: &str = "header";

/// The kind of the last record.
pub(super) const END: &str = "end";

pub(super) fn header_written(extent: &ExportExtent, exported_at: Timestamp) -> Fields {
    Fields::default()
        .with(MARK, VERSION)
        .with("kind", HEADER)
        .with_time("exported_at", exported_at)
        .with_some("person", extent.person.map(|id| id.to_string()))
        .with("customers", extent.customers)
        .with("feedback", extent.feedback)
        .with("last_customer_number", extent.last_customer)
        .with("last_feedback_number", extent.last_feedback)
}

/// Reads the header: what the export holds, and when it was made.
pub(super) fn header_read(fields: &mut Fields) -> Result<(ExportExtent, Timestamp), Problem> {
    let Some(version) = fields.some(MARK) else {
        return Err(format!(
            "this is no export: its first record has no `{MARK}`; take the file as it was exported"
        ));
    };
    if version.as_u64() != Some(VERSION) {
        return Err(format!(
            "`{MARK}` is another version than {VERSION}, which is the only one that this program knows; install the \
             customer-directory that wrote the file"
        ));
    }
    if fields.text("kind")? != HEADER {
        return Err(format!("the first record is not of the kind `{HEADER}`"));
    }
    let exported_at = fields.time("exported_at")?;
    let extent = ExportExtent {
        person: fields.some_id("person")?,
        customers: fields.whole("customers")?.unsigned_abs(),
        feedback: fields.whole("feedback")?.unsigned_abs(),
        last_customer: fields.whole("last_customer_number")?,
        last_feedback: fields.whole("last_feedback_number")?,
    };
    Ok((extent, exported_at))
}

pub(super) fn end_written(counts: &ExportCounts) -> Fields {
    let counts = counts
        .each()
        .fold(Fields::default(), |fields, (kind, count)| {
            fields.with(kind.as_str(), count)
        });
    Fields::of_kind(END).with("counts", counts.0)
}

pub(super) fn end_read(fields: &mut Fields) -> Result<ExportCounts, Problem> {
    let mut inside = Fields::inside(fields.some("counts").unwrap_or_default(), "counts")?;
    let mut counts = ExportCounts::default();
    for kind in ExportKind::ALL {
        counts.add(kind, inside.whole(kind.as_str())?.unsigned_abs());
    }
    Ok(counts)
}

/// What is said of a file that is no feedback but an export.
pub const AN_EXPORT: &str = "an export of a directory and no feedback; make a directory of it with \
     `customer-directory import`";

/// Whether the first line of a file begins an export, in either form.
pub fn is_export(first_line: &[u8]) -> bool {
    let line = first_line.strip_prefix(BYTE_ORDER_MARK);
    let line = line.unwrap_or(first_line).trim_ascii();
    if line.starts_with(b"{") {
        // Of a line that was cut, the mark stands in front.
        let front = format!("{{\"{MARK}\":");
        let object: Result<serde_json::Map<String, Value>, _> = serde_json::from_slice(line);
        return line.starts_with(front.as_bytes())
            || object.is_ok_and(|object| object.contains_key(MARK));
    }
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let rest = line.strip_prefix(MARK.as_bytes());
    rest.is_some_and(|rest| rest.first().is_none_or(|next| b",;\t\"".contains(next)))
}
