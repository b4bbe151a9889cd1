//! What an export asks the store for, in domain types.

use super::StoreError;
use crate::domain::customer::CustomerId;
use crate::domain::export::{ExportExtent, ExportRecord, MadeCustomer};
use crate::domain::feedback::FeedbackNumber;

/// Questions of exports and imports. None holds more than a few hundred rows at once.
pub trait ReadExport {
    /// How much an export of the whole directory holds.
    fn export_extent(&self) -> Result<ExportExtent, StoreError>;

    /// Calls for each record of an export of the whole directory, in their order, until told to stop.
    fn each_exported(&self, work: &mut dyn FnMut(ExportRecord) -> bool) -> Result<(), StoreError>;

    /// The requests that made a customer, in the order of their callers and names.
    fn requests_of(&self, customer: CustomerId) -> Result<Vec<MadeCustomer>, StoreError>;

    /// Whether a customer is there.
    fn has_customer(&self, id: CustomerId) -> Result<bool, StoreError>;

    /// Whether a piece of feedback is there.
    fn has_feedback(&self, number: FeedbackNumber) -> Result<bool, StoreError>;
}
