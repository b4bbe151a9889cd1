//! What can go wrong when the directory is asked or told something.

use jiff::Timestamp;
use thiserror::Error;

use crate::domain::customer::{Customer, CustomerId, CustomerSummary};
use crate::domain::editing::EditError;
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
    /// Somebody was known by an id who was deleted.
    #[error("`{id}` was deleted at {at}")]
    Deleted {
        /// The id.
        id: CustomerId,
        /// When, UTC.
        at: Timestamp,
    },
    /// A value that cannot be used.
    #[error("`{field}`: {problem}")]
    Unusable {
        /// The field or parameter.
        field: String,
        /// What is wrong with it, with which value, and what to do.
        problem: String,
    },
    /// The key does not give the right any more.
    #[error("the key `{name}` {why}; ask the operator for another")]
    KeyEnded {
        /// The key's name.
        name: String,
        /// Why, as a part of a sentence.
        why: String,
    },
    /// A key has done as much as it may for now.
    #[error(
        "the key `{name}` has reached its limit of {most} {what}; try again in {wait_seconds} seconds"
    )]
    LimitReached {
        /// The key's name.
        name: String,
        /// The limit.
        most: u32,
        /// What is limited.
        what: &'static str,
        /// Seconds until one more is let through.
        wait_seconds: u64,
    },
    /// A contact that is to be given to a customer identifies another one.
    #[error(
        "`{contact}` belongs to `{}`; change that customer, or merge the two if they are one person",
        .owner.id
    )]
    ContactTaken {
        /// The contact as the caller wrote it.
        contact: String,
        /// Who has it.
        owner: Box<Customer>,
    },
    /// A customer has changed since the caller looked.
    #[error(
        "`{}` is at version {}, not {expected}: it was changed in between; look at it again first",
        .customer.id, .customer.version
    )]
    VersionConflict {
        /// The version that the caller saw.
        expected: u64,
        /// The customer as they are now.
        customer: Box<Customer>,
    },
    /// A name that a request had before was given to another one.
    #[error(
        "`{field}` `{name}` was used before with other content, and nothing was changed; choose \
         another"
    )]
    NameReused {
        /// The parameter that names requests.
        field: &'static str,
        /// The name.
        name: String,
    },
    /// A merge or a deletion whose plan nobody has said yes to.
    #[error(
        "the plan `{code}` waits for a person's yes; ask the operator to run `customer-directory approve {code}`, \
         then repeat this call"
    )]
    PlanRequired {
        /// The plan's code.
        code: String,
    },
    /// A plan that cannot be carried out.
    #[error("{problem}; call without `plan` for a new one")]
    PlanInvalid {
        /// Why, as a sentence.
        problem: String,
    },
    /// What the rules forbid.
    #[error("{problem}")]
    Refused {
        /// Why, and what to do.
        problem: String,
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

impl From<EditError> for DirectoryError {
    fn from(error: EditError) -> Self {
        Self::Unusable {
            field: error.field().to_owned(),
            problem: error.to_string(),
        }
    }
}

fn list(customers: &[CustomerId]) -> String {
    customers
        .iter()
        .map(|customer| format!("`{customer}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
