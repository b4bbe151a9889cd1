//! `get_customer`: one whole profile.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::Tool;
use super::bounds::LONGEST_CONTACT;
use super::detail::DetailInput;
use crate::domain::access::Reader;
use crate::service::Directory;
use crate::surface::view::{Allowance, GetAnswer};

const DEFAULT_FEEDBACK: usize = 5;

/// The tool.
pub(super) struct GetCustomer;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct GetCustomerInput {
    /// Exact id (`cus_1042`), e-mail, phone or user id
    #[schemars(length(max = LONGEST_CONTACT))]
    customer: String,
    /// Latest feedback
    #[schemars(range(max = 50), extend("default" = DEFAULT_FEEDBACK))]
    feedback_limit: Option<usize>,
    /// `full` adds where each value came from
    detail: Option<DetailInput>,
}

impl Tool for GetCustomer {
    const NAME: &'static str = "get_customer";
    const TITLE: &'static str = "Get a customer";
    const ICON: Icon = Icon::Person;
    const DESCRIPTION: &'static str = "One customer's whole profile with the latest feedback. By \
        name or part of an address use `list_customers`.";
    type Caller = Reader;
    type Input = GetCustomerInput;
    type Output = GetAnswer;

    fn run(
        directory: &mut Directory,
        reader: Reader,
        input: GetCustomerInput,
    ) -> Result<GetAnswer, ToolError> {
        if input.customer.trim().is_empty() {
            return Err(ToolError::unusable(
                "customer",
                "it is empty; give an id or an address",
            ));
        }
        let feedback_limit = input.feedback_limit.unwrap_or(DEFAULT_FEEDBACK);
        let profile = directory.get_customer(reader, &input.customer, feedback_limit)?;
        let detail = input.detail.unwrap_or_default().into();
        Ok(GetAnswer::of(&profile, detail, Allowance::ASSISTANT))
    }
}
