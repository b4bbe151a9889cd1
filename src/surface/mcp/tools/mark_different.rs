//! `mark_different`: remembers that two customers are two people.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::{Caller as _, Hints, Tool};
use super::bounds::LONGEST_CONTACT;
use crate::domain::access::Writer;
use crate::service::Directory;
use crate::surface::view::JudgementAnswer;

/// The tool.
pub(super) struct MarkDifferent;

/// Its arguments.
#[derive(Deserialize, JsonSchema)]
pub(super) struct MarkDifferentInput {
    /// As in `get_customer`
    #[schemars(length(max = LONGEST_CONTACT))]
    one: String,
    /// As in `get_customer`
    #[schemars(length(max = LONGEST_CONTACT))]
    other: String,
    /// `false` takes the mark away
    #[schemars(extend("default" = true))]
    different: Option<bool>,
}

impl Tool for MarkDifferent {
    const NAME: &'static str = "mark_different";
    const TITLE: &'static str = "Mark as different people";
    const ICON: Icon = Icon::Different;
    const DESCRIPTION: &'static str = "Remembers that two customers are two people: \
        `find_duplicates` lists them no more.";
    type Caller = Writer;
    type Input = MarkDifferentInput;
    type Output = JudgementAnswer;

    /// Who is marked already is marked once.
    const HINTS: Hints = Hints {
        is_idempotent: true,
        ..Writer::HINTS
    };

    fn run(
        directory: &mut Directory,
        writer: Writer,
        input: MarkDifferentInput,
    ) -> Result<JudgementAnswer, ToolError> {
        let pair = (input.one.as_str(), input.other.as_str());
        let judgement = directory.mark_different(writer, pair, input.different.unwrap_or(true))?;
        Ok(JudgementAnswer::of(&judgement))
    }
}
