//! Whatever way pairs are found, the answer is that of comparing all customers with each other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use customer_directory::domain::access::Operator;
use customer_directory::domain::contact::{Claim, ContactKind, ContactPolicy};
use customer_directory::domain::customer::{Customer, CustomerId, SocialHandle};
use customer_directory::domain::duplicates::{
    Comparable, DuplicatesQuery, EvidenceKind, PairPlace, score,
};
use customer_directory::domain::event::FeedbackEvent;
use customer_directory::domain::feedback::Outcome;
use customer_directory::domain::search::{CustomerQuery, Detail};
use customer_directory::service::{Directory, Location, Purpose, Settings};
use proptest::prelude::*;
use proptest::sample::select;

use crate::kept::{event, moment};

const NAMES: &[&str] = &["Jane Doe", "JANE DÖE", "Omar Haddad", "李雷", "Bo"];
const COMPANIES: &[&str] = &["Acme", "ACME", "Globex"];
const EMAILS: &[&str] = &[
    "jane.doe@gmail.com",
    "janedoe@gmail.com",
    "j.anedoe+x@googlemail.com",
    "janedoe+y@gmail.com",
    "jane@acme.io",
    "jane+a@acme.io",
    "ja.ne@acme.io",
    "jd@acme.io",
    "omar@globex.io",
    "info@acme.io",
    "info+de@acme.io",
];
const PHONES: &[&str] = &[
    "+14155550132",
    "(415) 555-0132",
    "0415 5550132",
    "+442079460018",
    "020 7946 0018",
    "555-0132",
];
const USERS: &[&str] = &["u_1", "u_2", "u_3"];
const HANDLES: &[(&str, &str)] = &[("github", "jane"), ("github", "omar"), ("x", "jane")];

type Pair = (CustomerId, CustomerId);

fn events() -> impl Strategy<Value = Vec<FeedbackEvent>> {
    let one = (
        prop::option::of(select(NAMES)),
        prop::option::weighted(0.4, select(COMPANIES)),
        prop::option::weighted(0.3, select(USERS)),
        prop::option::weighted(0.6, select(EMAILS)),
        prop::option::weighted(0.4, select(PHONES)),
        prop::option::weighted(0.2, select(HANDLES)),
    );
    prop::collection::vec(one, 1..35).prop_map(|rows| {
        let made = rows.into_iter().enumerate().map(|(index, row)| {
            let (name, company, user, email, phone, handle) = row;
            let at = i64::try_from(index).unwrap();
            let mut event = event(index, moment(at));
            event.identity.name = name.map(str::to_owned);
            event.identity.company = company.map(str::to_owned);
            for (kind, text) in [
                (ContactKind::UserId, user),
                (ContactKind::Email, email),
                (ContactKind::Phone, phone),
            ] {
                let policy = ContactPolicy::default();
                let claim = text.and_then(|text| Claim::read(kind, text, &policy));
                event.identity.claims.extend(claim);
            }
            event.identity.social_handles = handle
                .map(|(network, handle)| SocialHandle {
                    network: network.to_owned(),
                    handle: handle.to_owned(),
                })
                .into_iter()
                .collect();
            event
        });
        made.collect()
    })
}

fn everybody(directory: &Directory) -> Vec<Customer> {
    let query = CustomerQuery {
        detail: Detail::Full,
        ..CustomerQuery::latest(1_000)
    };
    let page = directory.list_customers(Operator.reader(), &query).unwrap();
    let profiles = page.customers.into_iter();
    profiles.map(|listed| *listed.profile.unwrap()).collect()
}

fn ids(one: CustomerId, other: CustomerId) -> Pair {
    (one.min(other), one.max(other))
}

/// Every pair of customers with evidence and its score, in the order that is written down.
fn all_pairs(
    customers: &[Customer],
    noted: &BTreeSet<Pair>,
    marked: &BTreeSet<Pair>,
    query: &DuplicatesQuery,
) -> Vec<(Pair, u32)> {
    let policy = ContactPolicy::default();
    let mut pairs = Vec::new();
    for (index, one) in customers.iter().enumerate() {
        for other in &customers[index + 1..] {
            let pair = ids(one.id, other.id);
            let is_meant = query
                .customer
                .is_none_or(|id| [one.id, other.id].contains(&id));
            let found = Comparable::of(one, &policy).evidence(&Comparable::of(other, &policy));
            let by_event = noted.contains(&pair);
            let points = score(&found)
                + if by_event {
                    EvidenceKind::AmbiguousEvent.points()
                } else {
                    0
                };
            if is_meant && points > 0 && points >= query.min_score && !marked.contains(&pair) {
                let rank = |customer: &Customer| (customer.feedback_count, customer.id);
                let (high, low) = (rank(one).max(rank(other)), rank(one).min(rank(other)));
                let both = one.feedback_count + other.feedback_count;
                pairs.push((by_event, both, high, low, pair, points));
            }
        }
    }
    match query.customer {
        // One of each is the same: the other one orders them.
        Some(id) => pairs.sort_by_key(|(_, _, high, low, _, _)| {
            Reverse(if high.1 == id { *low } else { *high })
        }),
        None => pairs.sort_by_key(|(by_event, both, high, low, pair, _)| {
            let noted = by_event.then_some((Reverse(*both), *pair));
            (!by_event, noted, Reverse((*high, *low)))
        }),
    }
    pairs
        .into_iter()
        .map(|(.., pair, points)| (pair, points))
        .collect()
}

/// The pairs of all pages, joined.
fn all_pages(directory: &Directory, query: &DuplicatesQuery) -> Vec<(Pair, u32)> {
    let mut query = query.clone();
    let mut told = Vec::new();
    loop {
        let page = directory
            .find_duplicates(Operator.reader(), &query)
            .unwrap();
        assert!(page.pairs.len() <= query.limit && !page.is_cut);
        for pair in page.pairs {
            let rank = |customer: &Customer| (customer.feedback_count, Reverse(customer.id));
            assert!(rank(&pair.one) > rank(&pair.other));
            told.push((ids(pair.one.id, pair.other.id), pair.score()));
        }
        let next: Option<PairPlace> = page.next;
        match next {
            Some(place) => query.after = Some(place),
            None => return told,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn pages_tell_each_pair_once_as_if_all_were_compared(
        events in events(),
        marks in prop::collection::vec((0_usize..12, 0_usize..12), 0..4),
        limit in 1_usize..6,
        min_score in select(vec![0_u32, 40, 70]),
        customer in prop::option::of(0_usize..12),
    ) {
        let mut directory =
            Directory::open(&Location::Temporary, Purpose::Write, Settings::default()).unwrap();
        let writer = || Operator.writer(moment(1_000_000));
        let receipts = directory.ingest(writer(), [events]).unwrap();
        let noted: BTreeSet<Pair> = receipts
            .iter()
            .filter(|receipt| receipt.outcome != Outcome::Anonymous)
            .flat_map(|receipt| {
                let own = receipt.customer.unwrap();
                receipt.candidates.iter().map(move |other| ids(own, *other))
            })
            .collect();
        let customers = everybody(&directory);
        let by_index: BTreeMap<usize, CustomerId> =
            customers.iter().map(|customer| customer.id).enumerate().collect();
        let mut marked = BTreeSet::new();
        for (one, other) in marks {
            if let (Some(one), Some(other)) = (by_index.get(&one), by_index.get(&other))
                && one != other
            {
                let (text, other_text) = (one.to_string(), other.to_string());
                let judged =
                    directory.mark_different(writer(), (&text, &other_text), true).unwrap();
                prop_assert_eq!(judged.changed, marked.insert(ids(*one, *other)));
            }
        }
        let customer = customer.and_then(|index| by_index.get(&index).copied());
        let query = DuplicatesQuery { customer, min_score, limit, after: None };
        let expected = all_pairs(&customers, &noted, &marked, &query);
        prop_assert_eq!(all_pages(&directory, &query), expected);
    }
}
