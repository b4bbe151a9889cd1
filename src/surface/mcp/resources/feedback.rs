//! `customer://{id}/feedback`: what one customer said, newest first.

use super::super::error::ToolError;
use super::markdown::{inline, quotation};
use super::unknown;
use crate::domain::access::Reader;
use crate::domain::customer::CustomerId;
use crate::domain::search::{Detail, Whose};
use crate::service::Directory;
use crate::surface::question::FeedbackQuestion;
use crate::surface::view::{Allowance, FeedbackAnswer, FeedbackView};

/// The most pieces of feedback that are shown.
const MOST: usize = 100;

/// The latest feedback, as much as an answer holds.
pub(super) fn markdown(
    directory: &Directory,
    reader: Reader,
    id: CustomerId,
) -> Result<String, ToolError> {
    let question = FeedbackQuestion {
        customer: Some(id.to_string()),
        limit: Some(MOST),
        ..FeedbackQuestion::default()
    };
    let find = |asked: &str| directory.find_customer(reader, asked).map_err(unknown);
    let query = question.query(find)?;
    let page = directory.list_feedback(reader, &query)?;
    let answer = FeedbackAnswer::of(&page, &query, Detail::Full, Allowance::ASSISTANT);
    let mut text = vec![format!(
        "# Feedback of {} ({} of {})\n\n",
        whose(id, &query.filter.whose),
        answer.returned,
        answer.total
    )];
    text.extend(answer.feedback.iter().map(|row| entry(&row.feedback)));
    if let Some(cursor) = &answer.next_cursor {
        text.push(format!(
            "\nThe rest: `list_feedback` with `customer` `{id}`, `detail` `full` and `cursor` \
             `{cursor}`.\n"
        ));
    }
    Ok(text.concat())
}

/// Whose it is, where the id that was asked for may be one that they had before a merge.
fn whose(asked: CustomerId, found: &Whose) -> String {
    match found {
        Whose::Customer(id) if *id != asked => format!("{id}, who was {asked}"),
        Whose::Customer(_) | Whose::NoOne | Whose::Anyone => asked.to_string(),
    }
}

/// A piece of feedback as an entry of a list.
pub(super) fn entry(feedback: &FeedbackView) -> String {
    let rating = feedback.rating.map(|rating| format!("rating {rating}"));
    let parts = [
        Some(feedback.created_at.clone()),
        Some(feedback.channel.clone()),
        feedback.category.clone(),
        rating,
        Some(feedback.id.clone()),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| inline(&part))
        .collect();
    let message = quotation(feedback.message.as_deref().unwrap_or_default(), "  ");
    let cut = feedback
        .message_cut
        .map(|cut| format!("  > … ({cut} more characters)\n"));
    format!(
        "- {}\n{message}{}",
        parts.join(" · "),
        cut.unwrap_or_default()
    )
}
