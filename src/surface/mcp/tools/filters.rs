//! The parameters that say which customers are meant.

use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::Value;

use super::bounds::{LONGEST_FIELD_VALUE, LONGEST_LABEL, LONGEST_SEARCH, LONGEST_TIME};
use crate::surface::question::ListQuestion;

/// Which customers are meant.
#[derive(Deserialize, JsonSchema)]
pub(super) struct CustomerFilters {
    /// Beginnings of words, or a phone number; all must match: `jan lumen`
    #[schemars(length(max = LONGEST_SEARCH))]
    search: Option<String>,
    /// Like `email`
    #[schemars(length(max = LONGEST_LABEL))]
    channel: Option<String>,
    /// Like `vip`
    #[schemars(length(max = LONGEST_LABEL))]
    tag: Option<String>,
    /// Whole name: `Acme Ltd`
    #[schemars(length(max = LONGEST_LABEL))]
    company: Option<String>,
    /// Its key: `cf_plan`
    #[schemars(length(max = LONGEST_LABEL))]
    custom_field: Option<String>,
    /// Its value: `Pro`
    #[schemars(length(max = LONGEST_FIELD_VALUE))]
    custom_value: Option<String>,
    /// From: `2026-11-03` or RFC 3339
    #[schemars(length(max = LONGEST_TIME))]
    seen_after: Option<String>,
    /// Before `2026-12-01`
    #[schemars(length(max = LONGEST_TIME))]
    seen_before: Option<String>,
}

/// Refers for these parameters to `list_customers`: a list of tools is read in every
/// conversation.
pub(super) fn leave_to_list_customers(schema: &mut Schema) {
    let filters = schemars::schema_for!(CustomerFilters);
    let names = filters.get("properties").and_then(Value::as_object);
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, _) in names.into_iter().flatten() {
        if let Some(Value::Object(parameter)) = properties.get_mut(name) {
            parameter.insert("description".to_owned(), "As in `list_customers`".into());
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
            custom_value: filters.custom_value,
            seen_after: filters.seen_after,
            seen_before: filters.seen_before,
            ..Self::default()
        }
    }
}
