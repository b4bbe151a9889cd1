//! The pairs that events noted.

use std::collections::BTreeMap;

use super::{Finder, MOST_NOTED, events_with, pair};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::duplicates::{Comparable, PairPlace};
use crate::store::{NotedPair, StoreError};

/// Pairs whose customers are read together.
const AT_ONCE: usize = 16;

/// What reading a customer is worth, in look-ups.
const A_CUSTOMER: usize = 20;

impl Finder<'_> {
    /// Adds the pairs that events noted. Answers whether all of them were looked at.
    pub(super) fn noted(&mut self) -> Result<bool, StoreError> {
        let mut pairs = self.records.noted_pairs(MOST_NOTED)?;
        if let Some(after) = self.query.after {
            pairs.retain(|pair| is_after(pair, after));
        }
        // Each was read for its feedback already.
        self.effort.spend(pairs.len());
        for group in pairs.chunks(AT_ONCE) {
            let customers = self.customers_of(group)?;
            for noted in group {
                self.note(noted, &customers)?;
                if self.effort.is_spent() {
                    self.page.stop_at(place_of(noted));
                }
                if self.page.is_over() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn customers_of(
        &mut self,
        pairs: &[NotedPair],
    ) -> Result<BTreeMap<CustomerId, (Customer, Comparable)>, StoreError> {
        let mut ids: Vec<CustomerId> = pairs
            .iter()
            .flat_map(|pair| [pair.one, pair.other])
            .collect();
        ids.sort_unstable();
        ids.dedup();
        self.effort.spend(ids.len() * A_CUSTOMER);
        let customers = self.records.customers(&ids)?;
        let compared = customers.into_iter().map(|customer| {
            let comparable = Comparable::of(&customer, self.policy);
            (customer.id, (customer, comparable))
        });
        Ok(compared.collect())
    }

    fn note(
        &mut self,
        noted: &NotedPair,
        customers: &BTreeMap<CustomerId, (Customer, Comparable)>,
    ) -> Result<(), StoreError> {
        let (Some((one, my)), Some((other, their))) =
            (customers.get(&noted.one), customers.get(&noted.other))
        else {
            return Ok(());
        };
        let possible = self.records.possible_duplicates(one.id)?;
        self.effort.spend(2 + possible.len());
        let events = events_with(&possible, other.id);
        if let Some(evidence) = self.judge((one, other), (my, their), &events)? {
            self.page.add(pair(one, other, evidence, place_of(noted)));
        }
        Ok(())
    }
}

fn place_of(noted: &NotedPair) -> PairPlace {
    PairPlace::Noted {
        feedback: noted.feedback,
        one: noted.one,
        other: noted.other,
    }
}

fn is_after(noted: &NotedPair, after: PairPlace) -> bool {
    match after {
        PairPlace::Found { .. } => false,
        PairPlace::Noted {
            feedback,
            one,
            other,
        } => {
            noted.feedback < feedback
                || (noted.feedback == feedback && (noted.one, noted.other) > (one, other))
        }
    }
}
