//! Carrying out what a person said about a plan that they were asked about.

use super::arguments::Arguments;
use super::error::{Code, ToolError};
use super::outcome::Outcome;
use super::tool::{Answer, RegisteredTool};
use crate::domain::access::{Access, Remover};
use crate::service::{Directory, DirectoryError};
use crate::surface::clock::now;

/// The parameter that carries a plan's code.
const PLAN: &str = "plan";

impl RegisteredTool {
    /// Carries out a plan to which a person said yes.
    pub(super) fn approved(
        &self,
        directory: &mut Directory,
        access: &Access,
        mut given: Arguments,
        code: &str,
        who: &str,
    ) -> Outcome<Answer> {
        let approved = access
            .remover(now())
            .map(|remover: Remover| directory.approve_by_client(remover, code, who));
        if let Some(Err(error)) = approved {
            return self.failed(error);
        }
        given.insert(PLAN.to_owned(), code.into());
        self.call(directory, access, given)
    }

    /// Gives up a plan to which a person said no.
    pub(super) fn declined(
        &self,
        directory: &mut Directory,
        access: &Access,
        code: &str,
    ) -> Outcome<Answer> {
        let refused = access
            .remover(now())
            .map(|remover| directory.refuse_by_client(remover, code));
        if let Some(Err(error)) = refused {
            return self.failed(error);
        }
        let message =
            "the person said no, so nothing was changed; do not ask again unless they want it";
        self.guarded(|| Err(ToolError::refused(Code::Refused, message)))
    }

    fn failed(&self, error: DirectoryError) -> Outcome<Answer> {
        self.guarded(|| Err(error.into()))
    }
}
