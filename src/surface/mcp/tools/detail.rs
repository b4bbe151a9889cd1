//! The parameter `detail`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::domain::search::Detail;

/// How much an answer holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum DetailInput {
    #[default]
    Concise,
    Full,
}

impl From<DetailInput> for Detail {
    fn from(input: DetailInput) -> Self {
        match input {
            DetailInput::Concise => Self::Concise,
            DetailInput::Full => Self::Full,
        }
    }
}
