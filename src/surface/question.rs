//! Questions as callers write them, read into the query that they mean.

use std::fmt::Display;

use jiff::Timestamp;
use thiserror::Error;

use super::view::cursor;
use crate::domain::label::{self, Channel, Tag};
use crate::domain::search::{CustomerQuery, Detail, FieldFilter, Filter, Order, SearchText, Sort};
use crate::domain::{folding, instant};

/// Rows of a page, unless the caller says otherwise.
pub const DEFAULT_LIMIT: usize = 20;

/// The most rows of a page.
pub const LARGEST_LIMIT: usize = 100;

/// What custom fields' keys start with.
const FIELD_PREFIX: &str = "cf_";

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
    /// Rows of the page, 1 to [`LARGEST_LIMIT`].
    pub limit: Option<usize>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How much of each customer is shown.
    pub detail: Detail,
}

/// A part of a question that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{parameter}`: {problem}")]
pub struct QuestionError {
    /// The parameter.
    pub parameter: &'static str,
    /// What is wrong with it, and what to do.
    pub problem: String,
}

impl ListQuestion {
    /// The query that is meant.
    pub fn query(&self) -> Result<CustomerQuery, QuestionError> {
        let mut query = CustomerQuery {
            search: self.search.as_deref().map(SearchText::parse),
            filter: Filter {
                channel: channel(self.channel.as_deref())?,
                tag: tag(self.tag.as_deref())?,
                company: company(self.company.as_deref())?,
                custom_field: self.field()?,
                seen_after: seen("seen_after", self.seen_after.as_deref())?,
                seen_before: seen("seen_before", self.seen_before.as_deref())?,
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
        let Some(key) = &self.custom_field else {
            return match self.custom_value {
                None => Ok(None),
                Some(_) => Err(unusable(
                    "custom_value",
                    "it needs `custom_field` beside it",
                )),
            };
        };
        let key = label::bounded(key).map_err(|error| unusable_filter("custom_field", error))?;
        let key = if key.starts_with(FIELD_PREFIX) {
            key
        } else {
            format!("{FIELD_PREFIX}{key}")
        };
        Ok(Some(FieldFilter {
            key,
            value: self.custom_value.as_deref().map(label::compare_key),
        }))
    }
}

fn limit(limit: Option<usize>) -> Result<usize, QuestionError> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if (1..=LARGEST_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(unusable(
            "limit",
            format!("it is `{limit}`; accepted: whole numbers from 1 to {LARGEST_LIMIT}"),
        ))
    }
}

fn channel(text: Option<&str>) -> Result<Option<Channel>, QuestionError> {
    text.map(|text| Channel::parse(text).map_err(|error| unusable_filter("channel", error)))
        .transpose()
}

fn tag(text: Option<&str>) -> Result<Option<String>, QuestionError> {
    text.map(|text| {
        Tag::parse(text)
            .map(|tag| tag.key().to_owned())
            .map_err(|error| unusable_filter("tag", error))
    })
    .transpose()
}

fn company(text: Option<&str>) -> Result<Option<String>, QuestionError> {
    let Some(text) = text else { return Ok(None) };
    let company = folding::sort_form(text);
    if company.is_empty() {
        return Err(unusable_filter("company", "it has no letters or digits"));
    }
    Ok(Some(company))
}

fn seen(parameter: &'static str, text: Option<&str>) -> Result<Option<Timestamp>, QuestionError> {
    text.map(|text| instant::parse(text).map_err(|error| unusable(parameter, error)))
        .transpose()
}

fn unusable(parameter: &'static str, problem: impl Display) -> QuestionError {
    QuestionError {
        parameter,
        problem: problem.to_string(),
    }
}

fn unusable_filter(parameter: &'static str, problem: impl Display) -> QuestionError {
    unusable(parameter, format!("{problem}; leave it out to ask for any"))
}
