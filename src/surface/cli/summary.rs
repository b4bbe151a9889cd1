//! `customer-directory summary`: how many customers there are, and how they divide.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::filters::CustomerFilters;
use super::table::Table;
use super::{CommandError, output};
use crate::domain::access::Operator;
use crate::domain::search::Dimension;
use crate::service::Directory;
use crate::surface::question::SummaryQuestion;
use crate::surface::view::{Allowance, BreakdownView, Breakdowns, SummaryAnswer};

/// Which customers, and by what they are counted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  customer-directory summary
  customer-directory summary --tag vip --by channel,first_seen_month
  customer-directory summary --custom-field-key cf_plan --by custom_field --json")]
pub struct SummaryArgs {
    #[command(flatten)]
    filters: CustomerFilters,
    /// By what, separated by commas [default: everything]
    #[arg(long, value_enum, value_delimiter = ',')]
    by: Option<Vec<ByFlag>>,
    /// Count the values of this custom field instead of the keys of all
    #[arg(long, value_name = "KEY")]
    custom_field_key: Option<String>,
    /// How many values of each to name, 1 to 50 [default: 10]
    #[arg(long, value_name = "COUNT")]
    top: Option<usize>,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum ByFlag {
    Tag,
    Channel,
    Company,
    FirstSeenMonth,
    CustomField,
}

/// Prints how many customers there are, and how they divide.
pub fn summary(args: &SummaryArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    let query = args.question().query()?;
    let summary = directory.summarize_customers(Operator.reader(), &query)?;
    let answer = SummaryAnswer::of(&summary, &query, Allowance::UNLIMITED);
    if args.json {
        output::print_json(&answer)?;
    } else {
        output::print(&text(&answer))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl SummaryArgs {
    fn question(&self) -> SummaryQuestion {
        let dimension = |by: &ByFlag| match by {
            ByFlag::Tag => Dimension::Tag,
            ByFlag::Channel => Dimension::Channel,
            ByFlag::Company => Dimension::Company,
            ByFlag::FirstSeenMonth => Dimension::FirstSeenMonth,
            ByFlag::CustomField => Dimension::FieldKey,
        };
        SummaryQuestion {
            customers: self.filters.question(),
            by: self
                .by
                .as_ref()
                .map(|by| by.iter().map(dimension).collect()),
            custom_field_key: self.custom_field_key.clone(),
            top: self.top,
        }
    }
}

/// The answer as a table for each dimension.
fn text(answer: &SummaryAnswer) -> String {
    let mut text = vec![format!("{} customers.\n", answer.total)];
    let Breakdowns {
        tag,
        channel,
        company,
        first_seen_month,
        custom_field,
    } = &answer.by;
    for (title, breakdown) in [
        ("TAG", tag),
        ("CHANNEL", channel),
        ("COMPANY", company),
        ("FIRST SEEN", first_seen_month),
        ("CUSTOM FIELD", custom_field),
    ] {
        if let Some(breakdown) = breakdown {
            let title = breakdown.key.as_deref().unwrap_or(title);
            text.push(format!("\n{}\n", breakdown_table(title, breakdown)));
        }
    }
    if let Some(note) = &answer.note {
        text.push(format!("\nNote: {note}.\n"));
    }
    text.concat()
}

fn breakdown_table(title: &str, breakdown: &BreakdownView) -> Table {
    let mut table = Table::new(&[title, "CUSTOMERS"]);
    for counted in &breakdown.values {
        table.add([counted.value.clone(), counted.customers.to_string()]);
    }
    if let Some(others) = breakdown.others {
        let label = format!("(others: {})", others.values);
        table.add([label, others.customers.to_string()]);
    }
    if breakdown.without > 0 {
        table.add(["(none)".to_owned(), breakdown.without.to_string()]);
    }
    table
}
