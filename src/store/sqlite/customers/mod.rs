//! Customers: the row of each, and what hangs on it.

mod details;
mod read;
mod save;

pub(super) use details::{load_contacts, value_from as field_value_from};
pub(super) use read::{SUMMARY_COLUMNS, customer, customers, each_batch, summary_from};
pub(super) use save::{Derived, save};
