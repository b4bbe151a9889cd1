//! Custom fields: `cf_plan`, `cf_seats`, …

use serde_json::Value;

use super::findings::Findings;
use super::keys::{CUSTOM_FIELD_PREFIX, Field};
use super::refusal::{Refused, excerpt};
use crate::domain::customer::FieldValue;
use crate::domain::label::{LONGEST_LABEL, bounded};

/// Longest text of a custom field, in characters.
const LONGEST_TEXT: usize = 2000;

/// Most custom fields of one event.
const MOST: usize = 100;

/// Reads the custom fields of an event. Of several values under one key the first stays; other
/// ones are kept with the feedback.
pub(super) fn read(findings: &mut Findings) -> Result<Vec<(String, FieldValue)>, Refused> {
    let mut fields: Vec<(String, FieldValue)> = Vec::new();
    for finding in findings.take(Field::Custom) {
        let Some(value) = plain(&finding.value) else {
            findings.put_back(finding);
            continue;
        };
        let key = full_key(&finding.key)?;
        refuse_long_text(&key, &value)?;
        match fields.iter().find(|(known, _)| *known == key) {
            Some((_, known)) if *known == value => {}
            Some(_) => findings.put_back(finding),
            None => fields.push((key, value)),
        }
        if fields.len() > MOST {
            return Err(Refused::new(format!(
                "it has more than {MOST} custom fields; send at most {MOST}"
            )));
        }
    }
    Ok(fields)
}

fn full_key(key: &str) -> Result<String, Refused> {
    let key = key.trim();
    let key = if key.starts_with(CUSTOM_FIELD_PREFIX) {
        key.to_owned()
    } else {
        format!("{CUSTOM_FIELD_PREFIX}{key}")
    };
    bounded(&key).map_err(|error| {
        Refused::new(format!(
            "the key of the custom field `{}` is too long: {error}; shorten it to at most \
             {LONGEST_LABEL}",
            excerpt(&key)
        ))
    })
}

/// Reads the value of a custom field; `None` for what is no text, number, yes or no.
pub fn field_value(key: &str, value: &Value) -> Result<Option<FieldValue>, Refused> {
    let Some(value) = plain(value) else {
        return Ok(None);
    };
    refuse_long_text(key, &value)?;
    Ok(Some(value))
}

fn plain(value: &Value) -> Option<FieldValue> {
    match value {
        Value::String(text) => Some(FieldValue::Text(text.trim().to_owned())),
        Value::Number(number) => Some(FieldValue::Number(number.to_string())),
        Value::Bool(answer) => Some(FieldValue::Boolean(*answer)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn refuse_long_text(key: &str, value: &FieldValue) -> Result<(), Refused> {
    let FieldValue::Text(text) = value else {
        return Ok(());
    };
    let length = text.chars().count();
    if length <= LONGEST_TEXT {
        return Ok(());
    }
    Err(Refused::value(
        key,
        text,
        &format!("which has {length} characters; shorten it to at most {LONGEST_TEXT}"),
    ))
}
