//! `create_customer`: a customer by hand.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::Tool;
use super::bounds::{LONGEST_ID, LONGEST_LABEL, LONGEST_NOTES, MOST_VALUES};
use crate::domain::access::Writer;
use crate::service::Directory;
use crate::surface::edit::{EditRequest, request_name};
use crate::surface::view::EditAnswer;

/// The tool.
pub(super) struct CreateCustomer;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct CreateCustomerInput {
    /// `Jane Doe`
    #[schemars(length(max = LONGEST_LABEL))]
    name: Option<String>,
    /// `Acme Ltd`
    #[schemars(length(max = LONGEST_LABEL))]
    company: Option<String>,
    /// Main one first: `jane@acme.io`
    #[schemars(length(max = MOST_VALUES))]
    emails: Option<Vec<String>>,
    /// `+14155550132`
    #[schemars(length(max = MOST_VALUES))]
    phones: Option<Vec<String>>,
    /// `u_1001`
    #[schemars(length(max = MOST_VALUES))]
    user_ids: Option<Vec<String>>,
    /// `vip`
    #[schemars(length(max = MOST_VALUES))]
    tags: Option<Vec<String>>,
    /// `cf_plan: Pro`
    #[schemars(extend("maxProperties" = MOST_VALUES))]
    custom_fields: Option<Map<String, Value>>,
    /// `twitter: @jane`
    #[schemars(extend("maxProperties" = MOST_VALUES))]
    social_handles: Option<Map<String, Value>>,
    /// `Prefers e-mail`
    #[schemars(length(max = LONGEST_NOTES))]
    notes: Option<String>,
    /// Of this call: `crm-17`
    #[schemars(length(max = LONGEST_ID))]
    idempotency_key: Option<String>,
}

impl Tool for CreateCustomer {
    const NAME: &'static str = "create_customer";
    const TITLE: &'static str = "Create a customer";
    const ICON: Icon = Icon::Add;
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
