//! `summarize_customers`: how many customers there are, and how they divide.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::Tool;
use super::bounds::{LONGEST_LABEL, MOST_VALUES};
use super::filters::{self, CustomerFilters};
use crate::domain::access::Reader;
use crate::domain::search::Dimension;
use crate::service::Directory;
use crate::surface::question::{DEFAULT_TOP, LARGEST_TOP, SummaryQuestion};
use crate::surface::view::{Allowance, SummaryAnswer};

/// The tool.
pub(super) struct SummarizeCustomers;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
#[schemars(transform = filters::leave_to_list_customers)]
pub(super) struct SummarizeCustomersInput {
    #[serde(flatten)]
    filters: CustomerFilters,
    /// Else all
    #[schemars(length(max = MOST_VALUES))]
    by: Option<Vec<ByInput>>,
    /// Count its values, not the keys: `cf_plan`
    #[schemars(length(max = LONGEST_LABEL))]
    custom_field_key: Option<String>,
    /// Values named
    #[schemars(range(min = 1, max = LARGEST_TOP), extend("default" = DEFAULT_TOP))]
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
    const ICON: Icon = Icon::Chart;
    const DESCRIPTION: &'static str = "Counts customers exactly, in all and `by` dimension: for \
        how many and which most, instead of paging `list_customers`. `others` sums up values not \
        named, `without` counts customers with none.";
    type Caller = Reader;
    type Input = SummarizeCustomersInput;
    type Output = SummaryAnswer;

    fn run(
        directory: &mut Directory,
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
