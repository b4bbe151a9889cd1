//! What a tool is, and the one path that every call takes: gate, arguments, run, answer.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::arguments::{self, Arguments};
use super::error::{Code, ToolError};
use super::icon::Icon;
use super::outcome::{self, Outcome};
use super::schema::{self, SchemaObject};
use crate::domain::access::{Access, Reader, Remover, Scope, Writer};
use crate::service::Directory;
use crate::surface::clock::now;

/// A tool: what it is called, what it does, who may call it, what goes in and out.
pub(super) trait Tool {
    /// The name, a verb and a noun.
    const NAME: &'static str;
    /// The name for people.
    const TITLE: &'static str;
    /// The picture beside its name.
    const ICON: Icon;
    /// What it does, when to use it, when not, and which other tool instead.
    const DESCRIPTION: &'static str;
    /// The proof that a call needs. What is listed, hinted and refused follows from it.
    type Caller: Caller;
    /// The arguments.
    type Input: DeserializeOwned + JsonSchema;
    /// The answer.
    type Output: Serialize + JsonSchema;

    /// What hosts may expect of it.
    const HINTS: Hints = Self::Caller::HINTS;

    /// Whether a call may wait for something that is no statement of its own, such as another
    /// process that writes.
    const WAITS: bool = !Self::HINTS.is_read_only;

    /// Answers a call.
    fn run(
        directory: &mut Directory,
        caller: Self::Caller,
        input: Self::Input,
    ) -> Result<Self::Output, ToolError>;

    /// What a person must be asked before the call can be carried out, if the answer is a plan.
    fn question(_: &Self::Output) -> Option<Question> {
        None
    }
}

/// What a person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// The code of the plan.
    pub(super) code: String,
    /// The plan in short, for a person to read: cleaned and bounded.
    pub(super) text: String,
}

/// A proof that some callers have.
pub(super) trait Caller: Sized {
    /// The scope that gives the proof.
    const SCOPE: Scope;
    /// What hosts may expect of a tool that needs the proof.
    const HINTS: Hints;

    /// The proof for a call at this moment, or `None` where the caller may not have it.
    fn admit(access: &Access) -> Option<Self>;
}

/// What hosts may expect of a tool. All tools work on the directory alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hints {
    /// Whether it changes nothing.
    pub(super) is_read_only: bool,
    /// Whether something may be lost.
    pub(super) is_destructive: bool,
    /// Whether calling it twice does no more than calling it once.
    pub(super) is_idempotent: bool,
}

impl Caller for Reader {
    const SCOPE: Scope = Scope::Read;
    const HINTS: Hints = Hints {
        is_read_only: true,
        is_destructive: false,
        is_idempotent: true,
    };

    fn admit(access: &Access) -> Option<Self> {
        access.reader()
    }
}

impl Caller for Writer {
    const SCOPE: Scope = Scope::Write;
    const HINTS: Hints = Hints {
        is_read_only: false,
        is_destructive: false,
        is_idempotent: false,
    };

    fn admit(access: &Access) -> Option<Self> {
        access.writer(now())
    }
}

impl Caller for Remover {
    const SCOPE: Scope = Scope::Delete;
    const HINTS: Hints = Hints {
        is_read_only: false,
        is_destructive: true,
        is_idempotent: false,
    };

    fn admit(access: &Access) -> Option<Self> {
        access.remover(now())
    }
}

/// A tool as the server keeps it: its types are behind functions.
#[derive(Debug, Clone)]
pub(super) struct RegisteredTool {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) icon: Icon,
    pub(super) description: &'static str,
    pub(super) hints: Hints,
    pub(super) waits: bool,
    pub(super) input_schema: SchemaObject,
    pub(super) output_schema: SchemaObject,
    pub(super) scope: Scope,
    answer: fn(&mut Directory, &Access, &SchemaObject, Arguments) -> Result<Answer, ToolError>,
}

/// The answer to a call.
#[derive(Debug)]
pub(super) struct Answer {
    /// The answer as JSON.
    pub(super) text: String,
    /// What a person must be asked, where the answer is a plan that waits for their yes.
    pub(super) question: Option<Question>,
}

impl RegisteredTool {
    /// Registers a tool.
    pub(super) fn of<T: Tool>() -> Self {
        Self {
            name: T::NAME,
            title: T::TITLE,
            icon: T::ICON,
            description: T::DESCRIPTION,
            hints: T::HINTS,
            waits: T::WAITS,
            input_schema: schema::of_input::<T::Input>(),
            output_schema: schema::of_output::<T::Output>(),
            scope: T::Caller::SCOPE,
            answer: answer::<T>,
        }
    }

    /// Whether callers with this access see the tool.
    pub(super) fn is_for(&self, access: &Access) -> bool {
        access.has(self.scope)
    }

    /// Answers a call, whatever happens inside.
    pub(super) fn call(
        &self,
        directory: &mut Directory,
        access: &Access,
        given: Arguments,
    ) -> Outcome<Answer> {
        self.guarded(|| (self.answer)(directory, access, &self.input_schema, given))
    }

    /// Does work on a call's behalf, whatever happens inside.
    pub(super) fn guarded(
        &self,
        work: impl FnOnce() -> Result<Answer, ToolError>,
    ) -> Outcome<Answer> {
        outcome::guarded(self.name, work)
    }
}

fn answer<T: Tool>(
    directory: &mut Directory,
    access: &Access,
    input_schema: &SchemaObject,
    given: Arguments,
) -> Result<Answer, ToolError> {
    let caller =
        T::Caller::admit(access).ok_or_else(|| missing_scope(T::NAME, T::Caller::SCOPE, access))?;
    let checked = arguments::check(T::NAME, input_schema, given)?;
    let input = serde_json::from_value(Value::Object(checked)).map_err(unreadable)?;
    let output = T::run(directory, caller, input)?;
    let question = T::question(&output);
    Ok(Answer {
        text: serde_json::to_string(&output).map_err(unreadable)?,
        question,
    })
}

/// The refusal of a caller who has not the scope that something needs.
pub(super) fn missing_scope(name: &str, scope: Scope, access: &Access) -> ToolError {
    if let Access::Barred(why) = access {
        return ToolError::refused(Code::MissingScope, why.clone());
    }
    let message = format!(
        "`{name}` needs the scope `{}`, which this connection does not have",
        scope.as_str()
    );
    ToolError::refused(Code::MissingScope, message)
}

/// The schema lets through only what the input can be read from, so this is a last resort.
fn unreadable(error: serde_json::Error) -> ToolError {
    ToolError::unusable("arguments", error)
}
