//! Records as fields, and back.

use serde_json::{Map, Value};

use super::Problem;
use super::fields::{Fields, missing};
use super::frame::{self, END};
use super::{customer, feedback, handed, judgement};
use crate::domain::export::{ExportCounts, ExportKind, ExportRecord};
use crate::surface::intake::key_with_nul;

/// What stands after the header.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Record(ExportRecord),
    End(ExportCounts),
}

pub(super) fn written(record: &ExportRecord) -> Fields {
    let fields = Fields::of_kind(record.kind().as_str());
    match record {
        ExportRecord::Customer(known) => customer::written(known, fields),
        ExportRecord::Former(former) => judgement::former_written(former, fields),
        ExportRecord::Feedback(exported) => feedback::written(exported, fields),
        ExportRecord::PossibleDuplicate(pair) => judgement::pair_written(pair, fields),
        ExportRecord::Difference(mark) => judgement::mark_written(mark, fields),
        ExportRecord::Request(made) => handed::request_written(made, fields),
        ExportRecord::Change(row) => handed::change_written(row, fields),
    }
}

/// Reads a part. Written again, it must be what was read.
pub(super) fn read(read: &Map<String, Value>) -> Result<Part, Problem> {
    refuse_nul(read)?;
    let mut fields = Fields(read.clone());
    let kind = fields.text("kind")?;
    if kind == END {
        let counts = frame::end_read(&mut fields)?;
        refuse_other(read, &frame::end_written(&counts).0)?;
        return Ok(Part::End(counts));
    }
    let known = ExportKind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind);
    let Some(known) = known else {
        return Err("`kind` is none of this form".to_owned());
    };
    let record = match known {
        ExportKind::Customer => ExportRecord::Customer(Box::new(customer::read(&mut fields)?)),
        ExportKind::Former => ExportRecord::Former(judgement::former_read(&mut fields)?),
        ExportKind::Feedback => ExportRecord::Feedback(Box::new(feedback::read(&mut fields)?)),
        ExportKind::PossibleDuplicate => {
            ExportRecord::PossibleDuplicate(judgement::pair_read(&mut fields)?)
        }
        ExportKind::Difference => ExportRecord::Difference(judgement::mark_read(&mut fields)?),
        ExportKind::Request => ExportRecord::Request(handed::request_read(&mut fields)?),
        ExportKind::Change => ExportRecord::Change(Box::new(handed::change_read(&mut fields)?)),
    };
    refuse_other(read, &written(&record).0)?;
    Ok(Part::Record(record))
}

/// Refuses what would be lost or changed: a field that nobody knows, or a value in another form.
pub(super) fn refuse_other(
    read: &Map<String, Value>,
    again: &Map<String, Value>,
) -> Result<(), Problem> {
    for (name, value) in read {
        match again.get(name) {
            None => return Err(format!("`{}` is no field here", shown(name))),
            Some(known) if known != value => {
                return Err(format!(
                    "`{name}` is not as an export writes it; take the file as it was exported"
                ));
            }
            Some(_) => {}
        }
    }
    match again.keys().find(|name| !read.contains_key(*name)) {
        Some(name) => Err(missing(name)),
        None => Ok(()),
    }
}

/// The name of a field that nobody knows, if it looks like one.
fn shown(name: &str) -> &str {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    if name.len() <= 40 && name.bytes().all(is_name) {
        name
    } else {
        "…"
    }
}

/// Refuses U+0000, which ends a text too early in too many places further on.
fn refuse_nul(read: &Map<String, Value>) -> Result<(), Problem> {
    match key_with_nul(read) {
        Some(name) => Err(format!("`{}` holds the character U+0000", shown(name))),
        None => Ok(()),
    }
}
