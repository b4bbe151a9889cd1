//! The answer to a question about feedback.

use schemars::JsonSchema;
use serde::Serialize;

use super::fitting::{Allowance, Bounds, cut};
use super::written::Written;
use super::{FeedbackView, clean, cursor, page};
use crate::domain::customer::Customer;
use crate::domain::search::{Detail, FeedbackPage, FeedbackQuery, ListedFeedback};

/// The most characters that a row shows of a message, unless whole messages are asked for.
const LONGEST_MESSAGE: usize = 280;

/// One page of feedback, and what there is beyond it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FeedbackAnswer {
    /// The feedback, newest first.
    #[schemars(with = "Vec<FeedbackRow>")]
    pub feedback: Vec<Written<FeedbackRow>>,
    /// How much feedback the question has in all.
    pub total: u64,
    /// There is more than `total`; counting stopped there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub total_is_at_least: bool,
    /// How much of it is on this page.
    pub returned: usize,
    /// What to pass as `cursor` for the page after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// What else to know about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A piece of feedback as a row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FeedbackRow {
    /// The feedback.
    #[serde(flatten)]
    pub feedback: FeedbackView,
    /// Whose it is; absent where it belongs to no customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerMention>,
}

/// A customer, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CustomerMention {
    /// The id.
    pub id: String,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl CustomerMention {
    /// The mention of a customer.
    pub fn of(customer: &Customer) -> Self {
        let name = customer.name.as_ref();
        Self {
            id: customer.id.to_string(),
            name: name.map(|name| clean::excerpt(&name.value, Bounds::ROW.value_length)),
        }
    }
}

impl FeedbackAnswer {
    /// The answer to a query: as many rows of the page as the allowance has room for, and a
    /// cursor to the first row that is not there.
    pub fn of(
        page: &FeedbackPage,
        query: &FeedbackQuery,
        detail: Detail,
        allowance: Allowance,
    ) -> Self {
        let feedback = page::those_with_room(&page.feedback, allowance, |listed| {
            FeedbackRow::of(listed, detail, allowance)
        });
        let (returned, rows) = (feedback.len(), page.feedback.len());
        let mut notes: Vec<String> = about(page, query).map(str::to_owned).into_iter().collect();
        notes.extend(page::cut_note(returned, rows));
        let last = page.feedback.get(..returned).and_then(<[_]>::last);
        Self {
            feedback,
            total: page.total.count,
            total_is_at_least: page.total.is_at_least,
            returned,
            next_cursor: last
                .filter(|_| returned < rows || page.has_more)
                .map(|listed| cursor::encode(query, &listed.position())),
            note: page::joined(&notes),
        }
    }
}

impl FeedbackRow {
    /// The row of a piece of feedback. A message that alone is more than an answer holds is cut.
    fn of(listed: &ListedFeedback, detail: Detail, allowance: Allowance) -> Self {
        let most = match detail {
            Detail::Concise => LONGEST_MESSAGE,
            Detail::Full => usize::MAX,
        };
        let row = Self::with_message_of(listed, most);
        if allowance.has_room_for(&row) {
            return row;
        }
        let mut left = allowance;
        left.spend_anyhow(&Self::with_message_of(listed, 0));
        let message = row.feedback.message.unwrap_or_default();
        Self::with_message_of(listed, left.characters_of(&message))
    }

    fn with_message_of(listed: &ListedFeedback, most: usize) -> Self {
        let line = |text: &str| cut(clean::line(text).into_owned(), Bounds::ROW.value_length).0;
        let name = listed.customer_name.as_deref().map(line);
        Self {
            feedback: FeedbackView::with_message_of(&listed.feedback, most),
            customer: listed.feedback.customer.map(|id| CustomerMention {
                id: id.to_string(),
                name,
            }),
        }
    }
}

/// Why a page is empty, where that would surprise.
fn about(page: &FeedbackPage, query: &FeedbackQuery) -> Option<&'static str> {
    match &query.search {
        Some(search) if search.terms().is_empty() => Some(page::NOTHING_TO_LOOK_FOR),
        None if query.filter.is_empty() && page.total.count == 0 => Some(page::EMPTY_DIRECTORY),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, HOSTILE};
    use super::{Allowance, Detail, FeedbackAnswer, FeedbackPage, cursor};
    use crate::domain::label::Channel;
    use crate::domain::search::MessageSearch;

    fn answer(page: &FeedbackPage, detail: Detail) -> FeedbackAnswer {
        FeedbackAnswer::of(
            page,
            &samples::feedback_query(),
            detail,
            Allowance::ASSISTANT,
        )
    }

    #[test]
    fn a_page_says_whose_feedback_it_is_how_much_there_is_and_where_it_goes_on() {
        let mut page = samples::feedback_page(2, 5);
        page.feedback[1].feedback.customer = None;
        page.feedback[1].customer_name = None;
        let mut answer = answer(&page, Detail::Concise);
        let next = answer.next_cursor.take().unwrap();
        let next = cursor::decode(&samples::feedback_query(), &next).unwrap();
        assert_eq!(next, page.feedback[1].position());
        insta::assert_json_snapshot!(samples::json(&answer), @r#"
        {
          "feedback": [
            {
              "id": "fb_2",
              "channel": "widget",
              "message": "The export is slow.",
              "category": "bug",
              "rating": 4,
              "created_at": "2026-11-01T10:15:00Z",
              "customer": {
                "id": "cus_1",
                "name": "Jane Doe"
              }
            },
            {
              "id": "fb_1",
              "channel": "widget",
              "message": "The export is slow.",
              "category": "bug",
              "rating": 4,
              "created_at": "2026-11-01T10:15:00Z"
            }
          ],
          "total": 5,
          "returned": 2
        }
        "#);
    }

    #[test]
    fn a_message_is_cut_in_a_row_and_whole_on_request() {
        let mut page = samples::feedback_page(1, 1);
        page.feedback[0].feedback.content.message = Some("李".repeat(1_000));
        let concise = &answer(&page, Detail::Concise).feedback[0].feedback;
        let shown = concise.message.as_ref().unwrap().chars().count();
        assert_eq!((shown, concise.message_cut), (280, Some(720)));
        let whole = &answer(&page, Detail::Full).feedback[0].feedback;
        let shown = whole.message.as_ref().unwrap().chars().count();
        assert_eq!((shown, whole.message_cut), (1_000, None));
    }

    #[test]
    fn a_message_without_end_is_shown_as_far_as_an_answer_reaches() {
        for letter in ["x", "李", "🌻", "\"", "\n"] {
            let mut page = samples::feedback_page(2, 2);
            page.feedback[0].feedback.content.message = Some(letter.repeat(100_000));
            let answer = answer(&page, Detail::Full);
            let row = &answer.feedback[0].feedback;
            let shown = row.message.as_ref().unwrap().chars().count();
            assert_eq!(shown + row.message_cut.unwrap(), 100_000);
            let length = serde_json::to_string(&answer).unwrap().len();
            assert!((11_000..25_000).contains(&length), "{letter:?}: {length}");
            assert!(answer.next_cursor.is_some());
        }
    }

    #[test]
    fn rows_that_do_not_fit_come_on_the_next_page() {
        let mut page = samples::feedback_page(100, 100);
        for listed in &mut page.feedback {
            listed.feedback.content.message = Some("李".repeat(300));
        }
        let answer = answer(&page, Detail::Concise);
        assert!((5..20).contains(&answer.returned), "{}", answer.returned);
        assert!(answer.note.unwrap().contains("of 100 rows"));
        let next = answer.next_cursor.unwrap();
        let next = cursor::decode(&samples::feedback_query(), &next).unwrap();
        assert_eq!(next, page.feedback[answer.returned - 1].position());
    }

    #[test]
    fn an_empty_answer_says_why() {
        let page = samples::feedback_page(0, 0);
        let note = |search: Option<&str>| {
            let mut query = samples::feedback_query();
            query.search = search.map(MessageSearch::parse);
            FeedbackAnswer::of(&page, &query, Detail::Concise, Allowance::ASSISTANT).note
        };
        assert!(note(None).unwrap().contains("customer-directory ingest"));
        assert!(note(Some("…")).unwrap().contains("no letters or digits"));
        assert_eq!(note(Some("export")), None);
    }

    #[test]
    fn every_string_of_an_answer_is_cleaned() {
        let mut page = samples::feedback_page(1, 1);
        let listed = &mut page.feedback[0];
        listed.customer_name = Some(HOSTILE.to_owned());
        HOSTILE.clone_into(&mut listed.feedback.reference.id);
        listed.feedback.channel = Channel::parse(HOSTILE).unwrap();
        listed.feedback.content.message = Some(HOSTILE.to_owned());
        listed.feedback.content.category = Some(HOSTILE.to_owned());
        let answer = answer(&page, Detail::Full);
        samples::assert_clean(&serde_json::to_string(&answer).unwrap());
    }
}
