//! `delete_customer`: one person's profile is erased.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::{Question, Tool};
use super::bounds::{LONGEST_CODE, LONGEST_CONTACT};
use crate::domain::access::Remover;
use crate::domain::erasure::FeedbackFate;
use crate::service::Directory;
use crate::surface::view::{Allowance, RemovalAnswer};

/// The tool.
pub(super) struct DeleteCustomer;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct DeleteCustomerInput {
    /// As in `get_customer`
    #[schemars(length(max = LONGEST_CONTACT))]
    customer: String,
    /// What becomes of it
    feedback: FeedbackFateInput,
    /// `plan.code`, once approved
    #[schemars(length(max = LONGEST_CODE))]
    plan: Option<String>,
}

/// What becomes of the feedback.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum FeedbackFateInput {
    KeepAnonymous,
    Remove,
}

impl From<FeedbackFateInput> for FeedbackFate {
    fn from(input: FeedbackFateInput) -> Self {
        match input {
            FeedbackFateInput::KeepAnonymous => Self::KeepAnonymous,
            FeedbackFateInput::Remove => Self::Remove,
        }
    }
}

impl Tool for DeleteCustomer {
    const NAME: &'static str = "delete_customer";
    const TITLE: &'static str = "Delete a customer";
    const ICON: Icon = Icon::Erase;
    const DESCRIPTION: &'static str = "Erases a customer, permanently; their feedback stays \
        without any sign of who gave it, or goes too. Without `plan` it only shows what would \
        go. For a double use `merge_customers`.";
    type Caller = Remover;
    type Input = DeleteCustomerInput;
    type Output = RemovalAnswer;

    fn run(
        directory: &mut Directory,
        remover: Remover,
        input: DeleteCustomerInput,
    ) -> Result<RemovalAnswer, ToolError> {
        let (customer, feedback) = (&input.customer, input.feedback.into());
        Ok(match input.plan {
            None => {
                let proposal = directory.plan_deletion(remover, customer, feedback)?;
                RemovalAnswer::of_plan(&proposal, Allowance::ASSISTANT)
            }
            Some(code) => {
                let deletion = directory.delete_customer(remover, customer, feedback, &code)?;
                RemovalAnswer::of_deletion(&deletion)
            }
        })
    }

    fn question(answer: &RemovalAnswer) -> Option<Question> {
        super::question(answer)
    }
}
