//! `directory://customers/tag/{tag}` and its like: the customers who share a label, those first
//! who were seen last.

use super::super::error::ToolError;
use super::address::Label;
use super::markdown::inline;
use crate::domain::access::Reader;
use crate::service::Directory;
use crate::surface::question::ListQuestion;
use crate::surface::view::{Allowance, CustomerRow, ListAnswer, ListedView, clean};

/// Rows that are shown.
const MOST: usize = 50;

/// The first of those who share a label.
pub(super) fn markdown(
    directory: &Directory,
    reader: Reader,
    label: Label,
    value: String,
) -> Result<String, ToolError> {
    let title = inline(&clean::line(&value));
    let query = question(label, value).query()?;
    let page = directory.list_customers(reader, &query)?;
    let answer = ListAnswer::of(&page, &query, Allowance::ASSISTANT);
    let word = label.as_str().replace('_', " ");
    let (shown, total) = (answer.returned, answer.total);
    let mut text = vec![format!(
        "# Customers with the {word} {title} ({shown} of {total})\n\n"
    )];
    for listed in &answer.customers {
        if let ListedView::Row(row) = &**listed {
            text.push(entry(row));
        }
    }
    if let Some(cursor) = &answer.next_cursor {
        text.push(format!(
            "\nThe rest: `list_customers` with `{}` and `cursor` `{cursor}`.\n",
            label.as_str()
        ));
    }
    Ok(text.concat())
}

fn question(label: Label, value: String) -> ListQuestion {
    let mut question = ListQuestion {
        limit: Some(MOST),
        ..ListQuestion::default()
    };
    let place = match label {
        Label::Tag => &mut question.tag,
        Label::Channel => &mut question.channel,
        Label::Company => &mut question.company,
        Label::CustomField => &mut question.custom_field,
    };
    *place = Some(value);
    question
}

fn entry(row: &CustomerRow) -> String {
    let seen = row
        .last_seen
        .as_ref()
        .map(|seen| format!("last seen {seen}"));
    let parts = [
        Some(row.id.clone()),
        row.name.clone(),
        row.email.clone(),
        row.phone.clone(),
        row.company.clone(),
        Some(format!("{} pieces of feedback", row.feedback_count)),
        seen,
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| inline(&part))
        .collect();
    format!("- {}\n", parts.join(" · "))
}
