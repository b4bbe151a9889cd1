//! The parameters that say which customers are meant.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Number, Value};

use crate::surface::question::ListQuestion;

/// Which customers are meant.
#[derive(Deserialize, JsonSchema)]
pub(super) struct CustomerFilters {
    /// Beginnings of words, or a phone number; all must match
    search: Option<String>,
    /// Such as `email`, `widget`
    channel: Option<String>,
    tag: Option<String>,
    /// Whole name
    company: Option<String>,
    /// Key, such as `cf_plan`
    custom_field: Option<String>,
    custom_value: Option<CustomValue>,
    /// Then or later: `2026-11-03` or RFC 3339
    seen_after: Option<String>,
    seen_before: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CustomValue {
    Text(String),
    Number(Number),
    Boolean(bool),
}

impl JsonSchema for CustomValue {
    fn schema_name() -> Cow<'static, str> {
        "CustomValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

/// Takes the descriptions off these parameters, for a tool that says that they are those of
/// `list_customers`: a list of tools is read in every conversation.
pub(super) fn leave_to_list_customers(schema: &mut Schema) {
    let filters = schemars::schema_for!(CustomerFilters);
    let names = filters.get("properties").and_then(Value::as_object);
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, _) in names.into_iter().flatten() {
        if let Some(Value::Object(parameter)) = properties.get_mut(name) {
            parameter.remove("description");
        }
    }
}

impl From<CustomerFilters> for ListQuestion {
    fn from(filters: CustomerFilters) -> Self {
        Self {
            search: filters.search,
            channel: filters.channel,
            tag: filters.tag,
            company: filters.company,
            custom_field: filters.custom_field,
            custom_value: filters.custom_value.map(|value| match value {
                CustomValue::Text(text) => text,
                CustomValue::Number(number) => number.to_string(),
                CustomValue::Boolean(is_set) => is_set.to_string(),
            }),
            seen_after: filters.seen_after,
            seen_before: filters.seen_before,
            ..Self::default()
        }
    }
}
