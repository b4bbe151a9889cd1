//! A person's yes.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use super::super::{CommandError, output};
use super::plan_text;
use crate::domain::access::Operator;
use crate::service::{Directory, Proposal};
use crate::surface::clock::now;
use crate::surface::view::{Allowance, RemovalAnswer};

/// What a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    Yes,
    No,
    Nothing,
}

/// Asks a person at the terminal. `None` where nobody is there to be asked.
pub(super) fn ask(question: &str) -> io::Result<Option<Typed>> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question} Type yes or no: ")?;
    stderr.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(Some(match line.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Typed::Yes,
        "n" | "no" => Typed::No,
        _ => Typed::Nothing,
    }))
}

/// Shows a plan of the person's own and asks for the yes to it, unless that was given already.
/// Without a yes nothing is changed.
pub(super) fn obtain(
    directory: &mut Directory,
    proposal: &Proposal,
    (is_given, is_json): (bool, bool),
    person: &str,
) -> Result<(), CommandError> {
    let is_terminal = io::stdin().is_terminal();
    match (is_json, is_given) {
        (false, _) => output::print(&plan_text(proposal))?,
        (true, true) => {}
        // The answer is the only thing on stdout.
        (true, false) if is_terminal => io::stderr().write_all(plan_text(proposal).as_bytes())?,
        (true, false) => {
            output::print_json(&RemovalAnswer::of_plan(proposal, Allowance::UNLIMITED))?;
        }
    }
    let code = proposal.plan.code.as_str();
    let typed = if is_given {
        Some(Typed::Yes)
    } else {
        ask("Do it?")?
    };
    match typed {
        Some(Typed::Yes) => {
            let who = who(person, is_given);
            directory.approve_plan(Operator.administrator(now()), code, &who)?;
            Ok(())
        }
        Some(Typed::No | Typed::Nothing) => {
            directory.refuse_plan(Operator.administrator(now()), code, person)?;
            Err(CommandError::Refused("nothing was changed".to_owned()))
        }
        None => {
            directory.refuse_plan(Operator.administrator(now()), code, person)?;
            Err(nobody_to_ask())
        }
    }
}

/// Who said yes, and how.
pub(super) fn who(person: &str, is_given: bool) -> String {
    let how = if is_given {
        "with --yes"
    } else {
        "at the terminal"
    };
    format!("{person}, {how}")
}

/// Only a terminal can be asked.
pub(super) fn nobody_to_ask() -> CommandError {
    let message = "nothing was changed: nobody is at a terminal to be asked; add `--yes` if the answer is yes";
    CommandError::Refused(message.to_owned())
}
