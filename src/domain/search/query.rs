//! A question about many customers, and its answer.

use std::fmt;

use jiff::Timestamp;

use super::{MatchedOn, SearchText};
use crate::domain::customer::{Customer, CustomerSummary};
use crate::domain::label::Channel;
use crate::domain::page::{Position, Total};

/// What customers are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The latest interaction.
    #[default]
    LastSeen,
    /// The earliest interaction.
    FirstSeen,
    /// How much feedback is linked to the customer.
    FeedbackCount,
    /// The folded name; customers without a name sort by their e-mail or phone.
    Name,
}

impl Sort {
    /// The order that people expect of this sort: newest, most, or A to Z first.
    pub fn usual_order(self) -> Order {
        match self {
            Self::LastSeen | Self::FirstSeen | Self::FeedbackCount => Order::Descending,
            Self::Name => Order::Ascending,
        }
    }
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Lowest, oldest, A first.
    Ascending,
    /// Highest, newest, Z first.
    Descending,
}

/// How much of each customer an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// What a row shows.
    #[default]
    Concise,
    /// The whole profile.
    Full,
}

/// Customers who have a custom field, or have it with a certain value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFilter {
    /// The key with its `cf_` prefix.
    pub key: String,
    /// The value as text, compared without regard to case; `None` for any value.
    pub value: Option<String>,
}

/// Which customers are meant. Every part that is given must hold.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Came through this channel.
    pub channel: Option<Channel>,
    /// Has this tag, by its comparable form.
    pub tag: Option<String>,
    /// Belongs to this company, by its folded form.
    pub company: Option<String>,
    /// Has this custom field.
    pub custom_field: Option<FieldFilter>,
    /// Last seen at this time or later, UTC.
    pub seen_after: Option<Timestamp>,
    /// Last seen before this time, UTC.
    pub seen_before: Option<Timestamp>,
}

impl fmt::Debug for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Filter(hidden)")
    }
}

impl Filter {
    /// Whether every customer is meant.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A question about many customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerQuery {
    /// What to search for.
    pub search: Option<SearchText>,
    /// Which customers are meant.
    pub filter: Filter,
    /// What to sort by.
    pub sort: Sort,
    /// Which end comes first.
    pub order: Order,
    /// How much of each customer the answer holds.
    pub detail: Detail,
    /// The most rows that the answer may have.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Position>,
}

impl CustomerQuery {
    /// The question for so many of all customers, those first who were seen last.
    pub fn latest(limit: usize) -> Self {
        let sort = Sort::default();
        Self {
            search: None,
            filter: Filter::default(),
            sort,
            order: sort.usual_order(),
            detail: Detail::default(),
            limit,
            after: None,
        }
    }
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedCustomer {
    /// What the row shows.
    pub summary: CustomerSummary,
    /// The whole profile, where it was asked for.
    pub profile: Option<Box<Customer>>,
    /// Where the row stands in the sort order.
    pub position: Position,
    /// Where the search text was found; empty without one.
    pub matched_on: Vec<MatchedOn>,
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerPage {
    /// The rows.
    pub customers: Vec<ListedCustomer>,
    /// How many customers the question has in all.
    pub total: Total,
    /// Whether there are more rows after the last one here.
    pub has_more: bool,
}
