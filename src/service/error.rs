//! What can go wrong when the directory is asked or told something.

use thiserror::Error;

use crate::domain::customer::{CustomerId, CustomerSummary};
use crate::store::StoreError;

/// A request that could not be carried out. Nothing was changed.
#[derive(Debug, Error)]
pub enum DirectoryError {
    /// Nobody is known by what was asked for.
    #[error("no customer is known by `{asked}`")]
    NotFound {
        /// What was asked for.
        asked: String,
        /// Customers whose words are like it, best first.
        near: Vec<CustomerSummary>,
    },
    /// What was asked for means several customers, each by another kind of contact.
    #[error("`{asked}` means several customers: {}", list(.customers))]
    SeveralMeant {
        /// What was asked for.
        asked: String,
        /// The customers.
        customers: Vec<CustomerId>,
    },
    /// The store could not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DirectoryError {
    /// Whether the same request may succeed in a moment.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Store(StoreError::Busy))
    }

    /// Whether a statement was stopped because nobody waits for it any more.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Store(StoreError::Interrupted))
    }
}

fn list(customers: &[CustomerId]) -> String {
    customers
        .iter()
        .map(|customer| format!("`{customer}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
