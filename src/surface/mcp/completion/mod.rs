//! Completion: what a person may mean who has typed the beginning of an argument.
//!
//! What is offered is what is put in: a customer is offered by id, whether a name, an e-mail
//! address, a phone number or the id was typed. Values come from the postings and from what is
//! kept of each label; nobody is read who is not offered.

mod subject;

use super::error::{Code, ToolError, echo};
use super::tool::missing_scope;
use super::{prompts, resources};
use crate::domain::access::{Access, Reader, Scope};
use crate::domain::page::Total;
use crate::domain::search::{CustomerQuery, Dimension, SearchText};
use crate::service::{Directory, DirectoryError};
use crate::surface::clock::now;
use crate::surface::question::{LARGEST_LIMIT, values_beginning};
use crate::surface::view::clean;
use subject::Subject;

/// Nothing in the directory goes on from a longer text.
const LONGEST_TYPED: usize = 200;

/// What an argument belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// A prompt, by its name.
    Prompt(String),
    /// A template, by its URI with braces.
    Template(String),
}

/// What is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Completion {
    pub(super) values: Vec<String>,
    /// How many there are; of more than can be counted quickly, as many as were counted.
    pub(super) total: Total,
}

impl Completion {
    fn of(values: Vec<String>) -> Self {
        let total = Total::exactly(values.len() as u64);
        Self { values, total }
    }
}

/// Completes what was typed of an argument.
pub(super) fn complete(
    directory: &Directory,
    access: &Access,
    reference: &Reference,
    argument: &str,
    typed: &str,
) -> Result<Completion, ToolError> {
    let reader = access
        .reader()
        .ok_or_else(|| missing_scope("completion/complete", Scope::Read, access))?;
    let subject = subject(reference, argument)?;
    if typed.chars().count() > LONGEST_TYPED {
        return Ok(Completion::of(Vec::new()));
    }
    match subject {
        Subject::Customer => customers(directory, reader, typed),
        Subject::Label(dimension) => labels(directory, reader, dimension, typed),
        Subject::Date => Ok(Completion::of(subject::dates(now(), typed))),
        Subject::FreeText => Ok(Completion::of(Vec::new())),
    }
}

/// What an argument takes.
fn subject(reference: &Reference, argument: &str) -> Result<Subject, ToolError> {
    match reference {
        Reference::Prompt(name) => {
            let argument = prompts::find(name)?.argument(argument)?;
            Ok(Subject::named(argument.name))
        }
        Reference::Template(uri) => {
            let mut templates = resources::TEMPLATES.iter();
            if templates.all(|template| template.uri != uri) {
                let message = format!(
                    "there is no resource template `{}`; see `resources/templates/list`",
                    echo(uri)
                );
                return Err(ToolError::refused(Code::InvalidValue, message));
            }
            if !uri.contains(&format!("{{{argument}}}")) {
                let message = format!("`{}` is not a variable of `{uri}`", echo(argument));
                return Err(ToolError::refused(Code::UnknownParameter, message));
            }
            Ok(Subject::named(argument))
        }
    }
}

/// Customers whose words begin as was typed, those first who were seen last.
fn customers(directory: &Directory, reader: Reader, typed: &str) -> Result<Completion, ToolError> {
    let typed = typed.trim();
    if typed.starts_with(subject::ID_PREFIX) {
        return by_id(directory, reader, typed);
    }
    let query = CustomerQuery {
        search: (!typed.is_empty()).then(|| SearchText::parse(typed)),
        ..CustomerQuery::latest(LARGEST_LIMIT)
    };
    let page = directory.list_customers(reader, &query)?;
    let ids = page.customers.iter().map(|listed| listed.summary.id);
    Ok(Completion {
        values: ids.map(|id| id.to_string()).collect(),
        total: page.total,
    })
}

/// The customer whom an id means now.
fn by_id(directory: &Directory, reader: Reader, typed: &str) -> Result<Completion, ToolError> {
    match directory.find_customer(reader, typed) {
        Ok(id) => Ok(Completion::of(vec![id.to_string()])),
        Err(DirectoryError::NotFound { .. } | DirectoryError::Deleted { .. }) => {
            Ok(Completion::of(Vec::new()))
        }
        Err(error) => Err(error.into()),
    }
}

fn labels(
    directory: &Directory,
    reader: Reader,
    dimension: Dimension,
    typed: &str,
) -> Result<Completion, ToolError> {
    let page = directory.list_values(reader, &values_beginning(dimension, typed))?;
    let values = page.values.iter();
    Ok(Completion {
        values: values
            .map(|counted| clean::line(&counted.value).into_owned())
            .collect(),
        total: page.total,
    })
}
