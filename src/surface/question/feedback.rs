//! A question about feedback.

use super::QuestionError;
use super::reading::{channel, folded, limit, times, unusable, unusable_filter};
use crate::domain::customer::CustomerId;
use crate::domain::search::{FeedbackFilter, FeedbackQuery, MessageSearch, Whose};
use crate::surface::view::cursor;

/// A question about feedback, in the caller's own words.
#[derive(Debug, Clone, Default)]
pub struct FeedbackQuestion {
    /// Whose: an id, an e-mail address, a phone number or an own user id.
    pub customer: Option<String>,
    /// Only what belongs to no customer.
    pub unlinked: bool,
    /// Words of the message, or their beginnings.
    pub search: Option<String>,
    /// Came through this channel.
    pub channel: Option<String>,
    /// Is of this category, in any spelling of it.
    pub category: Option<String>,
    /// Rated this or higher.
    pub rating_min: Option<f64>,
    /// Rated this or lower.
    pub rating_max: Option<f64>,
    /// Given at this time or later.
    pub created_after: Option<String>,
    /// Given before this time.
    pub created_before: Option<String>,
    /// Rows of the page, 1 to [`super::LARGEST_LIMIT`].
    pub limit: Option<usize>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl FeedbackQuestion {
    /// The query that is meant. Whoever stands in `customer` is looked up by `find`.
    pub fn query<E: From<QuestionError>>(
        &self,
        find: impl FnOnce(&str) -> Result<CustomerId, E>,
    ) -> Result<FeedbackQuery, E> {
        let (rating_min, rating_max) = self.ratings()?;
        let (created_after, created_before) = times(
            ("created_after", self.created_after.as_deref()),
            ("created_before", self.created_before.as_deref()),
        )?;
        let mut query = FeedbackQuery {
            search: self.search.as_deref().map(MessageSearch::parse),
            filter: FeedbackFilter {
                whose: Whose::Anyone,
                channel: channel(self.channel.as_deref())?,
                category: folded("category", self.category.as_deref())?,
                rating_min,
                rating_max,
                created_after,
                created_before,
            },
            limit: limit(self.limit)?,
            after: None,
        };
        query.filter.whose = self.whose(find)?;
        if let Some(text) = &self.cursor {
            let after = cursor::decode(&query, text).map_err(|error| unusable("cursor", error))?;
            query.after = Some(after);
        }
        Ok(query)
    }

    fn ratings(&self) -> Result<(Option<f64>, Option<f64>), QuestionError> {
        let lowest = rating("rating_min", self.rating_min)?;
        let highest = rating("rating_max", self.rating_max)?;
        match (lowest, highest) {
            (Some(lowest), Some(highest)) if lowest > highest => {
                let problem = format!(
                    "it is `{highest}`, which is lower than `rating_min`, `{lowest}`; exchange the two"
                );
                Err(unusable("rating_max", problem))
            }
            bounds => Ok(bounds),
        }
    }

    fn whose<E: From<QuestionError>>(
        &self,
        find: impl FnOnce(&str) -> Result<CustomerId, E>,
    ) -> Result<Whose, E> {
        let Some(customer) = self.customer.as_deref().map(str::trim) else {
            return Ok(if self.unlinked {
                Whose::NoOne
            } else {
                Whose::Anyone
            });
        };
        if customer.is_empty() {
            return Err(unusable_filter("customer", "it is empty").into());
        }
        if self.unlinked {
            let problem = "what belongs to no customer is not `customer`'s; leave one of both out";
            return Err(unusable("unlinked", problem).into());
        }
        find(customer).map(Whose::Customer)
    }
}

/// A bound of ratings. Sources have different scales, so every number is one.
fn rating(parameter: &'static str, bound: Option<f64>) -> Result<Option<f64>, QuestionError> {
    match bound {
        Some(bound) if !bound.is_finite() => {
            Err(unusable(parameter, "it is not finite; give a number"))
        }
        Some(_) | None => Ok(bound),
    }
}

#[cfg(test)]
mod tests {
    use super::super::QuestionError;
    use super::FeedbackQuestion;
    use crate::domain::customer::CustomerId;
    use crate::domain::search::Whose;

    fn whose(question: &FeedbackQuestion) -> Result<Whose, String> {
        question
            .query(|_| Ok::<_, QuestionError>(CustomerId(7)))
            .map(|query| query.filter.whose)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn feedback_is_one_customers_or_nobodys_or_anyones() {
        let mut question = FeedbackQuestion::default();
        assert_eq!(whose(&question), Ok(Whose::Anyone));
        question.unlinked = true;
        assert_eq!(whose(&question), Ok(Whose::NoOne));
        question.customer = Some("cus_7".to_owned());
        assert!(whose(&question).unwrap_err().starts_with("`unlinked`: "));
        question.unlinked = false;
        assert_eq!(whose(&question), Ok(Whose::Customer(CustomerId(7))));
        question.customer = Some(" ".to_owned());
        assert!(whose(&question).unwrap_err().starts_with("`customer`: "));
    }

    #[test]
    fn bounds_the_wrong_way_round_are_refused() {
        let question = FeedbackQuestion {
            rating_min: Some(4.5),
            rating_max: Some(2.0),
            ..FeedbackQuestion::default()
        };
        assert_eq!(
            whose(&question).unwrap_err(),
            "`rating_max`: it is `2`, which is lower than `rating_min`, `4.5`; exchange the two"
        );
        let question = FeedbackQuestion {
            rating_min: Some(2.0),
            rating_max: Some(2.0),
            created_after: Some("2026-02-01".to_owned()),
            created_before: Some("2026-01-01T12:00:00+01:00".to_owned()),
            ..FeedbackQuestion::default()
        };
        assert_eq!(
            whose(&question).unwrap_err(),
            "`created_before`: it is `2026-01-01T11:00:00Z`, which is not later than `created_after`, \
             `2026-02-01T00:00:00Z`; exchange the two"
        );
    }

    #[test]
    fn a_rating_that_is_no_number_is_refused() {
        for bound in [f64::NAN, f64::INFINITY] {
            let question = FeedbackQuestion {
                rating_max: Some(bound),
                ..FeedbackQuestion::default()
            };
            assert!(whose(&question).unwrap_err().starts_with("`rating_max`: "));
        }
    }
}
