//! The answer to a change of one customer.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::CustomerView;
use super::fitting::Allowance;
use crate::domain::customer::{Customer, CustomerId};

/// A customer as they are after a change.
///
/// A schema is read by every assistant in every conversation, so what explains itself is no part of
/// it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EditAnswer {
    /// The customer.
    // Its fields are those of `get_customer`, whose schema names them.
    #[schemars(with = "Map<String, Value>")]
    pub customer: CustomerView,
    /// An earlier call with the same `idempotency_key` had made the customer.
    #[schemars(skip)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// The old id that was asked for.
    #[schemars(skip)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_from: Option<String>,
    /// What else to know about the answer.
    #[schemars(skip)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl EditAnswer {
    /// The answer with a customer, as much of them as an assistant's answer has room for.
    pub fn of(customer: &Customer) -> Self {
        Self::within(customer, Allowance::ASSISTANT)
    }

    /// The answer with a customer, as much of them as the allowance has room for.
    pub fn within(customer: &Customer, allowance: Allowance) -> Self {
        let fitted = CustomerView::fitting(customer, allowance);
        Self {
            customer: fitted.value.into_value(),
            repeated: false,
            resolved_from: None,
            note: fitted.omissions.sentence(),
        }
    }

    /// The answer to a call that may have made the customer before.
    #[must_use]
    pub fn repeated(self, repeated: bool) -> Self {
        Self { repeated, ..self }
    }

    /// The answer to a call that may have asked for an old id.
    #[must_use]
    pub fn resolved_from(self, id: Option<CustomerId>) -> Self {
        let resolved_from = id.map(|id| id.to_string());
        Self {
            resolved_from,
            ..self
        }
    }
}
