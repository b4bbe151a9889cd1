//! `update_customer`: what is known about one customer, by hand.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::error::ToolError;
use super::super::tool::Tool;
use crate::domain::access::Writer;
use crate::domain::editing::Clearable;
use crate::service::Directory;
use crate::surface::edit::EditRequest;
use crate::surface::view::EditAnswer;

/// The tool.
pub(super) struct UpdateCustomer;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct UpdateCustomerInput {
    customer: String,
    expected_version: Option<u64>,
    name: Option<String>,
    company: Option<String>,
    add_emails: Option<Vec<String>>,
    remove_emails: Option<Vec<String>>,
    add_phones: Option<Vec<String>>,
    remove_phones: Option<Vec<String>>,
    add_user_ids: Option<Vec<String>>,
    remove_user_ids: Option<Vec<String>>,
    primary_email: Option<String>,
    primary_phone: Option<String>,
    add_tags: Option<Vec<String>>,
    remove_tags: Option<Vec<String>>,
    set_custom_fields: Option<Map<String, Value>>,
    remove_custom_fields: Option<Vec<String>>,
    add_social_handles: Option<Map<String, Value>>,
    remove_social_handles: Option<Map<String, Value>>,
    notes: Option<String>,
    append_notes: Option<String>,
    clear: Option<Vec<ClearInput>>,
}

/// A field to empty.
#[derive(Deserialize)]
#[serde(transparent)]
struct ClearInput(String);

impl JsonSchema for ClearInput {
    fn schema_name() -> Cow<'static, str> {
        "ClearInput".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Clearable::ALL.map(Clearable::as_str) })
    }
}

impl Tool for UpdateCustomer {
    const NAME: &'static str = "update_customer";
    const TITLE: &'static str = "Update a customer";
    const DESCRIPTION: &'static str = "Changes the named fields of one customer, as \
        `get_customer` shows them. What is set stays over later feedback; what is removed or \
        cleared may come back with it. `notes` replaces.";
    type Caller = Writer;
    type Input = UpdateCustomerInput;
    type Output = EditAnswer;

    fn run(
        directory: &mut Directory,
        writer: Writer,
        input: UpdateCustomerInput,
    ) -> Result<EditAnswer, ToolError> {
        if input.customer.trim().is_empty() {
            let problem = "it is empty; give an id or an address";
            return Err(ToolError::unusable("customer", problem));
        }
        let (customer, expected_version) = (input.customer.clone(), input.expected_version);
        let edit = EditRequest::from(input).edit(directory.policy())?;
        let updated = directory.update_customer(writer, &customer, &edit, expected_version)?;
        Ok(EditAnswer::of(&updated.customer).resolved_from(updated.resolved_from))
    }
}

impl From<UpdateCustomerInput> for EditRequest {
    fn from(input: UpdateCustomerInput) -> Self {
        let clear = input.clear.unwrap_or_default().into_iter();
        Self {
            is_new: false,
            name: input.name,
            company: input.company,
            emails: input.add_emails.unwrap_or_default(),
            remove_emails: input.remove_emails.unwrap_or_default(),
            phones: input.add_phones.unwrap_or_default(),
            remove_phones: input.remove_phones.unwrap_or_default(),
            user_ids: input.add_user_ids.unwrap_or_default(),
            remove_user_ids: input.remove_user_ids.unwrap_or_default(),
            primary_email: input.primary_email,
            primary_phone: input.primary_phone,
            tags: input.add_tags.unwrap_or_default(),
            remove_tags: input.remove_tags.unwrap_or_default(),
            custom_fields: input.set_custom_fields.unwrap_or_default(),
            remove_custom_fields: input.remove_custom_fields.unwrap_or_default(),
            social_handles: input.add_social_handles.unwrap_or_default(),
            remove_social_handles: input.remove_social_handles.unwrap_or_default(),
            notes: input.notes,
            append_notes: input.append_notes,
            clear: clear
                .filter_map(|field| Clearable::named(&field.0))
                .collect(),
        }
    }
}
