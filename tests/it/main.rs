//! Black-box tests: the real program and a real database file.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper that fails should fail its test"
)]

mod database_file;
mod get_customer;
mod ingest_cases;
mod ingest_command;
mod interruption;
mod layer_rules;
mod layers;
mod list_customers;
mod list_pages;
mod papers;
mod program;
mod protocol;
mod questions;
mod search;
mod search_limits;
mod terminal;
