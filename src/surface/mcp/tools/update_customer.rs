//! `update_customer`: what is known about one customer, by hand.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::{Caller as _, Hints, Tool};
use super::bounds::{LONGEST_CONTACT, LONGEST_LABEL, LONGEST_NOTES, MOST_VALUES};
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
    /// As in `get_customer`
    #[schemars(length(max = LONGEST_CONTACT))]
    customer: String,
    /// `version` last seen: `3`
    expected_version: Option<u64>,
    /// `Jane Doe`
    #[schemars(length(max = LONGEST_LABEL))]
    name: Option<String>,
    /// `Acme Ltd`
    #[schemars(length(max = LONGEST_LABEL))]
    company: Option<String>,
    /// `jane@acme.io`
    #[schemars(length(max = MOST_VALUES))]
    add_emails: Option<Vec<String>>,
    /// As `add_emails`
    #[schemars(length(max = MOST_VALUES))]
    remove_emails: Option<Vec<String>>,
    /// `+14155550132`
    #[schemars(length(max = MOST_VALUES))]
    add_phones: Option<Vec<String>>,
    /// As `add_phones`
    #[schemars(length(max = MOST_VALUES))]
    remove_phones: Option<Vec<String>>,
    /// `u_1001`
    #[schemars(length(max = MOST_VALUES))]
    add_user_ids: Option<Vec<String>>,
    /// As `add_user_ids`
    #[schemars(length(max = MOST_VALUES))]
    remove_user_ids: Option<Vec<String>>,
    /// As `add_emails`
    #[schemars(length(max = LONGEST_CONTACT))]
    primary_email: Option<String>,
    /// As `add_phones`
    #[schemars(length(max = LONGEST_CONTACT))]
    primary_phone: Option<String>,
    /// `vip`
    #[schemars(length(max = MOST_VALUES))]
    add_tags: Option<Vec<String>>,
    /// As `add_tags`
    #[schemars(length(max = MOST_VALUES))]
    remove_tags: Option<Vec<String>>,
    /// `cf_plan: Pro`
    #[schemars(extend("maxProperties" = MOST_VALUES))]
    set_custom_fields: Option<Map<String, Value>>,
    /// `cf_plan`
    #[schemars(length(max = MOST_VALUES))]
    remove_custom_fields: Option<Vec<String>>,
    /// `twitter: @jane`
    #[schemars(extend("maxProperties" = MOST_VALUES))]
    add_social_handles: Option<Map<String, Value>>,
    /// As `add_social_handles`
    #[schemars(extend("maxProperties" = MOST_VALUES))]
    remove_social_handles: Option<Map<String, Value>>,
    /// Replaces: `Prefers e-mail`
    #[schemars(length(max = LONGEST_NOTES))]
    notes: Option<String>,
    /// Goes after `notes`
    #[schemars(length(max = LONGEST_NOTES))]
    append_notes: Option<String>,
    /// To empty
    #[schemars(length(max = MOST_VALUES))]
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
    const ICON: Icon = Icon::Edit;
    const DESCRIPTION: &'static str = "Changes the named fields of one customer, as \
        `get_customer` shows them. What is set stays over later feedback; what is removed or \
        cleared may come back with it.";
    type Caller = Writer;
    type Input = UpdateCustomerInput;
    type Output = EditAnswer;

    /// What is replaced, removed or cleared is gone.
    const HINTS: Hints = Hints {
        is_destructive: true,
        ..Writer::HINTS
    };

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
