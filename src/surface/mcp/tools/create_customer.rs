//! `create_customer`: a customer by hand.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::error::ToolError;
use super::super::tool::Tool;
use crate::domain::access::Writer;
use crate::service::Directory;
use crate::surface::edit::{EditRequest, request_name};
use crate::surface::view::EditAnswer;

/// The tool.
pub(super) struct CreateCustomer;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct CreateCustomerInput {
    name: Option<String>,
    company: Option<String>,
    emails: Option<Vec<String>>,
    phones: Option<Vec<String>>,
    user_ids: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    /// `cf_plan: Pro`
    custom_fields: Option<Map<String, Value>>,
    /// `twitter: @jane`
    social_handles: Option<Map<String, Value>>,
    notes: Option<String>,
    idempotency_key: Option<String>,
}

impl Tool for CreateCustomer {
    const NAME: &'static str = "create_customer";
    const TITLE: &'static str = "Create a customer";
    const DESCRIPTION: &'static str = "Makes a customer who has said nothing yet; else use \
        `record_feedback`. Needs a name or a contact. With `idempotency_key` a repeat is harmless.";
    type Caller = Writer;
    type Input = CreateCustomerInput;
    type Output = EditAnswer;

    fn run(
        directory: &mut Directory,
        writer: Writer,
        mut input: CreateCustomerInput,
    ) -> Result<EditAnswer, ToolError> {
        let name = request_name(input.idempotency_key.take())?;
        let edit = EditRequest::from(input).edit(directory.policy())?;
        let made = directory.create_customer(writer, &edit, name.as_deref())?;
        Ok(EditAnswer::of(&made.customer).repeated(made.repeated))
    }
}

impl From<CreateCustomerInput> for EditRequest {
    fn from(input: CreateCustomerInput) -> Self {
        Self {
            is_new: true,
            name: input.name,
            company: input.company,
            emails: input.emails.unwrap_or_default(),
            phones: input.phones.unwrap_or_default(),
            user_ids: input.user_ids.unwrap_or_default(),
            tags: input.tags.unwrap_or_default(),
            custom_fields: input.custom_fields.unwrap_or_default(),
            social_handles: input.social_handles.unwrap_or_default(),
            notes: input.notes,
            ..Self::default()
        }
    }
}
