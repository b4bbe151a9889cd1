//! Questions, and their answers by the rules alone.

use jiff::Timestamp;
use proptest::prelude::*;

use super::directory::{CHANNELS, TAGS};
use crate::domain::customer::Customer;
use crate::domain::label::{Channel, compare_key};
use crate::domain::page::{Position, SortKey};
use crate::domain::search::{
    CustomerQuery, Detail, FieldFilter, Filter, Order, SearchText, Sort, words_of,
};

pub(super) const SEARCHES: [&str; 12] = [
    "j",
    "ja",
    "jan",
    "jane",
    "jane d",
    "janet",
    "雷",
    "oneill",
    "example.org",
    "p7@ex",
    "0155",
    "zzz",
];

/// Whether a customer is meant, by the rules alone.
pub(super) fn is_meant(customer: &Customer, query: &CustomerQuery) -> bool {
    let filter = &query.filter;
    let texts = [&customer.name, &customer.company].into_iter().flatten();
    let contacts = customer.contacts.iter();
    let words = words_of(
        texts.map(|taken| taken.value.as_str()),
        contacts.map(|contact| {
            (
                contact.kind,
                contact.address.as_str(),
                contact.spelling.as_str(),
            )
        }),
    );
    let words = words.into_iter().collect();
    let is_said = query.search.as_ref();
    let is_said = is_said.is_none_or(|search| search.is_answered_by(&words));
    is_said
        && filter
            .tag
            .as_ref()
            .is_none_or(|tag| customer.tags.contains_key(tag))
        && filter
            .channel
            .as_ref()
            .is_none_or(|channel| customer.channels.contains(channel))
        && filter
            .company
            .as_ref()
            .is_none_or(|_| customer.company.is_some())
        && filter.custom_field.as_ref().is_none_or(|field| {
            customer.custom_fields.get(&field.key).is_some_and(|taken| {
                let value = compare_key(taken.value.as_text());
                field.value.as_ref().is_none_or(|wanted| *wanted == value)
            })
        })
        && filter
            .seen_after
            .is_none_or(|after| customer.last_seen.is_some_and(|at| at >= after))
        && filter
            .seen_before
            .is_none_or(|before| customer.last_seen.is_some_and(|at| at < before))
}

pub(super) fn position(customer: &Customer, sort: Sort) -> Position {
    let at = |seen: Option<Timestamp>| SortKey::Number(seen.map_or(0, Timestamp::as_millisecond));
    let name = customer
        .name
        .as_ref()
        .map(|name| crate::domain::folding::sort_form(&name.value));
    let email = &customer.contacts[0].address;
    Position {
        key: match sort {
            Sort::LastSeen => at(customer.last_seen),
            Sort::FirstSeen => at(customer.first_seen),
            Sort::FeedbackCount => SortKey::Number(customer.feedback_count.cast_signed()),
            Sort::Name => SortKey::Text(name.unwrap_or_else(|| email.clone())),
        },
        id: customer.id.0,
    }
}

pub(super) fn expected(customers: &[Customer], query: &CustomerQuery) -> Vec<Position> {
    let mut places: Vec<Position> = customers
        .iter()
        .filter(|customer| is_meant(customer, query))
        .map(|customer| position(customer, query.sort))
        .collect();
    places.sort_by(|one, other| (&one.key, one.id).cmp(&(&other.key, other.id)));
    if query.order == Order::Descending {
        places.reverse();
    }
    places
}

pub(super) fn queries() -> impl Strategy<Value = CustomerQuery> {
    let filter = (
        proptest::option::of(0..3_usize),
        proptest::option::of(0..3_usize),
        any::<bool>(),
        proptest::option::of(proptest::option::of(2..5_usize)),
        proptest::option::of(0..40_i64),
        proptest::option::of(0..40_i64),
    )
        .prop_map(|(tag, channel, company, field, after, before)| {
            let at = |day: i64| {
                Timestamp::from_millisecond(1_700_000_000_000 + day * 86_400_000).unwrap()
            };
            Filter {
                tag: tag.map(|tag| compare_key(TAGS[tag])),
                channel: channel.map(|channel| Channel::parse(CHANNELS[channel]).unwrap()),
                company: company.then(|| "example org".to_owned()),
                custom_field: field.map(|value| FieldFilter {
                    key: "cf_plan".to_owned(),
                    value: value.map(|value| format!("plan {value}")),
                }),
                seen_after: after.map(at),
                seen_before: before.map(at),
            }
        });
    let sort = prop_oneof![
        Just(Sort::LastSeen),
        Just(Sort::FirstSeen),
        Just(Sort::FeedbackCount),
        Just(Sort::Name)
    ];
    (
        proptest::option::of(0..SEARCHES.len()),
        prop_oneof![filter, Just(Filter::default())],
        sort,
        any::<bool>(),
    )
        .prop_map(|(search, filter, sort, ascending)| CustomerQuery {
            search: search.map(|search| SearchText::parse(SEARCHES[search])),
            filter,
            sort,
            order: if ascending {
                Order::Ascending
            } else {
                Order::Descending
            },
            detail: Detail::Concise,
            limit: 4,
            after: None,
        })
}
