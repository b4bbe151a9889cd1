//! Search texts, asked of a directory: any text is answered, in the same way by list and count.

use std::io::Cursor;

use customer_directory::domain::access::Operator;
use customer_directory::domain::search::{
    CustomerQuery, FeedbackFilter, FeedbackQuery, Filter, MessageSearch, SearchText, SummaryQuery,
};
use customer_directory::service::{Directory, Location, Purpose, Settings};
use customer_directory::surface::intake::Events;

use super::mutation::bent_text;
use super::{import_lines, watch};
use crate::chance::Chance;
use crate::trials::{Budget, Trials};

const SEEDS: &[&str] = &[
    "jane",
    "Łukasz Żółć",
    "zolw studio",
    "@northbeam-boards.com",
    "ben.carver@tidewater-robotics.com",
    "+1 415 555 0132",
    "(0) 555-0132 ext. 4",
    "\"exact phrase\" OR name:jane*",
    "NEAR(a b, 5) ^c - d",
    "佐藤",
    "export invoices monday",
];

/// Asks for customers and for feedback by texts.
pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let draw = |chance: &mut Chance| bent_text(chance, chance.clone().pick(SEEDS));
    match directory() {
        Ok(directory) => watch::run(budget, seed, draw, move |text| attempt(&directory, text)),
        Err(failure) => {
            let mut trials = Trials::default();
            budget.count(&mut trials, Err(failure));
            trials
        }
    }
}

fn directory() -> Result<Directory, String> {
    let failed = |error: &dyn std::fmt::Display| error.to_string();
    let settings = Settings::default();
    let open = Directory::open(&Location::Temporary, Purpose::Write, settings);
    let mut directory = open.map_err(|error| failed(&error))?;
    let options = import_lines::options(None);
    let samples = Cursor::new(import_lines::SAMPLES);
    let events = Events::open(samples, options).map_err(|error| failed(&error))?;
    let events = events.filter_map(|intake| intake.ok()?.result.ok());
    let writer = Operator.writer(import_lines::now());
    let taken = directory.ingest(writer, [events.collect()]);
    taken.map_err(|error| failed(&error))?;
    Ok(directory)
}

fn attempt(directory: &Directory, text: &str) -> Result<(), String> {
    let search = Some(SearchText::parse(text));
    let list = CustomerQuery {
        search: search.clone(),
        ..CustomerQuery::latest(1_000)
    };
    let page = directory.list_customers(Operator.reader(), &list);
    let page = page.map_err(|error| error.to_string())?;
    let count = SummaryQuery {
        search,
        filter: Filter::default(),
        by: Vec::new(),
        top: 1,
    };
    let summary = directory.summarize_customers(Operator.reader(), &count);
    let total = summary.map_err(|error| error.to_string())?.total;
    if page.customers.len() as u64 != total || page.total.count != total {
        return Err(format!("{} rows of {total}", page.customers.len()));
    }
    let said = FeedbackQuery {
        search: Some(MessageSearch::parse(text)),
        filter: FeedbackFilter::default(),
        limit: 1_000,
        after: None,
    };
    let page = directory.list_feedback(Operator.reader(), &said);
    let page = page.map_err(|error| error.to_string())?;
    if page.feedback.len() as u64 != page.total.count {
        return Err(format!(
            "{} rows of feedback of {}",
            page.feedback.len(),
            page.total.count
        ));
    }
    Ok(())
}
