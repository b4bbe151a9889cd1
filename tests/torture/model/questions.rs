//! Questions by chance, answered by a loop over the model's people and feedback.

use std::collections::{BTreeMap, BTreeSet};

use customer_directory::domain::access::Operator;
use customer_directory::domain::folding::sort_form;
use customer_directory::domain::instant;
use customer_directory::domain::label::{Channel, compare_key};
use customer_directory::domain::search::{
    CustomerQuery, Dimension, FieldFilter, Filter, Order, SearchText, Sort, SummaryQuery, words_of,
};

use super::person::Person;
use super::play::{Both, refused, same, time};
use super::pools::{CHANNELS, COMPANIES, FIELDS, TAGS, fields, moment};
use crate::chance::Chance;

const TEXTS: &[&str] = &[
    "jane",
    "hol",
    "GARCIA",
    "李",
    "acme",
    "obrien omar",
    "@acme.io",
    "0132",
    "u_1",
    "strasse",
    "…",
];

pub(super) fn some_moment(chance: &mut Chance) -> jiff::Timestamp {
    let days = i64::try_from(chance.below(16)).unwrap_or(0);
    time(moment(days * 86_400_000))
}

fn filter(chance: &mut Chance) -> Filter {
    Filter {
        channel: chance.sometimes(5, |chance| {
            Channel::stored(chance.pick(CHANNELS).to_owned())
        }),
        tag: chance.sometimes(5, |chance| compare_key(chance.pick(TAGS))),
        company: chance.sometimes(6, |chance| sort_form(chance.pick(COMPANIES))),
        custom_field: chance.sometimes(5, |chance| FieldFilter {
            key: chance.pick(FIELDS).to_owned(),
            value: chance.sometimes(2, |chance| {
                let values = fields();
                compare_key(values[chance.below(values.len())].as_text())
            }),
        }),
        seen_after: chance.sometimes(6, some_moment),
        seen_before: chance.sometimes(6, some_moment),
    }
}

impl Both {
    /// A list, a summary, and a question about feedback.
    pub(super) fn question(&self, chance: &mut Chance) -> Result<(), String> {
        self.question_list(chance)?;
        self.question_summary(chance)?;
        self.question_feedback(chance)
    }

    fn last_seen(&self, id: i64) -> Option<i64> {
        let said = self.model.said.values();
        let said = said.filter(|said| said.customer == Some(id));
        said.map(|said| said.created_at).max()
    }

    fn meant(&self, filter: &Filter, search: Option<&SearchText>) -> BTreeSet<i64> {
        let people = self.model.people.iter();
        let meant = people.filter(|(id, person)| self.is_meant(**id, person, filter, search));
        meant.map(|(id, _)| *id).collect()
    }

    fn is_meant(
        &self,
        id: i64,
        person: &Person,
        filter: &Filter,
        search: Option<&SearchText>,
    ) -> bool {
        let mut said = self.model.said.values();
        let mut came = |channel: &Channel| {
            said.any(|said| said.customer == Some(id) && said.channel == channel.as_str())
        };
        let company = person.company.as_ref().map(|it| sort_form(&it.value));
        let has = |field: &FieldFilter| {
            let value = person.fields.get(&field.key);
            let value = value.map(|it| compare_key(it.value.as_text()));
            value.is_some() && (field.value.is_none() || field.value == value)
        };
        let seen = self.last_seen(id).map(time);
        filter.channel.as_ref().is_none_or(&mut came)
            && filter
                .tag
                .as_ref()
                .is_none_or(|tag| person.tags.contains_key(tag))
            && (filter.company.is_none() || filter.company == company)
            && filter.custom_field.as_ref().is_none_or(has)
            && filter
                .seen_after
                .is_none_or(|after| seen.is_some_and(|at| at >= after))
            && filter
                .seen_before
                .is_none_or(|before| seen.is_some_and(|at| at < before))
            && search.is_none_or(|search| search.is_answered_by(&words(person)))
    }

    fn question_list(&self, chance: &mut Chance) -> Result<(), String> {
        let sorts = [
            Sort::LastSeen,
            Sort::FirstSeen,
            Sort::FeedbackCount,
            Sort::Name,
        ];
        let sort = sorts[chance.below(sorts.len())];
        let order = if chance.one_in(2) {
            Order::Ascending
        } else {
            Order::Descending
        };
        let search = chance.sometimes(3, |chance| SearchText::parse(chance.pick(TEXTS)));
        let mut query = CustomerQuery {
            filter: filter(chance),
            search,
            sort,
            order,
            ..CustomerQuery::latest(1_000)
        };
        let what = format!("a list of {:?}", (&query.search, query.filter.seen_before));
        let ask = |query: &CustomerQuery| -> Result<_, String> {
            let page = self.directory.list_customers(Operator.reader(), query);
            refused(page)?.map_err(|no| format!("{no:?}"))
        };
        let whole = ask(&query)?;
        let ids: Vec<i64> = whole.customers.iter().map(|row| row.summary.id.0).collect();
        let expected = self.meant(&query.filter, query.search.as_ref());
        same(&what, &ids.iter().copied().collect(), &expected)?;
        let keys: Vec<_> = whole
            .customers
            .iter()
            .map(|row| &row.position.key)
            .collect();
        let is_sorted = match order {
            Order::Ascending => keys.is_sorted(),
            Order::Descending => keys.is_sorted_by(|one, next| one >= next),
        };
        same("whether it is sorted", &is_sorted, &true)?;
        // Pages of a few rows are the same rows.
        query.limit = 1 + chance.below(6);
        let mut paged = Vec::new();
        loop {
            let page = ask(&query)?;
            paged.extend(page.customers.iter().map(|row| row.summary.id.0));
            query.after = page.customers.last().map(|row| row.position.clone());
            if !page.has_more || query.after.is_none() || paged.len() > ids.len() {
                break;
            }
        }
        same("its pages", &paged, &ids)
    }

    fn question_summary(&self, chance: &mut Chance) -> Result<(), String> {
        let key = chance.pick(FIELDS).to_owned();
        let query = SummaryQuery {
            search: chance.sometimes(4, |chance| SearchText::parse(chance.pick(TEXTS))),
            filter: filter(chance),
            by: vec![
                Dimension::Tag,
                Dimension::Channel,
                Dimension::Company,
                Dimension::FirstSeenMonth,
                Dimension::FieldKey,
                Dimension::FieldValue(key),
            ],
            top: 1_000,
        };
        let summary = self
            .directory
            .summarize_customers(Operator.reader(), &query);
        let summary = refused(summary)?.map_err(|no| format!("{no:?}"))?;
        let meant = self.meant(&query.filter, query.search.as_ref());
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        same("a summary's total", &summary.total, &count(meant.len()))?;
        for breakdown in &summary.by {
            let mut expected: BTreeMap<String, u64> = BTreeMap::new();
            let mut without = 0;
            for id in &meant {
                let values = self.values(*id, &breakdown.dimension);
                without += u64::from(values.is_empty());
                for value in values {
                    *expected.entry(value).or_default() += 1;
                }
            }
            let found: BTreeMap<String, u64> = breakdown
                .values
                .iter()
                .map(|counted| {
                    (
                        compared(&breakdown.dimension, &counted.value),
                        counted.customers,
                    )
                })
                .collect();
            let what = format!("a summary by {:?}", breakdown.dimension);
            same(&what, &(found, breakdown.without), &(expected, without))?;
        }
        Ok(())
    }

    /// What somebody has of a dimension, in the form in which it is compared.
    fn values(&self, id: i64, dimension: &Dimension) -> BTreeSet<String> {
        let person = &self.model.people[&id];
        let said = || {
            self.model
                .said
                .values()
                .filter(|said| said.customer == Some(id))
        };
        let form = |value: &str| compared(dimension, value);
        match dimension {
            Dimension::Tag => person.tags.keys().cloned().collect(),
            Dimension::Channel => said().map(|said| said.channel.clone()).collect(),
            Dimension::Company => {
                let company = person.company.iter().map(|company| form(&company.value));
                company.filter(|form| !form.is_empty()).collect()
            }
            Dimension::FirstSeenMonth => {
                let first = said().map(|said| said.created_at).min();
                first
                    .map(|at| instant::month(time(at)))
                    .into_iter()
                    .collect()
            }
            Dimension::FieldKey => person.fields.keys().cloned().collect(),
            Dimension::FieldValue(key) => {
                let value = person.fields.get(key).into_iter();
                value.map(|value| form(value.value.as_text())).collect()
            }
        }
    }
}

fn words(person: &Person) -> BTreeSet<String> {
    let texts = [&person.name, &person.company].into_iter().flatten();
    let addresses = person.addresses.iter();
    let words = words_of(
        texts.map(|it| it.value.as_str()),
        addresses.map(|it| (it.kind, it.address.as_str(), it.spelling.as_str())),
    );
    words.into_iter().collect()
}

fn compared(dimension: &Dimension, value: &str) -> String {
    match dimension {
        Dimension::Company => sort_form(value),
        Dimension::Tag | Dimension::FieldValue(_) => compare_key(value),
        Dimension::Channel | Dimension::FirstSeenMonth | Dimension::FieldKey => value.to_owned(),
    }
}
