//! `customer-directory duplicates`: pairs of customers that may be one person.

use std::process::ExitCode;

use clap::Args;

use super::get::with_near_matches;
use super::table::Table;
use super::{CommandError, output};
use crate::domain::access::Operator;
use crate::service::Directory;
use crate::surface::question::DuplicatesQuestion;
use crate::surface::view::{Allowance, DuplicatesAnswer, PartnerView};

/// Which pairs, and how they are shown.
#[derive(Debug, Args)]
#[command(after_help = "\
A pair's score is the sum of its evidence:
  50  ambiguous_event        feedback came with a contact of each
  40  similar_email          the addresses differ only by dots or a +tag
  40  same_phone             one number, written so that it could not be read
  40  same_handle            the same account on a social network
  30  same_name_and_company
  30  same_name_and_domain   addresses at one domain that is no e-mail provider's

Pairs with an ambiguous event come first, those with the most feedback together in front; then the
others, those of the customers with the most feedback in front. A name alone is no evidence.

Examples:
  customer-directory duplicates
  customer-directory duplicates --customer jane@lumenworks.io
  customer-directory duplicates --min-score 50 --json")]
pub struct DuplicatesArgs {
    /// Only pairs of this customer: an id, e-mail address, phone number, or their id in your own
    /// product
    #[arg(long, value_name = "CUSTOMER")]
    customer: Option<String>,
    /// Only pairs with this score or a higher one
    #[arg(long, value_name = "POINTS")]
    min_score: Option<u32>,
    /// Pairs of the page, 1 to 100 [default: 10]
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The page that begins where another one ended
    #[arg(long)]
    cursor: Option<String>,
    /// Print the answer as JSON, as assistants read it
    #[arg(long)]
    json: bool,
}

/// Prints one page of pairs.
pub fn duplicates(args: &DuplicatesArgs, directory: &Directory) -> Result<ExitCode, CommandError> {
    let reader = Operator.reader();
    let find = |asked: &str| {
        directory
            .find_customer(reader, asked)
            .map_err(with_near_matches)
    };
    let query = args.question().query(find)?;
    let page = directory.find_duplicates(reader, &query)?;
    let answer = DuplicatesAnswer::of(&page, &query, Allowance::UNLIMITED);
    if args.json {
        output::print_json(&answer)?;
    } else {
        output::print(&page_text(&answer))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl DuplicatesArgs {
    fn question(&self) -> DuplicatesQuestion {
        DuplicatesQuestion {
            customer: self.customer.clone(),
            min_score: self.min_score,
            limit: self.limit,
            cursor: self.cursor.clone(),
        }
    }
}

/// The page as a table, and what to do next.
fn page_text(answer: &DuplicatesAnswer) -> String {
    let mut text = Vec::new();
    if let Some(first) = answer.pairs.first() {
        text.push(format!("{}\n", pair_table(answer)));
        let (one, other) = (&first.one.id, &first.other.id);
        text.push(format!(
            "If two are one person: `customer-directory merge {one} {other}`; if they are two: \
             `customer-directory different {one} {other}`.\n"
        ));
    } else if answer.next_cursor.is_none() {
        text.push("No pair that may be one person.\n".to_owned());
    } else {
        text.push("No pair so far.\n".to_owned());
    }
    text.extend(answer.note.as_ref().map(|note| format!("Note: {note}.\n")));
    text.extend(
        answer
            .next_cursor
            .as_ref()
            .map(|cursor| format!("The next page: repeat the command with `--cursor {cursor}`.\n")),
    );
    text.concat()
}

/// Pairs as a table: a line for each of the two.
fn pair_table(answer: &DuplicatesAnswer) -> Table {
    let mut table = Table::new(&[
        "SCORE", "ID", "NAME", "E-MAIL", "PHONE", "COMPANY", "FEEDBACK", "EVIDENCE",
    ]);
    for pair in &answer.pairs {
        let evidence = pair
            .evidence
            .iter()
            .map(|found| format!("{} ({})", found.kind, found.detail));
        let evidence = evidence.collect::<Vec<_>>().join("; ");
        table.add(row(pair.score.to_string(), &pair.one, evidence));
        table.add(row(String::new(), &pair.other, String::new()));
    }
    table
}

fn row(score: String, partner: &PartnerView, evidence: String) -> [String; 8] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        score,
        partner.id.clone(),
        text(&partner.name),
        text(&partner.email),
        text(&partner.phone),
        text(&partner.company),
        partner.feedback_count.to_string(),
        evidence,
    ]
}
