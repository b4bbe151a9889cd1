//! A question for the values that begin in a certain way, and its answer.

use super::{Counted, Dimension};
use crate::domain::page::Total;

/// A question for the values of a dimension that begin in a certain way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueQuery {
    /// The dimension.
    pub dimension: Dimension,
    /// How they begin, in the form in which they are compared; empty for any.
    pub beginning: String,
    /// The most values that the answer may name.
    pub limit: usize,
}

/// The values that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValuePage {
    /// The first ones: most customers first, then by the form in which values are compared.
    pub values: Vec<Counted>,
    /// How many values there are.
    pub total: Total,
}
