//! `whats_new`: what came in from the customers with a tag, since a date.

use serde::Serialize;

use super::{Argument, Prompt, Request, fence};
use crate::domain::search::{CustomerPage, Detail};
use crate::surface::mcp::error::ToolError;
use crate::surface::mcp::icon::Icon;
use crate::surface::question::{FeedbackQuestion, ListQuestion, QuestionError};
use crate::surface::view::{Allowance, FeedbackAnswer, FeedbackRow, ListAnswer, Written};

/// The customers who are shown, and how many of them with how much of what they said.
const MOST_CUSTOMERS: usize = 20;
const MOST_HEARD: usize = 10;
const MOST_SAID: usize = 3;
/// What they said may be about as long as this, in bytes of JSON.
const LONGEST_SAID: usize = 12_000;

const TAG: &str = "tag";
const SINCE: &str = "since";

pub(super) const PROMPT: Prompt = Prompt {
    name: "whats_new",
    title: "What is new with tagged customers",
    icon: Icon::Recent,
    description: "Sums up what customers with a tag have told us since a date.",
    arguments: &[
        Argument {
            name: TAG,
            title: "Tag",
            description: "Whose news: customers with this tag, for example `vip`",
            is_required: true,
        },
        Argument {
            name: SINCE,
            title: "Since",
            description: "A date such as `2026-11-03`",
            is_required: true,
        },
    ],
    write,
};

/// What is at hand.
#[derive(Serialize)]
struct News {
    tag: String,
    since: String,
    customers: ListAnswer,
    /// The latest of what the first of them said since then.
    feedback: Vec<FeedbackRow>,
}

fn write(request: &Request<'_>) -> Result<String, ToolError> {
    let (tag, since) = (request.argument(TAG), request.argument(SINCE));
    let question = ListQuestion {
        tag: Some(tag.to_owned()),
        seen_after: Some(since.to_owned()),
        limit: Some(MOST_CUSTOMERS),
        ..ListQuestion::default()
    };
    let query = question.query().map_err(named)?;
    let page = request.directory.list_customers(request.reader, &query)?;
    let news = News {
        tag: tag.to_owned(),
        since: since.to_owned(),
        customers: ListAnswer::of(&page, &query, Allowance::ASSISTANT),
        feedback: said(request, &page, since)?,
    };
    Ok(format!(
        "Tell me what is new with our customers with one tag since a date; both are in the data. \
         Start with the three things that matter most, then a line for each customer, then what \
         should be answered first. The data has {} of {} customers and at most {MOST_SAID} \
         messages of each of the first {MOST_HEARD}: say so where it matters, and use \
         `list_customers` and `list_feedback` for more.\n\n{}",
        news.customers.returned,
        news.customers.total,
        fence::around(&news)
    ))
}

/// What the first customers said since then.
fn said(
    request: &Request<'_>,
    page: &CustomerPage,
    since: &str,
) -> Result<Vec<FeedbackRow>, ToolError> {
    let (mut said, mut length) = (Vec::new(), 0);
    for listed in page.customers.iter().take(MOST_HEARD) {
        let id = listed.summary.id;
        let question = FeedbackQuestion {
            customer: Some(id.to_string()),
            created_after: Some(since.to_owned()),
            limit: Some(MOST_SAID),
            ..FeedbackQuestion::default()
        };
        let query = question.query(|_| Ok::<_, ToolError>(id))?;
        let page = request.directory.list_feedback(request.reader, &query)?;
        let answer = FeedbackAnswer::of(&page, &query, Detail::Concise, Allowance::ASSISTANT);
        length += serde_json::to_string(&answer.feedback).map_or(LONGEST_SAID, |json| json.len());
        if length > LONGEST_SAID {
            break;
        }
        said.extend(answer.feedback.into_iter().map(Written::into_value));
    }
    Ok(said)
}

/// The same problem with the argument's own name.
fn named(error: QuestionError) -> ToolError {
    let parameter = if error.parameter == TAG { TAG } else { SINCE };
    QuestionError { parameter, ..error }.into()
}
