//! `merge_customers`: two profiles of one person become one.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::{Question, Tool};
use super::bounds::{LONGEST_CODE, LONGEST_CONTACT};
use crate::domain::access::Remover;
use crate::service::Directory;
use crate::surface::view::{Allowance, RemovalAnswer};

/// The tool.
pub(super) struct MergeCustomers;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct MergeCustomersInput {
    /// Who stays, as in `get_customer`
    #[schemars(length(max = LONGEST_CONTACT))]
    target: String,
    /// Who goes: `cus_87`
    #[schemars(length(max = LONGEST_CONTACT))]
    source: String,
    /// `plan.code`, once approved
    #[schemars(length(max = LONGEST_CODE))]
    plan: Option<String>,
}

impl Tool for MergeCustomers {
    const NAME: &'static str = "merge_customers";
    const TITLE: &'static str = "Merge customers";
    const ICON: Icon = Icon::Merge;
    const DESCRIPTION: &'static str = "Merges `source` into `target`, permanently: feedback and \
        addresses move, `target`'s own values win. Without `plan` it only shows what would \
        happen. Compare both with `get_customer` first.";
    type Caller = Remover;
    type Input = MergeCustomersInput;
    type Output = RemovalAnswer;

    fn run(
        directory: &mut Directory,
        remover: Remover,
        input: MergeCustomersInput,
    ) -> Result<RemovalAnswer, ToolError> {
        let (target, source) = (&input.target, &input.source);
        Ok(match input.plan {
            None => {
                let proposal = directory.plan_merge(remover, target, source)?;
                RemovalAnswer::of_plan(&proposal, Allowance::ASSISTANT)
            }
            Some(code) => {
                let merger = directory.merge_customers(remover, target, source, &code)?;
                RemovalAnswer::of_merger(&merger, Allowance::ASSISTANT)
            }
        })
    }

    fn question(answer: &RemovalAnswer) -> Option<Question> {
        super::question(answer)
    }
}
