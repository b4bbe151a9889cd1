//! `find_duplicates`: pairs of customers that may be one person, page by page.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::tool::Tool;
use crate::domain::access::Reader;
use crate::service::Directory;
use crate::surface::question::{DEFAULT_PAIRS, DuplicatesQuestion};
use crate::surface::view::{Allowance, DuplicatesAnswer};

/// The tool.
pub(super) struct FindDuplicates;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct FindDuplicatesInput {
    customer: Option<String>,
    min_score: Option<u32>,
    #[schemars(range(min = 1, max = 100), extend("default" = DEFAULT_PAIRS))]
    limit: Option<usize>,
    cursor: Option<String>,
}

impl Tool for FindDuplicates {
    const NAME: &'static str = "find_duplicates";
    const TITLE: &'static str = "Find duplicates";
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
