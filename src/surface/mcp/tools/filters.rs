//! The parameters that say which customers are meant.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::Number;

use crate::surface::question::ListQuestion;

/// Which customers are meant.
#[derive(Deserialize, JsonSchema)]
pub(super) struct CustomerFilters {
    /// Beginnings of words of name, company or e-mail, or a phone number in any spelling; all must be found
    search: Option<String>,
    /// Such as `widget`, `email`, `api`, `voice`
    channel: Option<String>,
    /// Any case
    tag: Option<String>,
    /// The whole name of the company, any case
    company: Option<String>,
    /// Key, such as `cf_plan`
    custom_field: Option<String>,
    /// Value of `custom_field`; without it any value
    custom_value: Option<CustomValue>,
    /// Last seen at this time or later: `2026-11-03` or `2026-11-03T10:15:00Z`
    seen_after: Option<String>,
    /// Last seen before this time
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
