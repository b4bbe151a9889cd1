//! `customer-directory list`: customers as a table.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::filters::CustomerFilters;
use super::page::PageEnd;
use super::table::Table;
use super::{CommandError, output};
use crate::domain::access::Operator;
use crate::domain::search::{CustomerQuery, Detail, Order, Sort};
use crate::service::Directory;
use crate::surface::question::ListQuestion;
use crate::surface::view::{Allowance, CustomerRow, ListAnswer};

/// Which customers, and how they are shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  customer-directory list
  customer-directory list garcia
  customer-directory list --tag vip --channel email --sort feedback_count
  customer-directory list --seen-before 2026-06-01 --json")]
pub struct ListArgs {
    #[command(flatten)]
    filters: CustomerFilters,
    /// What to sort by
    #[arg(long, value_enum, default_value = "last_seen")]
    sort: SortFlag,
    /// Which end comes first [default: newest, most, or A]
    #[arg(long, value_enum)]
    order: Option<OrderFlag>,
    /// Rows of the page, 1 to 100 [default: 20]
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The page that begins where another one ended
    #[arg(long)]
    cursor: Option<String>,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
    /// With --json: whole profiles instead of rows
    #[arg(long, requires = "json")]
    full: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum SortFlag {
    LastSeen,
    FirstSeen,
    FeedbackCount,
    Name,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OrderFlag {
    Asc,
    Desc,
}

/// Prints one page of customers.
pub fn list(args: &ListArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    let query = args.question().query()?;
    let page = directory.list_customers(Operator.reader(), &query)?;
    let answer = ListAnswer::of(&page, &query, Allowance::UNLIMITED);
    if args.json {
        output::print_json(&answer)?;
    } else {
        let rows: Vec<CustomerRow> = page.customers.iter().map(CustomerRow::of).collect();
        output::print(&page_text(&rows, &answer, &query))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl ListArgs {
    fn question(&self) -> ListQuestion {
        ListQuestion {
            sort: match self.sort {
                SortFlag::LastSeen => Sort::LastSeen,
                SortFlag::FirstSeen => Sort::FirstSeen,
                SortFlag::FeedbackCount => Sort::FeedbackCount,
                SortFlag::Name => Sort::Name,
            },
            order: self.order.map(|order| match order {
                OrderFlag::Asc => Order::Ascending,
                OrderFlag::Desc => Order::Descending,
            }),
            limit: self.limit,
            cursor: self.cursor.clone(),
            detail: if self.full {
                Detail::Full
            } else {
                Detail::Concise
            },
            ..self.filters.question()
        }
    }
}

/// The page as a table, and what there is beyond it.
fn page_text(rows: &[CustomerRow], answer: &ListAnswer, query: &CustomerQuery) -> String {
    let mut text = Vec::new();
    if !rows.is_empty() {
        text.push(format!("{}\n", customer_table(rows)));
    }
    let end = PageEnd {
        returned: answer.returned,
        total: answer.total,
        total_is_at_least: answer.total_is_at_least,
        is_first: query.after.is_none(),
        note: answer.note.as_deref(),
        next_cursor: answer.next_cursor.as_deref(),
    };
    text.push(end.to_text("customer", "customers"));
    text.concat()
}

/// Rows as a table.
pub(super) fn customer_table(rows: &[CustomerRow]) -> Table {
    let mut table = Table::new(&[
        "ID",
        "NAME",
        "E-MAIL",
        "PHONE",
        "COMPANY",
        "TAGS",
        "CHANNELS",
        "FEEDBACK",
        "LAST SEEN",
    ]);
    for row in rows {
        let day = row.last_seen.as_deref().and_then(|seen| seen.get(..10));
        table.add([
            row.id.clone(),
            row.name.clone().unwrap_or_default(),
            row.email.clone().unwrap_or_default(),
            row.phone.clone().unwrap_or_default(),
            row.company.clone().unwrap_or_default(),
            row.tags.join(", "),
            row.channels.join(", "),
            row.feedback_count.to_string(),
            day.unwrap_or_default().to_owned(),
        ]);
    }
    table
}
