//! `list_feedback`: what customers said, newest first, page by page.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::Tool;
use super::bounds::{LONGEST_CONTACT, LONGEST_CURSOR, LONGEST_LABEL, LONGEST_SEARCH, LONGEST_TIME};
use super::detail::DetailInput;
use crate::domain::access::Reader;
use crate::service::Directory;
use crate::surface::question::{DEFAULT_LIMIT, FeedbackQuestion, LARGEST_LIMIT};
use crate::surface::view::{Allowance, FeedbackAnswer};

/// The tool.
pub(super) struct ListFeedback;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct ListFeedbackInput {
    /// As in `get_customer`
    #[schemars(length(max = LONGEST_CONTACT))]
    customer: Option<String>,
    /// Nobody's
    unlinked: Option<bool>,
    /// Beginnings of words; all must match: `export slow`
    #[schemars(length(max = LONGEST_SEARCH))]
    search: Option<String>,
    /// Like `email`
    #[schemars(length(max = LONGEST_LABEL))]
    channel: Option<String>,
    /// Like `bug`
    #[schemars(length(max = LONGEST_LABEL))]
    category: Option<String>,
    /// At least: `4`
    rating_min: Option<f64>,
    /// At most: `2`
    rating_max: Option<f64>,
    /// From: `2026-11-03`
    #[schemars(length(max = LONGEST_TIME))]
    created_after: Option<String>,
    /// Before `2026-12-01`
    #[schemars(length(max = LONGEST_TIME))]
    created_before: Option<String>,
    /// Rows
    #[schemars(range(min = 1, max = LARGEST_LIMIT), extend("default" = DEFAULT_LIMIT))]
    limit: Option<usize>,
    /// `next_cursor` of the last page
    #[schemars(length(max = LONGEST_CURSOR))]
    cursor: Option<String>,
    /// `full`: whole messages
    detail: Option<DetailInput>,
}

impl Tool for ListFeedback {
    const NAME: &'static str = "list_feedback";
    const TITLE: &'static str = "List feedback";
    const ICON: Icon = Icon::Speech;
    const DESCRIPTION: &'static str = "Lists what customers said, newest first, in pages: all, \
        or one customer's. To find the customers themselves use `list_customers`.";
    type Caller = Reader;
    type Input = ListFeedbackInput;
    type Output = FeedbackAnswer;

    fn run(
        directory: &mut Directory,
        reader: Reader,
        input: ListFeedbackInput,
    ) -> Result<FeedbackAnswer, ToolError> {
        let detail = input.detail.unwrap_or_default().into();
        let find = |asked: &str| Ok::<_, ToolError>(directory.find_customer(reader, asked)?);
        let query = question(input).query(find)?;
        let page = directory.list_feedback(reader, &query)?;
        Ok(FeedbackAnswer::of(
            &page,
            &query,
            detail,
            Allowance::ASSISTANT,
        ))
    }
}

fn question(input: ListFeedbackInput) -> FeedbackQuestion {
    FeedbackQuestion {
        customer: input.customer,
        unlinked: input.unlinked.unwrap_or_default(),
        search: input.search,
        channel: input.channel,
        category: input.category,
        rating_min: input.rating_min,
        rating_max: input.rating_max,
        created_after: input.created_after,
        created_before: input.created_before,
        limit: input.limit,
        cursor: input.cursor,
    }
}
