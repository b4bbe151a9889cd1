//! `summarize_customers`: how many customers there are, and how they divide.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::tool::Tool;
use super::filters::CustomerFilters;
use crate::domain::access::Reader;
use crate::domain::search::Dimension;
use crate::service::Directory;
use crate::surface::question::{DEFAULT_TOP, SummaryQuestion};
use crate::surface::view::{Allowance, SummaryAnswer};

/// The tool.
pub(super) struct SummarizeCustomers;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct SummarizeCustomersInput {
    #[serde(flatten)]
    filters: CustomerFilters,
    /// By what; by default everything
    by: Option<Vec<ByInput>>,
    /// Counts the values of this custom field instead of the keys
    custom_field_key: Option<String>,
    /// Most values of each
    #[schemars(range(min = 1, max = 50), extend("default" = DEFAULT_TOP))]
    top: Option<usize>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ByInput {
    Tag,
    Channel,
    Company,
    FirstSeenMonth,
    CustomField,
}

impl Tool for SummarizeCustomers {
    const NAME: &'static str = "summarize_customers";
    const TITLE: &'static str = "Summarize customers";
    const DESCRIPTION: &'static str = "Counts customers exactly, in all and by tag, channel, \
        company, month first seen (newest first) and custom field; `others` sums up the values \
        that are not named, `without` counts customers who have none. Use it for how many and \
        which are most frequent, with any filter of `list_customers`, instead of paging.";
    type Caller = Reader;
    type Input = SummarizeCustomersInput;
    type Output = SummaryAnswer;

    fn run(
        directory: &Directory,
        reader: Reader,
        input: SummarizeCustomersInput,
    ) -> Result<SummaryAnswer, ToolError> {
        let query = question(input).query()?;
        let summary = directory.summarize_customers(reader, &query)?;
        Ok(SummaryAnswer::of(&summary, &query, Allowance::ASSISTANT))
    }
}

fn question(input: SummarizeCustomersInput) -> SummaryQuestion {
    let dimension = |by| match by {
        ByInput::Tag => Dimension::Tag,
        ByInput::Channel => Dimension::Channel,
        ByInput::Company => Dimension::Company,
        ByInput::FirstSeenMonth => Dimension::FirstSeenMonth,
        ByInput::CustomField => Dimension::FieldKey,
    };
    SummaryQuestion {
        customers: input.filters.into(),
        by: input.by.map(|by| by.into_iter().map(dimension).collect()),
        custom_field_key: input.custom_field_key,
        top: input.top,
    }
}
