//! Parts of a question that several questions have.

use std::fmt::Display;

use jiff::Timestamp;

use super::{DEFAULT_LIMIT, LARGEST_LIMIT, QuestionError};
use crate::domain::label::{self, Channel};
use crate::domain::{folding, instant};

/// What custom fields' keys start with.
pub(super) const FIELD_PREFIX: &str = "cf_";

/// Rows of a page.
pub(super) fn limit(limit: Option<usize>) -> Result<usize, QuestionError> {
    limit_or(DEFAULT_LIMIT, limit)
}

/// Rows of a page of which there are usually so many.
pub(super) fn limit_or(usual: usize, limit: Option<usize>) -> Result<usize, QuestionError> {
    let limit = limit.unwrap_or(usual);
    if (1..=LARGEST_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(unusable(
            "limit",
            format!("it is `{limit}`; accepted: whole numbers from 1 to {LARGEST_LIMIT}"),
        ))
    }
}

/// A channel that is asked for.
pub(super) fn channel(text: Option<&str>) -> Result<Option<Channel>, QuestionError> {
    text.map(|text| Channel::parse(text).map_err(|error| unusable_filter("channel", error)))
        .transpose()
}

/// A text that is asked for by its folded form.
pub(super) fn folded(
    parameter: &'static str,
    text: Option<&str>,
) -> Result<Option<String>, QuestionError> {
    let Some(text) = text else { return Ok(None) };
    let folded = folding::sort_form(text);
    if folded.is_empty() {
        return Err(unusable_filter(parameter, "it has no letters or digits"));
    }
    Ok(Some(folded))
}

/// The key of a custom field, with its prefix.
pub(super) fn field_key(
    parameter: &'static str,
    text: Option<&str>,
) -> Result<Option<String>, QuestionError> {
    let Some(text) = text else { return Ok(None) };
    let key = label::bounded(text).map_err(|error| unusable_filter(parameter, error))?;
    Ok(Some(if key.starts_with(FIELD_PREFIX) {
        key
    } else {
        format!("{FIELD_PREFIX}{key}")
    }))
}

/// A time that bounds what is asked for.
pub(super) fn time(
    parameter: &'static str,
    text: Option<&str>,
) -> Result<Option<Timestamp>, QuestionError> {
    text.map(|text| instant::parse(text).map_err(|error| unusable(parameter, error)))
        .transpose()
}

/// Two times between which something is asked for; nothing lies between them the wrong way round.
pub(super) fn times(
    (after, first): (&'static str, Option<&str>),
    (before, end): (&'static str, Option<&str>),
) -> Result<(Option<Timestamp>, Option<Timestamp>), QuestionError> {
    let (from, until) = (time(after, first)?, time(before, end)?);
    match (from, until) {
        (Some(from), Some(until)) if from >= until => Err(unusable(
            before,
            format!(
                "it is `{until}`, which is not later than `{after}`, `{from}`; exchange the two"
            ),
        )),
        _ => Ok((from, until)),
    }
}

/// A part that cannot be read.
pub(super) fn unusable(parameter: &'static str, problem: impl Display) -> QuestionError {
    QuestionError {
        parameter,
        problem: problem.to_string(),
    }
}

/// A part that cannot be read, and without which everything is asked for.
pub(super) fn unusable_filter(parameter: &'static str, problem: impl Display) -> QuestionError {
    unusable(parameter, format!("{problem}; leave it out to ask for any"))
}
