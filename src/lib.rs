//! A company's unified customer directory for AI assistants.

pub mod config;
pub mod domain;
pub mod service;
pub mod store;
pub mod surface;
