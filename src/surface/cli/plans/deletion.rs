//! What `delete` and `erase` have in common: the plan, the yes, and what is told afterwards.

use super::super::get::with_near_matches;
use super::super::{CommandError, output};
use super::{at_terminal, yes};
use crate::domain::access::Operator;
use crate::domain::erasure::FeedbackFate;
use crate::service::{Deletion, Directory};
use crate::surface::clock::now;
use crate::surface::view::RemovalAnswer;

/// Deletes a customer after a yes. `how` is whether the yes was given with the command, and whether
/// JSON is printed.
pub(super) fn carry_out(
    directory: &mut Directory,
    customer: &str,
    fate: FeedbackFate,
    how: (bool, bool),
    person: &str,
) -> Result<Deletion, CommandError> {
    let proposal = directory
        .plan_deletion(Operator.remover(now()), customer, fate)
        .map_err(with_near_matches)?;
    yes::obtain(directory, &proposal, how, person)?;
    let code = proposal.plan.code.as_str();
    directory
        .delete_customer(Operator.remover(now()), customer, fate, code)
        .map_err(|error| at_terminal(error, "repeat the command"))
}

/// Prints who is gone, and what is left to do.
pub(super) fn tell(
    done: &str,
    deletion: &Deletion,
    answer: RemovalAnswer,
    as_json: bool,
) -> Result<(), CommandError> {
    if as_json {
        return Ok(output::print_json(&answer)?);
    }
    let ids = deletion.receipt.intent.customers();
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let note = answer.note.map(|note| format!("Note: {note}.\n"));
    let (ids, note) = (ids.join(", "), note.unwrap_or_default());
    Ok(output::print(&format!("{done} {ids}.\n{note}"))?)
}
