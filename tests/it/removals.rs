//! After merges and deletions every question is answered as the rows say.

use std::collections::{BTreeMap, BTreeSet};

use customer_directory::domain::access::Operator;
use customer_directory::domain::contact::{Contact, ContactKey};
use customer_directory::domain::customer::{Customer, CustomerId};
use customer_directory::domain::erasure::FeedbackFate;
use customer_directory::domain::search::{
    FeedbackFilter, FeedbackQuery, Filter, SearchText, SummaryQuery, Whose,
};
use proptest::prelude::*;

use crate::any_customers::events;
use crate::customer_counts::{assert_counts, dimensions, everybody};
use crate::kept::Kept;

/// What happens after some events: two customers by their places, and what becomes of them.
#[derive(Debug, Clone, Copy)]
enum Removal {
    Merge(usize, usize),
    Delete(usize, bool),
}

fn removal() -> impl Strategy<Value = Removal> {
    prop_oneof![
        3 => (any::<usize>(), any::<usize>()).prop_map(|(target, source)| Removal::Merge(target, source)),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(customer, keeps)| Removal::Delete(customer, keeps)),
    ]
}

fn carry_out(kept: &mut Kept, removal: Removal) {
    let everybody = everybody(kept);
    let at = |place: usize| everybody.get(place % everybody.len().max(1));
    match removal {
        Removal::Merge(target, source) => {
            if let (Some(target), Some(source)) = (at(target), at(source))
                && target.id != source.id
            {
                kept.merge(target.id, source.id);
            }
        }
        Removal::Delete(customer, keeps) => {
            let fate = if keeps {
                FeedbackFate::KeepAnonymous
            } else {
                FeedbackFate::Remove
            };
            if let Some(customer) = at(customer) {
                kept.delete(customer.id, fate);
            }
        }
    }
}

/// How much feedback is somebody's, or nobody's, over the list and by what was kept.
fn assert_feedback(kept: &Kept, whose: Whose, count: usize) {
    let query = FeedbackQuery {
        search: None,
        filter: FeedbackFilter {
            whose,
            ..FeedbackFilter::default()
        },
        limit: 1_000,
        after: None,
    };
    let reader = Operator.reader();
    let page = kept.reader.list_feedback(reader, &query).unwrap();
    assert_eq!(
        (page.total.count, page.feedback.len()),
        (count as u64, count),
        "{whose:?}"
    );
}

/// Counters follow from the rows, and each address has one owner.
fn assert_sound(kept: &Kept, everybody: &[Customer]) {
    let mut counts: BTreeMap<Option<CustomerId>, usize> = BTreeMap::new();
    for said in kept.feedback.values() {
        *counts.entry(said.customer).or_default() += 1;
    }
    let nobodys = counts.remove(&None).unwrap_or_default();
    assert_feedback(kept, Whose::NoOne, nobodys);
    assert_feedback(kept, Whose::Anyone, kept.feedback.len());
    let mut owned: BTreeSet<ContactKey> = BTreeSet::new();
    for customer in everybody {
        let said = kept
            .feedback
            .values()
            .filter(|said| said.customer == Some(customer.id));
        let times: Vec<_> = said.map(|said| said.created_at).collect();
        assert_eq!(customer.feedback_count, times.len() as u64);
        assert_eq!(customer.first_seen, times.iter().min().copied());
        assert_eq!(customer.last_seen, times.iter().max().copied());
        assert_feedback(kept, Whose::Customer(customer.id), times.len());
        for key in customer.contacts.iter().filter_map(Contact::key) {
            assert!(owned.insert(key));
        }
    }
    let owners: BTreeSet<CustomerId> = counts.into_keys().flatten().collect();
    let there: BTreeSet<CustomerId> = everybody.iter().map(|customer| customer.id).collect();
    assert!(owners.is_subset(&there));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_question_is_answered_as_the_rows_say(
        events in events(),
        size in 1_usize..20,
        removals in prop::collection::vec(removal(), 1..8),
    ) {
        let mut kept = Kept::new();
        let mut removals = removals.into_iter();
        for events in events.chunks(size) {
            kept.take_in(events);
            for removal in removals.by_ref().take(2) {
                carry_out(&mut kept, removal);
            }
        }
        removals.for_each(|removal| carry_out(&mut kept, removal));
        let everybody = everybody(&kept);
        assert_sound(&kept, &everybody);
        for search in [None, Some("jane"), Some("acme"), Some("李")] {
            let query = SummaryQuery {
                search: search.map(SearchText::parse),
                filter: Filter::default(),
                by: dimensions(),
                top: 5,
            };
            let summary = kept.reader.summarize_customers(Operator.reader(), &query).unwrap();
            assert_counts(&everybody, &query, &summary);
        }
    }
}
