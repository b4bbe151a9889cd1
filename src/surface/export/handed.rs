//! What callers did: requests under names of theirs, and the rows of the audit.

use serde_json::Value;

use super::Problem;
use super::fields::Fields;
use crate::domain::access::KeyId;
use crate::domain::audit::{AuditRow, Detail, Entry, Link, hexadecimal};
use crate::domain::export::MadeCustomer;
use crate::domain::request::NamedRequest;

pub(super) fn request_written(made: &MadeCustomer, fields: Fields) -> Fields {
    let request = &made.request;
    fields
        .with_some("key", request.by.as_ref().map(KeyId::as_str))
        .with("request", request.name.as_str())
        .with("digest", hexadecimal(&request.digest))
        .with("customer", made.customer.to_string())
        .with_time("at", made.at)
}

pub(super) fn request_read(fields: &mut Fields) -> Result<MadeCustomer, Problem> {
    Ok(MadeCustomer {
        request: NamedRequest {
            by: some_name(fields, "key")?.map(KeyId::stored),
            name: fields.text("request")?,
            digest: fields.hash("digest")?,
        },
        customer: fields.id("customer")?,
        at: fields.time("at")?,
    })
}

pub(super) fn change_written(row: &AuditRow, fields: Fields) -> Fields {
    let entry = &row.entry;
    let details = entry.details.iter().map(|detail| {
        let fields = match detail {
            Detail::Field {
                name,
                before,
                after,
            } => Fields::default()
                .with("field", name.as_str())
                .with_some("before", before.as_deref())
                .with_some("after", after.as_deref()),
            Detail::Count { name, count } => Fields::default()
                .with("counted", name.as_str())
                .with("count", *count),
        };
        Value::from(fields.0)
    });
    fields
        .with("number", row.number)
        .with_time("at", row.at)
        .with_some("key", row.key.as_ref().map(KeyId::as_str))
        .with("actor", row.actor.as_str())
        .with("action", entry.action.as_str())
        .with_some("is_removal", entry.is_removal.then_some(true))
        .with_some("customer", entry.customer.map(|id| id.to_string()))
        .with_some("other", entry.other.map(|id| id.to_string()))
        .with_some("approved_by", entry.approved_by.as_deref())
        .with_list("details", details.collect())
        .with("link", row.link.to_string())
}

pub(super) fn change_read(fields: &mut Fields) -> Result<AuditRow, Problem> {
    let mut details = Vec::new();
    for value in fields.list("details")? {
        details.push(detail(Fields::inside(value, "details")?)?);
    }
    Ok(AuditRow {
        number: fields.whole("number")?.unsigned_abs(),
        at: fields.time("at")?,
        key: some_name(fields, "key")?.map(KeyId::stored),
        actor: fields.text("actor")?,
        entry: Entry {
            action: fields.text("action")?,
            is_removal: fields.some("is_removal").is_some(),
            customer: fields.some_id("customer")?,
            other: fields.some_id("other")?,
            approved_by: some_name(fields, "approved_by")?,
            details,
        },
        link: Link(fields.hash("link")?),
    })
}

fn detail(mut fields: Fields) -> Result<Detail, Problem> {
    if let Some(name) = fields.some_text("field")? {
        return Ok(Detail::Field {
            name,
            before: some_name(&mut fields, "before")?,
            after: some_name(&mut fields, "after")?,
        });
    }
    Ok(Detail::Count {
        name: fields.text("counted")?,
        count: fields.whole("count")?.unsigned_abs(),
    })
}

/// A text that is not empty where it is there: the tables keep nothing as an empty one.
fn some_name(fields: &mut Fields, name: &str) -> Result<Option<String>, Problem> {
    let text = fields.some_text(name)?;
    if text.as_deref() == Some("") {
        return Err(format!("`{name}` is empty; leave it out"));
    }
    Ok(text)
}
