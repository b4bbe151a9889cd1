//! Labels, custom fields and social handles of a change.

use serde_json::{Map, Value};

use super::super::intake;
use super::super::question::QuestionError;
use super::text::{excerpt, label, refused, unusable, whole};
use crate::domain::customer::{FieldValue, SocialHandle};
use crate::domain::label::Tag;

/// What custom fields' keys start with.
const FIELD_PREFIX: &str = "cf_";

/// Most values of one parameter.
const MOST: usize = 100;

fn not_too_many(parameter: &'static str, count: usize) -> Result<(), QuestionError> {
    if count <= MOST {
        return Ok(());
    }
    let problem = format!("there are {count}; send at most {MOST} at a time");
    Err(unusable(parameter, problem))
}

/// Labels.
pub(super) fn tags(parameter: &'static str, texts: &[String]) -> Result<Vec<Tag>, QuestionError> {
    not_too_many(parameter, texts.len())?;
    let read = |text: &String| {
        whole(parameter, text)?;
        Tag::parse(text).map_err(|error| refused(parameter, text, error))
    };
    texts.iter().map(read).collect()
}

/// Keys of custom fields.
pub(super) fn keys(
    parameter: &'static str,
    texts: &[String],
) -> Result<Vec<String>, QuestionError> {
    not_too_many(parameter, texts.len())?;
    texts.iter().map(|text| key(parameter, text)).collect()
}

/// The key of a custom field. A prefix is never added in silence: the key would not be found again
/// under the name that was given to it.
fn key(parameter: &'static str, text: &str) -> Result<String, QuestionError> {
    let key = label(parameter, text)?;
    match key.strip_prefix(FIELD_PREFIX) {
        Some(rest) if !rest.is_empty() => Ok(key),
        Some(_) => Err(refused(
            parameter,
            text,
            "the key ends after `cf_`; give it a name, as `cf_plan`",
        )),
        None => {
            let meant = excerpt(&key);
            let problem =
                format!("keys of custom fields start with `cf_`; write `{FIELD_PREFIX}{meant}`");
            Err(refused(parameter, text, problem))
        }
    }
}

/// Custom fields.
pub(super) fn fields(
    parameter: &'static str,
    values: &Map<String, Value>,
) -> Result<Vec<(String, FieldValue)>, QuestionError> {
    not_too_many(parameter, values.len())?;
    let mut fields: Vec<(String, FieldValue)> = Vec::new();
    for (text, value) in values {
        let key = key(parameter, text)?;
        if let Value::String(text) = value {
            whole(parameter, text)?;
        }
        let Some(value) =
            intake::field_value(&key, value).map_err(|problem| unusable(parameter, problem))?
        else {
            let problem = "its value is neither a text, a number, `true` nor `false`; to take a \
                           field away name it in `remove_custom_fields`";
            return Err(refused(parameter, text, problem));
        };
        if fields.iter().any(|(known, _)| *known == key) {
            return Err(refused(
                parameter,
                text,
                "it is there twice; send one value",
            ));
        }
        fields.push((key, value));
    }
    Ok(fields)
}

/// Accounts on social networks: a handle, or several, by network.
pub(super) fn handles(
    parameter: &'static str,
    values: &Map<String, Value>,
) -> Result<Vec<SocialHandle>, QuestionError> {
    let mut handles = Vec::new();
    for (network, value) in values {
        let several: Vec<&Value> = match value {
            Value::Array(values) => values.iter().collect(),
            one @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_)) => vec![one],
        };
        for handle in several {
            let Some(handle) = handle.as_str() else {
                let problem = "its handle is not a text; write it as `{\"twitter\": \"@jane\"}`";
                return Err(refused(parameter, network, problem));
            };
            handles.push(SocialHandle {
                network: label(parameter, &network.to_lowercase())?,
                handle: label(parameter, handle)?,
            });
        }
    }
    not_too_many(parameter, handles.len())?;
    Ok(handles)
}
