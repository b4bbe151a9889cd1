//! Black-box tests: the real program and a real database file.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper that fails should fail its test"
)]

mod a_persons_yes;
mod answers;
mod any_customers;
mod any_feedback;
mod audit_command;
mod backup_command;
mod bad_conditions;
mod check_command;
mod conformance;
mod create_command;
mod customer_counts;
mod database_file;
mod duplicates;
mod duplicates_oracle;
mod erase_command;
mod erasure;
mod every_part;
mod every_request;
mod export_command;
mod export_round_trip;
mod faults;
mod feedback_command;
mod feedback_questions;
mod floods;
mod former_customers;
mod get_customer;
mod import_command;
mod import_refusals;
mod import_tables;
mod ingest_cases;
mod ingest_command;
mod interruption;
mod kept;
mod key_rights;
mod lasting_calls;
mod layer_rules;
mod layers;
mod list_customers;
mod list_feedback;
mod list_pages;
mod log_canary;
mod never_seen;
mod newer_file;
mod no_network;
mod papers;
mod plans_command;
mod program;
mod protocol;
mod questions;
mod reading_leaves_no_trace;
mod removals;
mod restore_command;
mod search;
mod search_limits;
mod strangers;
mod summarize_customers;
mod summary_command;
mod talk;
mod terminal;
mod update_command;
mod wrongs;
