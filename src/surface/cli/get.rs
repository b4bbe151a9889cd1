//! `customer-directory get`: one customer as a record.

use std::process::ExitCode;

use clap::Args;

use super::{CommandError, output};
use crate::domain::access::Operator;
use crate::domain::search::Detail;
use crate::service::{Directory, DirectoryError};
use crate::surface::view::{Allowance, CustomerRow, CustomerView, FeedbackView, GetAnswer};

/// Which customer, and how they are shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  customer-directory get cus_12
  customer-directory get jane@lumenworks.io
  customer-directory get '+1 415 555 0132' --feedback-limit 20 --json")]
pub struct GetArgs {
    /// An id, e-mail address, phone number, or the customer's id in your own product
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// How many of the latest pieces of feedback to show
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    feedback_limit: usize,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
    /// With --json: also where each value came from
    #[arg(long, requires = "json")]
    full: bool,
}

/// Prints one customer.
pub fn get(args: &GetArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    let profile = directory
        .get_customer(Operator.reader(), &args.customer, args.feedback_limit)
        .map_err(with_near_matches)?;
    let detail = if args.full {
        Detail::Full
    } else {
        Detail::Concise
    };
    let answer = GetAnswer::of(&profile, detail, Allowance::UNLIMITED);
    if args.json {
        output::print_json(&answer)?;
    } else {
        output::print(&record(&answer))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A person at a terminal is told who else it might be.
pub(super) fn with_near_matches(error: DirectoryError) -> CommandError {
    let DirectoryError::NotFound { asked, near } = &error else {
        return error.into();
    };
    if near.is_empty() {
        return error.into();
    }
    let near = near.iter().map(CustomerRow::of_summary).map(|row| {
        let label = row.name.or(row.email).or(row.phone).unwrap_or_default();
        format!("{} ({label})", row.id)
    });
    let near = near.collect::<Vec<_>>().join(", ");
    CommandError::Refused(format!(
        "no customer is known by `{asked}`; did you mean {near}?"
    ))
}

/// The customer as lines of a name and a value.
pub(super) fn record(answer: &GetAnswer) -> String {
    let mut text = vec![customer_lines(&answer.customer)];
    if !answer.feedback.is_empty() {
        text.push(format!(
            "\nLatest feedback ({} of {}):\n",
            answer.feedback.len(),
            answer.feedback_total
        ));
        for feedback in &answer.feedback {
            text.push(feedback_lines(feedback, ""));
        }
    }
    if let Some(note) = &answer.note {
        text.push(format!("\nNote: {note}.\n"));
    }
    text.concat()
}

/// What is known about a customer, as lines of a name and a value.
pub(super) fn customer_lines(customer: &CustomerView) -> String {
    let lines = fields(customer)
        .into_iter()
        .map(|(name, value)| format!("{name:<14} {value}\n"));
    lines.collect()
}

fn fields(customer: &CustomerView) -> Vec<(&'static str, String)> {
    let seen =
        [&customer.first_seen, &customer.last_seen].map(|seen| seen.clone().unwrap_or_default());
    let handles = customer
        .social_handles
        .iter()
        .map(|handle| format!("{} {}", handle.network, handle.handle));
    let custom_fields = customer
        .custom_fields
        .iter()
        .map(|(key, value)| match value.as_str() {
            Some(text) => format!("{key}={text}"),
            None => format!("{key}={value}"),
        });
    let all = [
        ("id", customer.id.clone()),
        ("name", customer.name.clone().unwrap_or_default()),
        ("company", customer.company.clone().unwrap_or_default()),
        ("e-mails", customer.emails.join(", ")),
        ("phones", customer.phones.join(", ")),
        ("user ids", customer.user_ids.join(", ")),
        ("social", handles.collect::<Vec<_>>().join(", ")),
        ("tags", customer.tags.join(", ")),
        (
            "custom fields",
            custom_fields.collect::<Vec<_>>().join(", "),
        ),
        ("channels", customer.channels.join(", ")),
        ("feedback", customer.feedback_count.to_string()),
        ("first seen", seen[0].clone()),
        ("last seen", seen[1].clone()),
        ("notes", customer.notes.clone().unwrap_or_default()),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// A piece of feedback as a line about it, which may have an end, and its message.
pub(super) fn feedback_lines(feedback: &FeedbackView, end: &str) -> String {
    let day = feedback.created_at.get(..10).unwrap_or_default();
    let category = feedback
        .category
        .as_deref()
        .map(|category| format!(" · {category}"))
        .unwrap_or_default();
    let rating = feedback
        .rating
        .map(|rating| format!(" · rated {rating}"))
        .unwrap_or_default();
    let message = feedback
        .message
        .as_deref()
        .unwrap_or("(no message)")
        .replace('\n', "\n    ");
    let cut = feedback
        .message_cut
        .map(|cut| format!(" … ({cut} more characters)"))
        .unwrap_or_default();
    format!(
        "  {day} · {}{category}{rating}{end}\n    {message}{cut}\n",
        feedback.channel
    )
}
