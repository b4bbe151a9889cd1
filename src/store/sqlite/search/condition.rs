//! What a customer must meet, as conditions on keys.

use super::super::postings::condition::Condition;
use super::super::postings::keys::{Kind, field_value};
use super::super::postings::lookup::Test;
use crate::domain::search::{Filter, SearchText};

/// The number of the sort by the latest interaction.
const LAST_SEEN: usize = 0;

/// The conditions of a question. Those that are looked up fastest come first: they spare the others.
pub(in super::super) fn conditions(search: Option<&SearchText>, filter: &Filter) -> Vec<Condition> {
    let has = Condition::has;
    let mut conditions = Vec::new();
    conditions.extend(filter.tag.as_ref().map(|tag| has(Kind::Tag, tag)));
    conditions.extend(
        filter
            .company
            .as_ref()
            .map(|company| has(Kind::Company, company)),
    );
    if let Some(field) = &filter.custom_field {
        conditions.push(match &field.value {
            None => has(Kind::Field, &field.key),
            Some(value) => has(Kind::FieldValue, &field_value(&field.key, value)),
        });
    }
    let channel = filter.channel.as_ref();
    conditions.extend(channel.map(|channel| has(Kind::Channel, channel.as_str())));
    conditions.extend(search.into_iter().flat_map(terms));
    let seen = Condition::within(LAST_SEEN, filter.seen_after, filter.seen_before);
    if let Some(seen) = seen {
        // Nobody was seen before any time without having been seen at all: those who never were
        // stand at the beginning of time.
        let epoch = jiff::Timestamp::UNIX_EPOCH;
        if filter.seen_after.is_none_or(|after| after <= epoch) {
            conditions.push(has(Kind::Some, &Kind::FirstSeenMonth.letter().to_string()));
        }
        conditions.push(seen);
    }
    conditions
}

/// Each term of a search; long ones first, because they are rarer.
pub(in super::super) fn terms(search: &SearchText) -> Vec<Condition> {
    let mut terms: Vec<_> = search.terms().iter().collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.alternatives.iter().map(String::len).min()));
    terms
        .into_iter()
        .map(|term| {
            let beginnings = term.alternatives.iter().cloned().map(Test::Beginning);
            Condition::AnyOf(beginnings.collect())
        })
        .collect()
}
