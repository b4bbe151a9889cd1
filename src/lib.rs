//! A company's unified customer directory for AI assistants.

pub mod domain;
