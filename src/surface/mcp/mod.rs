//! The directory for AI assistants: an MCP server over standard input and output.
//!
//! A line that comes in is a message; [`serve`] reads it, `server` speaks the protocol, `tool` is
//! the one path of every call, and a file in `tools` is one tool. What a person attaches or picks
//! from a menu stands in `resources` and `prompts`, and `completion` goes on from what they type. Only `server` and `stdio` know
//! the protocol's library; only they are asynchronous. The directory lives on a thread of its own
//! and does one call after the other, in the order in which they came.

mod admission;
mod approval;
mod arguments;
mod completion;
mod conflict;
#[cfg(test)]
mod conversation;
mod error;
mod field_names;
mod icon;
mod outcome;
mod parameter;
mod prompts;
mod resources;
mod schema;
mod server;
mod stdio;
mod tool;
mod tools;
mod turn;
mod worker;

pub use admission::{KeySource, Secret, admit};
pub use stdio::{ServeError, serve};
