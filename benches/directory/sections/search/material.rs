//! What is searched for and filtered by: the common, the rare, and what excludes each other.

use anyhow::{Context as _, Result};
use customer_directory::domain::access::Operator;
use customer_directory::service::Directory;
use customer_directory::surface::question::ListQuestion;

use crate::population::labels::{CHANNELS, EARLY_TAG, LATE_CHANNEL, PLANS, REGIONS, TOP_TAG};
use crate::population::{Companies, Population, RARE_NAME};
use crate::subjects::Subject;

/// The last seven days of the events.
const LAST_WEEK: &str = "2025-10-25";

/// A part of a question, by the name that the report gives it.
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) question: ListQuestion,
}

impl Part {
    fn new(name: &'static str, ask: impl FnOnce(&mut ListQuestion)) -> Self {
        let mut question = ListQuestion::default();
        ask(&mut question);
        Self { name, question }
    }
}

/// What to search for.
pub(super) fn searches(population: &Population, subjects: &[Subject]) -> Result<Vec<Part>> {
    let [(given, family), (chinese_given, chinese_family)] = population.common_names();
    let email = subjects.iter().find_map(|subject| subject.email.clone());
    let phone = subjects.iter().find_map(|subject| subject.phone.clone());
    let phone = phone.context("nobody has a phone number")?;
    let ending = phone.get(phone.len() - 5..).unwrap_or(&phone);
    let searches = [
        ("word of 30 %", "gmail".to_owned()),
        ("common name", given.to_owned()),
        ("Chinese name", format!("{chinese_family}{chinese_given}")),
        ("rare word", RARE_NAME.to_owned()),
        ("word of nobody", "xyzzyq".to_owned()),
        ("one letter", "m".to_owned()),
        ("e-mail prefix", format!("{}.", given.to_ascii_lowercase())),
        (
            "whole e-mail",
            email.context("nobody has an e-mail address")?,
        ),
        ("phone prefix", "+49 15".to_owned()),
        ("last digits", ending.to_owned()),
        ("two common words", format!("{given} {family}")),
        ("common and rare word", format!("gmail {RARE_NAME}")),
    ];
    let searches = searches.map(|(name, text)| Part::new(name, |it| it.search = Some(text)));
    let none = Part::new("no search", |_| {});
    Ok(std::iter::once(none).chain(searches).collect())
}

/// What to filter by.
pub(super) fn filters(
    population: &Population,
    subjects: &[Subject],
    directory: &Directory,
) -> Result<Vec<Part>> {
    let small = small_company(subjects, directory)?;
    let mut filters = simple_filters(population);
    filters.push(Part::new("small company", |it| it.company = Some(small)));
    filters.extend(combined_filters(population));
    Ok(filters)
}

fn simple_filters(population: &Population) -> Vec<Part> {
    let tags = population.tags();
    let largest = Companies::largest().name();
    vec![
        Part::new("no filter", |_| {}),
        Part::new("common tag", |it| it.tag = some(tags.name(0))),
        Part::new("middling tag", |it| it.tag = some(tags.name(30))),
        Part::new("rare tag", |it| it.tag = some(tags.rarest())),
        Part::new("early tag", |it| it.tag = some(EARLY_TAG)),
        Part::new("channel", |it| it.channel = some(CHANNELS[0])),
        Part::new("largest company", |it| it.company = Some(largest)),
        Part::new("field", |it| it.custom_field = some("cf_region")),
        Part::new("field and value", |it| field(it, "cf_plan", PLANS[1])),
        Part::new("rare field", |it| it.custom_field = some("cf_pilot")),
        Part::new("last week", |it| it.seen_after = some(LAST_WEEK)),
        Part::new("a month years ago", |it| {
            it.seen_after = some("2023-02-01");
            it.seen_before = some("2023-03-01");
        }),
    ]
}

/// Filters that many meet together, few, or nobody.
fn combined_filters(population: &Population) -> [Part; 6] {
    let tags = population.tags();
    let tag_and_channel = |it: &mut ListQuestion, tag: &str, channel: &str| {
        it.tag = some(tag);
        it.channel = some(channel);
    };
    [
        Part::new("common tag and channel", |it| {
            tag_and_channel(it, tags.name(0), CHANNELS[0]);
        }),
        Part::new("common tag, channel and field", |it| {
            tag_and_channel(it, tags.name(0), CHANNELS[0]);
            field(it, "cf_region", REGIONS[0]);
        }),
        Part::new("rare tag and channel", |it| {
            tag_and_channel(it, tags.rarest(), CHANNELS[0]);
        }),
        Part::new("early tag and late channel", |it| {
            tag_and_channel(it, EARLY_TAG, LATE_CHANNEL);
        }),
        Part::new("early tag and last week", |it| {
            it.tag = some(EARLY_TAG);
            it.seen_after = some(LAST_WEEK);
        }),
        Part::new("two that exclude each other", |it| {
            it.tag = some(TOP_TAG);
            field(it, "cf_plan", PLANS[0]);
        }),
    ]
}

fn field(question: &mut ListQuestion, key: &str, value: &str) {
    question.custom_field = some(key);
    question.custom_value = some(value);
}

#[expect(clippy::unnecessary_wraps, reason = "questions have their parts so")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The smallest company of those people.
fn small_company(subjects: &[Subject], directory: &Directory) -> Result<String> {
    let mut smallest = None;
    for company in subjects
        .iter()
        .filter_map(|subject| subject.company.as_ref())
    {
        let question = ListQuestion {
            company: Some(company.clone()),
            ..ListQuestion::default()
        };
        let page = directory.list_customers(Operator.reader(), &question.query()?)?;
        let size = page.total.count;
        if smallest.as_ref().is_none_or(|(least, _)| size < *least) {
            smallest = Some((size, company.clone()));
        }
    }
    let (_, company) = smallest.context("nobody belongs to a company")?;
    Ok(company)
}
