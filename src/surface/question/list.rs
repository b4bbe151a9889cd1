//! A question about many customers.

use super::QuestionError;
use super::reading::{channel, field_key, folded, limit, times, unusable, unusable_filter};
use crate::domain::label::{self, Tag};
use crate::domain::search::{CustomerQuery, Detail, FieldFilter, Filter, Order, SearchText, Sort};
use crate::surface::view::cursor;

/// A question about many customers, in the caller's own words.
#[derive(Debug, Clone, Default)]
pub struct ListQuestion {
    /// What to search for.
    pub search: Option<String>,
    /// Came through this channel.
    pub channel: Option<String>,
    /// Has this tag, in any case.
    pub tag: Option<String>,
    /// Belongs to this company, in any case.
    pub company: Option<String>,
    /// Has this custom field; `cf_` may be left out.
    pub custom_field: Option<String>,
    /// The value of the custom field, in any case.
    pub custom_value: Option<String>,
    /// Last seen at this time or later.
    pub seen_after: Option<String>,
    /// Last seen before this time.
    pub seen_before: Option<String>,
    /// What to sort by.
    pub sort: Sort,
    /// Which end comes first; by default the usual one of the sort.
    pub order: Option<Order>,
    /// Rows of the page, 1 to [`super::LARGEST_LIMIT`].
    pub limit: Option<usize>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How much of each customer is shown.
    pub detail: Detail,
}

impl ListQuestion {
    /// The query that is meant.
    pub fn query(&self) -> Result<CustomerQuery, QuestionError> {
        let (seen_after, seen_before) = times(
            ("seen_after", self.seen_after.as_deref()),
            ("seen_before", self.seen_before.as_deref()),
        )?;
        let mut query = CustomerQuery {
            search: self.search.as_deref().map(SearchText::parse),
            filter: Filter {
                channel: channel(self.channel.as_deref())?,
                tag: tag(self.tag.as_deref())?,
                company: folded("company", self.company.as_deref())?,
                custom_field: self.field()?,
                seen_after,
                seen_before,
            },
            sort: self.sort,
            order: self.order.unwrap_or(self.sort.usual_order()),
            detail: self.detail,
            limit: limit(self.limit)?,
            after: None,
        };
        if let Some(text) = &self.cursor {
            query.after =
                Some(cursor::decode(&query, text).map_err(|error| unusable("cursor", error))?);
        }
        Ok(query)
    }

    fn field(&self) -> Result<Option<FieldFilter>, QuestionError> {
        let value = self.custom_value.as_deref().map(label::compare_key);
        match field_key("custom_field", self.custom_field.as_deref())? {
            Some(key) => Ok(Some(FieldFilter { key, value })),
            None if value.is_none() => Ok(None),
            None => Err(unusable(
                "custom_value",
                "it needs `custom_field` beside it",
            )),
        }
    }
}

fn tag(text: Option<&str>) -> Result<Option<String>, QuestionError> {
    text.map(|text| {
        Tag::parse(text)
            .map(|tag| tag.key().to_owned())
            .map_err(|error| unusable_filter("tag", error))
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::ListQuestion;

    #[test]
    fn nobody_was_seen_between_two_times_the_wrong_way_round() {
        for until in ["2026-01-01", "2026-02-01"] {
            let question = ListQuestion {
                seen_after: Some("2026-02-01".to_owned()),
                seen_before: Some(until.to_owned()),
                ..ListQuestion::default()
            };
            let error = question.query().unwrap_err();
            assert_eq!(error.parameter, "seen_before");
        }
    }
}
