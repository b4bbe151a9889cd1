//! `customer-directory feedback`: what customers said, newest first.

use std::process::ExitCode;

use clap::Args;

use super::get::{feedback_lines, with_near_matches};
use super::page::PageEnd;
use super::{CommandError, output};
use crate::domain::access::Operator;
use crate::domain::search::{Detail, FeedbackQuery};
use crate::service::Directory;
use crate::surface::question::FeedbackQuestion;
use crate::surface::view::{Allowance, FeedbackAnswer, FeedbackRow};

/// Which feedback, and how it is shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  customer-directory feedback
  customer-directory feedback jane@lumenworks.io --full
  customer-directory feedback --search 'export slow' --rating-max 2
  customer-directory feedback --unlinked --created-after 2026-06-01 --json")]
pub struct FeedbackArgs {
    /// Only this customer's: an id, e-mail address, phone number, or their id in your own product
    #[arg(value_name = "CUSTOMER")]
    customer: Option<String>,
    /// Only what belongs to no customer
    #[arg(long)]
    unlinked: bool,
    /// Only messages with these words, or with words that begin so
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only what came through this channel
    #[arg(long)]
    channel: Option<String>,
    /// Only this category, such as `bug`
    #[arg(long)]
    category: Option<String>,
    /// Only what was rated this or higher
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    rating_min: Option<f64>,
    /// Only what was rated this or lower
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    rating_max: Option<f64>,
    /// Only what was given at this time or later: 2026-11-03 or 2026-11-03T10:15:00Z
    #[arg(long, value_name = "TIME")]
    created_after: Option<String>,
    /// Only what was given before this time
    #[arg(long, value_name = "TIME")]
    created_before: Option<String>,
    /// Rows of the page, 1 to 100 [default: 20]
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The page that begins where another one ended
    #[arg(long)]
    cursor: Option<String>,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
    /// Whole messages instead of their beginnings
    #[arg(long)]
    full: bool,
}

/// Prints one page of feedback.
pub fn feedback(args: &FeedbackArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    let reader = Operator.reader();
    let query = args.question().query(|asked| {
        directory
            .find_customer(reader, asked)
            .map_err(with_near_matches)
    })?;
    let page = directory.list_feedback(reader, &query)?;
    let detail = if args.full {
        Detail::Full
    } else {
        Detail::Concise
    };
    let answer = FeedbackAnswer::of(&page, &query, detail, Allowance::UNLIMITED);
    if args.json {
        output::print_json(&answer)?;
    } else {
        output::print(&page_text(&answer, &query))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl FeedbackArgs {
    fn question(&self) -> FeedbackQuestion {
        FeedbackQuestion {
            customer: self.customer.clone(),
            unlinked: self.unlinked,
            search: self.search.clone(),
            channel: self.channel.clone(),
            category: self.category.clone(),
            rating_min: self.rating_min,
            rating_max: self.rating_max,
            created_after: self.created_after.clone(),
            created_before: self.created_before.clone(),
            limit: self.limit,
            cursor: self.cursor.clone(),
        }
    }
}

/// The page as paragraphs, and what there is beyond it.
fn page_text(answer: &FeedbackAnswer, query: &FeedbackQuery) -> String {
    let rows = answer.feedback.iter();
    let mut text: Vec<String> = rows
        .map(|row| feedback_lines(&row.feedback, &customer_label(row)))
        .collect();
    let end = PageEnd {
        returned: answer.returned,
        total: answer.total,
        total_is_at_least: answer.total_is_at_least,
        is_first: query.after.is_none(),
        note: answer.note.as_deref(),
        next_cursor: answer.next_cursor.as_deref(),
    };
    text.push(end.to_text("feedback", "pieces of feedback"));
    text.concat()
}

/// Whose the feedback is, at the end of its first line.
fn customer_label(row: &FeedbackRow) -> String {
    match &row.customer {
        None => " · nobody's".to_owned(),
        Some(customer) => match &customer.name {
            Some(name) => format!(" · {name} ({})", customer.id),
            None => format!(" · {}", customer.id),
        },
    }
}
