//! Tools that take their time, break, and need more than a reader has.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::error::ToolError;
use super::super::icon::Icon;
use super::super::tool::{RegisteredTool, Tool};
use crate::domain::access::{Reader, Writer};
use crate::service::Directory;

/// All of them.
pub(super) fn all() -> Vec<RegisteredTool> {
    vec![
        RegisteredTool::of::<Sleep>(),
        RegisteredTool::of::<Panic>(),
        RegisteredTool::of::<Change>(),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct SleepInput {
    milliseconds: u64,
}

#[derive(Serialize, JsonSchema)]
struct Done {
    done: bool,
}

struct Sleep;
impl Tool for Sleep {
    const NAME: &'static str = "sleep";
    const TITLE: &'static str = "Sleep";
    const ICON: Icon = Icon::Recent;
    const DESCRIPTION: &'static str = "Takes its time.";
    type Caller = Reader;
    type Input = SleepInput;
    type Output = Done;
    const WAITS: bool = true;

    fn run(_: &mut Directory, _: Reader, input: SleepInput) -> Result<Done, ToolError> {
        std::thread::sleep(Duration::from_millis(input.milliseconds));
        Ok(Done { done: true })
    }
}

#[derive(Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Deserialize, JsonSchema)]
struct PanicInput {
    #[serde(default)]
    saying: String,
}

struct Panic;
impl Tool for Panic {
    const NAME: &'static str = "panic";
    const TITLE: &'static str = "Panic";
    const ICON: Icon = Icon::Recent;
    const DESCRIPTION: &'static str = "Breaks, and quotes what it was given.";
    type Caller = Reader;
    type Input = PanicInput;
    type Output = Done;

    fn run(_: &mut Directory, _: Reader, input: PanicInput) -> Result<Done, ToolError> {
        panic!("a bug in a tool: {}", input.saying)
    }
}

struct Change;
impl Tool for Change {
    const NAME: &'static str = "change";
    const TITLE: &'static str = "Change";
    const ICON: Icon = Icon::Recent;
    const DESCRIPTION: &'static str = "Changes something.";
    type Caller = Writer;
    type Input = Nothing;
    type Output = Done;

    fn run(_: &mut Directory, _: Writer, _: Nothing) -> Result<Done, ToolError> {
        Ok(Done { done: true })
    }
}
