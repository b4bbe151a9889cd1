//! Hostile input: what people, files and programs send, bent by chance, must be answered or
//! refused, and never crash or hang what reads it.

pub(crate) mod import_lines;
mod mutation;
pub(crate) mod protocol_lines;
pub(crate) mod search_texts;
pub(crate) mod small_texts;
mod watch;
