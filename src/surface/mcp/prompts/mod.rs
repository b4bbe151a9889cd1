//! Prompts: requests that a person picks from a menu.
//!
//! A prompt is a short request in the person's name with the data for it. What strangers wrote
//! stands in a [`fence`]; arguments are completed ([`super::completion`]).

mod brief_me;
mod fence;
mod prepare_reply;
mod review_duplicates;
mod whats_new;

use serde_json::{Map, Value};

use super::error::{Code, ToolError, echo};
use super::icon::Icon;
use super::tool::missing_scope;
use crate::domain::access::{Access, Reader, Scope};
use crate::service::Directory;
use crate::surface::view::clean;

/// The most characters of an argument.
const LONGEST_ARGUMENT: usize = 4_000;

/// A prompt.
#[derive(Debug)]
pub(super) struct Prompt {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) icon: Icon,
    pub(super) description: &'static str,
    pub(super) arguments: &'static [Argument],
    write: fn(&Request<'_>) -> Result<String, ToolError>,
}

/// An argument of a prompt.
#[derive(Debug)]
pub(super) struct Argument {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) is_required: bool,
}

/// Every prompt, in the order in which they are listed.
pub(super) static ALL: [Prompt; 4] = [
    brief_me::PROMPT,
    whats_new::PROMPT,
    review_duplicates::PROMPT,
    prepare_reply::PROMPT,
];

/// A person's request.
struct Request<'a> {
    directory: &'a Directory,
    access: &'a Access,
    reader: Reader,
    arguments: Vec<(&'static str, String)>,
}

impl Request<'_> {
    /// An argument; empty where it was left out.
    fn argument(&self, name: &str) -> &str {
        let mut given = self.arguments.iter();
        given
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }
}

/// The prompt with a name.
pub(super) fn find(name: &str) -> Result<&'static Prompt, ToolError> {
    ALL.iter()
        .find(|prompt| prompt.name == name)
        .ok_or_else(|| {
            let names: Vec<String> = ALL.iter().map(|it| format!("`{}`", it.name)).collect();
            let message = format!(
                "there is no prompt `{}`; there are {}",
                echo(name),
                names.join(", ")
            );
            ToolError::refused(Code::InvalidValue, message)
        })
}

/// Writes a prompt: what the person says to the model.
pub(super) fn write(
    directory: &Directory,
    access: &Access,
    name: &str,
    given: &Map<String, Value>,
) -> Result<String, ToolError> {
    let reader = access
        .reader()
        .ok_or_else(|| missing_scope("prompts/get", Scope::Read, access))?;
    let prompt = find(name)?;
    (prompt.write)(&Request {
        directory,
        access,
        reader,
        arguments: prompt.read(given)?,
    })
}

impl Prompt {
    /// The argument with a name.
    pub(super) fn argument(&self, name: &str) -> Result<&'static Argument, ToolError> {
        let mut arguments = self.arguments.iter();
        arguments
            .find(|argument| argument.name == name)
            .ok_or_else(|| {
                let known: Vec<String> = self
                    .arguments
                    .iter()
                    .map(|argument| format!("`{}`", argument.name))
                    .collect();
                let known = if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                };
                let message = format!(
                    "`{}` is not an argument of `{}`; accepted: {known}",
                    echo(name),
                    self.name
                );
                ToolError::refused(Code::UnknownParameter, message)
            })
    }

    /// Reads arguments: texts that it has, and every one that it needs. An empty text is none.
    fn read(&self, given: &Map<String, Value>) -> Result<Vec<(&'static str, String)>, ToolError> {
        let mut read = Vec::new();
        for (name, value) in given {
            let name = self.argument(name)?.name;
            let accepted = format!("text of at most {LONGEST_ARGUMENT} characters");
            let value = match value {
                Value::Null => continue,
                Value::String(text) if text.chars().count() <= LONGEST_ARGUMENT => text.trim(),
                Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_)
                | Value::Object(_) => return Err(ToolError::invalid(name, value, &accepted)),
            };
            if !value.is_empty() {
                read.push((name, clean::text(value).into_owned()));
            }
        }
        let mut needed = self.arguments.iter().filter(|it| it.is_required);
        match needed.find(|it| read.iter().all(|(name, _)| *name != it.name)) {
            None => Ok(read),
            Some(missing) => {
                let message = format!("`{}` needs `{}`", self.name, missing.name);
                Err(ToolError::refused(Code::InvalidValue, message))
            }
        }
    }
}
