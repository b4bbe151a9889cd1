//! Single texts of a change.

use std::fmt::Display;

use super::super::question::QuestionError;
use super::super::view::clean;
use crate::domain::contact::{is_no_name, means_nothing};
use crate::domain::editing::LONGEST_NOTES;
use crate::domain::label::bounded;

/// How much of a value a message repeats, in characters.
const LONGEST_ECHO: usize = 60;

/// Longest name of a request, in bytes.
const LONGEST_REQUEST_NAME: usize = 256;

/// A parameter that cannot be read.
pub(super) fn unusable(parameter: &'static str, problem: impl Display) -> QuestionError {
    QuestionError {
        parameter,
        problem: problem.to_string(),
    }
}

/// A value that cannot be used, with what is wrong with it.
pub(super) fn refused(parameter: &'static str, text: &str, problem: impl Display) -> QuestionError {
    unusable(parameter, format!("`{}`: {problem}", excerpt(text)))
}

/// A value as a message repeats it.
pub(super) fn excerpt(text: &str) -> String {
    clean::excerpt(text, LONGEST_ECHO)
}

/// A text without the character that ends texts too early in too many places further on.
pub(super) fn whole(parameter: &'static str, text: &str) -> Result<(), QuestionError> {
    if text.contains('\0') {
        Err(refused(
            parameter,
            text,
            "it holds the character U+0000; remove it",
        ))
    } else {
        Ok(())
    }
}

/// A label: trimmed, not empty, and not too long.
pub(super) fn label(parameter: &'static str, text: &str) -> Result<String, QuestionError> {
    whole(parameter, text)?;
    bounded(text).map_err(|error| refused(parameter, text, error))
}

/// A display name.
pub(super) fn name(
    parameter: &'static str,
    text: Option<&str>,
) -> Result<Option<String>, QuestionError> {
    word(parameter, text, is_no_name)
}

/// An organisation.
pub(super) fn company(
    parameter: &'static str,
    text: Option<&str>,
) -> Result<Option<String>, QuestionError> {
    word(parameter, text, means_nothing)
}

fn word(
    parameter: &'static str,
    text: Option<&str>,
    is_nothing: impl Fn(&str) -> bool,
) -> Result<Option<String>, QuestionError> {
    let Some(text) = text else { return Ok(None) };
    if is_nothing(text) {
        let problem = format!("it says nothing; leave it out, or name `{parameter}` in `clear`");
        return Err(refused(parameter, text, problem));
    }
    label(parameter, text).map(Some)
}

/// Notes, which may have several lines.
pub(super) fn notes(parameter: &'static str, text: &str) -> Result<String, QuestionError> {
    whole(parameter, text)?;
    let length = text.chars().count();
    if text.trim().is_empty() {
        Err(unusable(
            parameter,
            "it is empty; leave it out, or name `notes` in `clear`",
        ))
    } else if length > LONGEST_NOTES {
        let problem =
            format!("it has {length} characters; at most {LONGEST_NOTES} are kept, so shorten it");
        Err(unusable(parameter, problem))
    } else {
        Ok(text.trim().to_owned())
    }
}

/// The name of a request, by which it is carried out once.
pub fn request_name(name: Option<String>) -> Result<Option<String>, QuestionError> {
    let Some(name) = name else { return Ok(None) };
    let parameter = "idempotency_key";
    whole(parameter, &name)?;
    if name.trim().is_empty() {
        return Err(unusable(
            parameter,
            "it is empty; leave it out, or choose one",
        ));
    }
    if name.len() > LONGEST_REQUEST_NAME {
        let problem = format!(
            "it has {} bytes; choose one of at most {LONGEST_REQUEST_NAME}",
            name.len()
        );
        return Err(unusable(parameter, problem));
    }
    Ok(Some(name))
}
