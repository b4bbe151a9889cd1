//! Every question about numbers of customers, held against a loop over everybody.

use std::collections::BTreeMap;

use customer_directory::domain::access::Operator;
use customer_directory::domain::customer::Customer;
use customer_directory::domain::folding;
use customer_directory::domain::label::{Channel, compare_key};
use customer_directory::domain::search::{
    CustomerQuery, Detail, Dimension, FieldFilter, Filter, SearchText, Summary, SummaryQuery,
    words_of,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::any_customers::{CHANNELS, COMPANIES, KEYS, TAGS, events, values};
use crate::kept::{Kept, moment};

const TEXTS: &[&str] = &["jane", "hol", "GARCIA", "李", "acme", "b", "nobody", "…"];

pub(crate) fn dimensions() -> Vec<Dimension> {
    let value = |key: &&str| Dimension::FieldValue((*key).to_owned());
    let mut all = vec![
        Dimension::Tag,
        Dimension::Channel,
        Dimension::Company,
        Dimension::FirstSeenMonth,
        Dimension::FieldKey,
    ];
    all.extend(KEYS.iter().chain(&["cf_unknown"]).map(value));
    all
}

fn filter() -> impl Strategy<Value = Filter> {
    let value = select(values()).prop_map(|value| compare_key(value.as_text()));
    let field = (select(KEYS), prop::option::of(value));
    let sometimes = 0.25;
    (
        prop::option::weighted(sometimes, select(CHANNELS)),
        prop::option::weighted(sometimes, select(TAGS)),
        prop::option::weighted(sometimes, select(&COMPANIES[..6])),
        prop::option::weighted(sometimes, field),
        prop::option::weighted(sometimes, 0_i64..5_200_000),
        prop::option::weighted(sometimes, 0_i64..5_200_000),
    )
        .prop_map(|(channel, tag, company, field, after, before)| Filter {
            channel: channel.map(|channel| Channel::parse(channel).unwrap()),
            tag: tag.map(compare_key),
            company: company.map(folding::sort_form),
            custom_field: field.map(|(key, value)| FieldFilter {
                key: key.to_owned(),
                value,
            }),
            seen_after: after.map(moment),
            seen_before: before.map(moment),
        })
}

fn question() -> impl Strategy<Value = SummaryQuery> {
    let by = subsequence(dimensions(), 0..=dimensions().len());
    let search = prop::option::weighted(0.3, select(TEXTS));
    (search, filter(), by, 1_usize..5).prop_map(|(search, filter, by, top)| SummaryQuery {
        search: search.map(SearchText::parse),
        filter,
        by,
        top,
    })
}

pub(crate) fn everybody(kept: &Kept) -> Vec<Customer> {
    let query = CustomerQuery {
        detail: Detail::Full,
        ..CustomerQuery::latest(1_000)
    };
    let page = kept
        .reader
        .list_customers(Operator.reader(), &query)
        .unwrap();
    let profiles = page
        .customers
        .into_iter()
        .map(|listed| *listed.profile.unwrap());
    let mut everybody: Vec<Customer> = profiles.collect();
    everybody.sort_by_key(|customer| customer.id);
    everybody
}

/// Whether a customer is meant, by the rules as they are written down.
fn is_meant(customer: &Customer, query: &SummaryQuery) -> bool {
    let filter = &query.filter;
    let company = customer
        .company
        .as_ref()
        .map(|company| folding::sort_form(&company.value));
    let has_field = |wanted: &FieldFilter| {
        customer
            .custom_fields
            .get(&wanted.key)
            .is_some_and(|field| {
                let theirs = compare_key(field.value.as_text());
                wanted.value.as_ref().is_none_or(|value| theirs == *value)
            })
    };
    filter
        .channel
        .as_ref()
        .is_none_or(|channel| customer.channels.contains(channel))
        && filter
            .tag
            .as_ref()
            .is_none_or(|tag| customer.tags.contains_key(tag))
        && filter
            .company
            .as_ref()
            .is_none_or(|wanted| company.as_ref() == Some(wanted))
        && filter.custom_field.as_ref().is_none_or(has_field)
        && filter
            .seen_after
            .is_none_or(|start| customer.last_seen >= Some(start))
        && filter
            .seen_before
            .is_none_or(|end| customer.last_seen < Some(end))
        && query
            .search
            .as_ref()
            .is_none_or(|search| search.is_answered_by(&words(customer)))
}

fn words(customer: &Customer) -> std::collections::BTreeSet<String> {
    let texts = [&customer.name, &customer.company].into_iter().flatten();
    let contacts = customer.contacts.iter();
    words_of(
        texts.map(|taken| taken.value.as_str()),
        contacts.map(|contact| {
            (
                contact.kind,
                contact.address.as_str(),
                contact.spelling.as_str(),
            )
        }),
    )
    .into_iter()
    .collect()
}

/// The values of a customer: each as it is compared, and as it is written.
fn labels(customer: &Customer, dimension: &Dimension) -> Vec<(String, String)> {
    let same = |text: &str| (text.to_owned(), text.to_owned());
    match dimension {
        Dimension::Tag => customer
            .tags
            .iter()
            .map(|(key, tag)| (key.clone(), tag.value.spelling().to_owned()))
            .collect(),
        Dimension::Channel => customer
            .channels
            .iter()
            .map(|it| same(it.as_str()))
            .collect(),
        Dimension::Company => customer
            .company
            .iter()
            .map(|company| (folding::sort_form(&company.value), company.value.clone()))
            .collect(),
        Dimension::FirstSeenMonth => customer
            .first_seen
            .iter()
            .map(|seen| same(&seen.to_string()[..7]))
            .collect(),
        Dimension::FieldKey => customer.custom_fields.keys().map(|key| same(key)).collect(),
        Dimension::FieldValue(key) => customer
            .custom_fields
            .get(key)
            .map(|field| field.value.as_text())
            .map(|text| (compare_key(text), text.to_owned()))
            .into_iter()
            .collect(),
    }
}

pub(crate) fn assert_counts(everybody: &[Customer], query: &SummaryQuery, summary: &Summary) {
    let meant: Vec<&Customer> = everybody
        .iter()
        .filter(|one| is_meant(one, query))
        .collect();
    assert_eq!(summary.total, meant.len() as u64, "{query:?}");
    assert_eq!(summary.by.len(), query.by.len());
    for (breakdown, dimension) in summary.by.iter().zip(&query.by) {
        assert_eq!(breakdown.dimension, *dimension);
        let mut spellings = BTreeMap::new();
        for (key, spelling) in everybody.iter().flat_map(|one| labels(one, dimension)) {
            spellings.entry(key).or_insert(spelling);
        }
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (key, _) in meant.iter().flat_map(|one| labels(one, dimension)) {
            *counts.entry(key).or_default() += 1;
        }
        let mut ranked: Vec<(String, u64)> = counts.into_iter().collect();
        if *dimension == Dimension::FirstSeenMonth {
            ranked.reverse();
        } else {
            // Stable: what is as frequent stays in the order of its comparable form.
            ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        }
        let others = ranked.split_off(query.top.min(ranked.len()));
        let named: Vec<_> = ranked
            .iter()
            .map(|(key, count)| (&spellings[key], *count))
            .collect();
        let found: Vec<_> = breakdown
            .values
            .iter()
            .map(|it| (&it.value, it.customers))
            .collect();
        assert_eq!(found, named, "{dimension:?} of {query:?}");
        let sum: u64 = others.iter().map(|(_, count)| count).sum();
        assert_eq!(
            (breakdown.others.values, breakdown.others.customers),
            (others.len() as u64, sum)
        );
        let without = meant
            .iter()
            .filter(|one| labels(one, dimension).is_empty())
            .count();
        assert_eq!(
            breakdown.without, without as u64,
            "{dimension:?} of {query:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_question_counts_what_a_loop_over_everybody_counts(
        events in events(),
        size in 1_usize..20,
        questions in prop::collection::vec(question(), 1..10),
    ) {
        let mut kept = Kept::new();
        for (events, query) in events.chunks(size).zip(questions.iter().cycle()) {
            kept.take_in(events);
            let summary = kept.reader.summarize_customers(Operator.reader(), query).unwrap();
            assert_counts(&everybody(&kept), query, &summary);
        }
        let everybody = everybody(&kept);
        for query in &questions {
            let summary = kept.reader.summarize_customers(Operator.reader(), query).unwrap();
            assert_counts(&everybody, query, &summary);
        }
    }
}
