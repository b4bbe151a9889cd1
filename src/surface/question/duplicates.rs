//! A question about pairs that may be one person.

use super::QuestionError;
use super::reading::{limit_or, unusable, unusable_filter};
use crate::domain::customer::CustomerId;
use crate::domain::duplicates::DuplicatesQuery;
use crate::surface::view::cursor;

/// Pairs of a page, unless the caller says otherwise.
pub const DEFAULT_PAIRS: usize = 10;

/// A question about pairs that may be one person, in the caller's own words.
#[derive(Debug, Clone, Default)]
pub struct DuplicatesQuestion {
    /// Only pairs of this customer: an id, an e-mail address, a phone number or an own user id.
    pub customer: Option<String>,
    /// Only pairs with this score or a higher one.
    pub min_score: Option<u32>,
    /// Pairs of the page, 1 to [`super::LARGEST_LIMIT`].
    pub limit: Option<usize>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl DuplicatesQuestion {
    /// The query that is meant. Whoever stands in `customer` is looked up by `find`.
    pub fn query<E: From<QuestionError>>(
        &self,
        find: impl FnOnce(&str) -> Result<CustomerId, E>,
    ) -> Result<DuplicatesQuery, E> {
        let mut query = DuplicatesQuery {
            customer: None,
            min_score: self.min_score.unwrap_or_default(),
            limit: limit_or(DEFAULT_PAIRS, self.limit)?,
            after: None,
        };
        if let Some(customer) = self.customer.as_deref().map(str::trim) {
            if customer.is_empty() {
                return Err(unusable_filter("customer", "it is empty").into());
            }
            query.customer = Some(find(customer)?);
        }
        if let Some(text) = &self.cursor {
            let after =
                cursor::decode_pair(&query, text).map_err(|error| unusable("cursor", error))?;
            query.after = Some(after);
        }
        Ok(query)
    }
}
