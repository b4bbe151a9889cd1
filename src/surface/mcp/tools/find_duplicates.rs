//! `find_duplicates`: pairs of customers that may be one person, page by page.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::Tool;
use super::bounds::{LONGEST_CONTACT, LONGEST_CURSOR};
use crate::domain::access::Reader;
use crate::service::Directory;
use crate::surface::question::{DEFAULT_PAIRS, DuplicatesQuestion, LARGEST_LIMIT};
use crate::surface::view::{Allowance, DuplicatesAnswer};

/// The tool.
pub(super) struct FindDuplicates;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct FindDuplicatesInput {
    /// As in `get_customer`
    #[schemars(length(max = LONGEST_CONTACT))]
    customer: Option<String>,
    /// At least: `60`
    min_score: Option<u32>,
    /// Pairs
    #[schemars(range(min = 1, max = LARGEST_LIMIT), extend("default" = DEFAULT_PAIRS))]
    limit: Option<usize>,
    /// `next_cursor` of the last page
    #[schemars(length(max = LONGEST_CURSOR))]
    cursor: Option<String>,
}

impl Tool for FindDuplicates {
    const NAME: &'static str = "find_duplicates";
    const TITLE: &'static str = "Find duplicates";
    const ICON: Icon = Icon::Twins;
    const DESCRIPTION: &'static str = "Lists pairs of customers that may be one person, with \
        evidence. Look at both with `get_customer`. An empty page with `next_cursor` is not the end.";
    type Caller = Reader;
    type Input = FindDuplicatesInput;
    type Output = DuplicatesAnswer;

    /// A page takes longer than calls may that are done where they come in, and many short
    /// statements, none of which is worth interrupting.
    const WAITS: bool = true;

    fn run(
        directory: &mut Directory,
        reader: Reader,
        input: FindDuplicatesInput,
    ) -> Result<DuplicatesAnswer, ToolError> {
        let question = DuplicatesQuestion {
            customer: input.customer,
            min_score: input.min_score,
            limit: input.limit,
            cursor: input.cursor,
        };
        let find = |asked: &str| Ok::<_, ToolError>(directory.find_customer(reader, asked)?);
        let query = question.query(find)?;
        let page = directory.find_duplicates(reader, &query)?;
        Ok(DuplicatesAnswer::of(&page, &query, Allowance::ASSISTANT))
    }
}
