//! The answer to a question about many customers.

use schemars::JsonSchema;
use serde::Serialize;

use super::fitting::Allowance;
use super::written::Written;
use super::{CustomerRow, CustomerView, cursor, page, row};
use crate::domain::search::{CustomerPage, CustomerQuery, ListedCustomer};

/// One page of customers, and what there is beyond it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ListAnswer {
    /// The customers.
    #[schemars(with = "Vec<CustomerRow>")]
    pub customers: Vec<Written<ListedView>>,
    /// How many customers the question has in all.
    pub total: u64,
    /// There are more than `total`; counting stopped there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub total_is_at_least: bool,
    /// How many of them are on this page.
    pub returned: usize,
    /// What to pass as `cursor` for the page after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// What else to know about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A listed customer, in as much detail as was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ListedView {
    /// What a row shows.
    Row(Box<CustomerRow>),
    /// The whole customer.
    Whole {
        /// The customer.
        #[serde(flatten)]
        customer: Box<CustomerView>,
        /// Where the search text was found.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        matched_on: Vec<&'static str>,
        /// Addresses that matched and are not the main ones.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        matched_addresses: Vec<String>,
        /// Whether something of the customer is not here.
        #[serde(skip)]
        leaves_out: bool,
    },
}

impl ListAnswer {
    /// The answer to a query: as many rows of the page as the allowance has room for, and a
    /// cursor to the first row that is not there.
    pub fn of(page: &CustomerPage, query: &CustomerQuery, allowance: Allowance) -> Self {
        let views = page::those_with_room(&page.customers, allowance, |listed| {
            ListedView::of(listed, allowance)
        });
        let shortened = views.iter().zip(&page.customers);
        let shortened = shortened.filter(|(view, listed)| view.leaves_out(listed));
        let (returned, shortened) = (views.len(), shortened.count());
        let is_cut = returned < page.customers.len();
        let mut notes: Vec<String> = about(page, query).map(str::to_owned).into_iter().collect();
        notes.extend(page::cut_note(returned, page.customers.len()));
        if shortened > 0 {
            notes.push(format!(
                "long values or lists of {shortened} customers are cut; `get_customer` shows more"
            ));
        }
        let last = page.customers.get(..returned).and_then(<[_]>::last);
        Self {
            returned,
            customers: views,
            total: page.total.count,
            total_is_at_least: page.total.is_at_least,
            next_cursor: last
                .filter(|_| is_cut || page.has_more)
                .map(|listed| cursor::encode(query, &listed.position)),
            note: page::joined(&notes),
        }
    }
}

impl ListedView {
    /// The view of a row.
    fn of(listed: &ListedCustomer, allowance: Allowance) -> Self {
        match &listed.profile {
            None => {
                let row = CustomerRow::of(listed);
                let row = if allowance == Allowance::UNLIMITED {
                    row
                } else {
                    row.by_day()
                };
                Self::Row(Box::new(row))
            }
            Some(customer) => {
                let fitted = CustomerView::fitting(customer, allowance.of_one_customer());
                Self::Whole {
                    customer: Box::new(fitted.value.into_value()),
                    matched_on: row::matched_on(listed),
                    matched_addresses: row::matched_addresses(listed),
                    leaves_out: !fitted.omissions.is_empty(),
                }
            }
        }
    }

    /// Whether something of the customer is not in the view that should be.
    fn leaves_out(&self, listed: &ListedCustomer) -> bool {
        match self {
            Self::Row(_) => CustomerRow::leaves_out(&listed.summary),
            Self::Whole { leaves_out, .. } => *leaves_out,
        }
    }
}

/// Why a page is empty, where that would surprise.
fn about(page: &CustomerPage, query: &CustomerQuery) -> Option<&'static str> {
    match &query.search {
        Some(search) if search.terms().is_empty() => Some(page::NOTHING_TO_LOOK_FOR),
        None if query.filter.is_empty() && page.total.count == 0 => Some(page::EMPTY_DIRECTORY),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::{Allowance, ListAnswer, cursor};
    use crate::domain::search::SearchText;

    #[test]
    fn a_page_says_how_many_there_are_and_where_it_goes_on() {
        let query = samples::query();
        let page = samples::page(2, 5);
        let answer = ListAnswer::of(&page, &query, Allowance::ASSISTANT);
        assert_eq!((answer.total, answer.returned, answer.note), (5, 2, None));
        let next = cursor::decode(&query, &answer.next_cursor.unwrap()).unwrap();
        assert_eq!(next, page.customers[1].position);
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        let answer = ListAnswer::of(
            &samples::page(2, 2),
            &samples::query(),
            Allowance::ASSISTANT,
        );
        assert_eq!(answer.next_cursor, None);
    }

    #[test]
    fn rows_that_do_not_fit_come_on_the_next_page() {
        let query = samples::query();
        let mut page = samples::page(100, 100);
        for listed in &mut page.customers {
            listed.summary.company = Some("李".repeat(200));
        }
        let answer = ListAnswer::of(&page, &query, Allowance::ASSISTANT);
        assert!(answer.returned < 20, "{}", answer.returned);
        assert!(answer.note.unwrap().contains("of 100 rows"));
        let next = cursor::decode(&query, &answer.next_cursor.unwrap()).unwrap();
        assert_eq!(next, page.customers[answer.returned - 1].position);
        let all = ListAnswer::of(&page, &query, Allowance::UNLIMITED);
        assert_eq!((all.returned, all.next_cursor), (100, None));
    }

    #[test]
    fn the_widest_row_leads_on_even_if_nothing_else_fits() {
        let mut page = samples::page(2, 2);
        for listed in &mut page.customers {
            listed.profile = Some(Box::new(samples::endless()));
        }
        let answer = ListAnswer::of(&page, &samples::query(), Allowance::ASSISTANT);
        assert!(answer.returned >= 1);
        assert!(serde_json::to_string(&answer).unwrap().len() < 30_000);
    }

    #[test]
    fn an_empty_answer_says_why() {
        let mut query = samples::query();
        let page = samples::page(0, 0);
        let note = |query: &_| ListAnswer::of(&page, query, Allowance::ASSISTANT).note;
        assert!(note(&query).unwrap().contains("customer-directory ingest"));
        query.search = Some(SearchText::parse("…"));
        assert!(note(&query).unwrap().contains("no letters or digits"));
        query.search = Some(SearchText::parse("jane"));
        assert_eq!(note(&query), None);
    }
}
