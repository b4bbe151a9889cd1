//! The pairs that no event noted: customers in the order of their feedback, and the partners of
//! each.

use super::{Finder, MOST_NOTED, events_with, pair};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::duplicates::{Comparable, DuplicatePair, PairPlace};
use crate::domain::page::{Position, SortKey};
use crate::domain::search::{CustomerQuery, Order, Sort};
use crate::store::StoreError;

/// Customers who are read together.
const AT_ONCE: usize = 32;

/// What reading a customer is worth, in look-ups.
const A_CUSTOMER: usize = 20;

/// How far the walk has come among a customer's pairs.
type Partner = (u64, CustomerId);

/// Which pairs of a customer are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// All of them.
    Everyone,
    /// Those that nobody who was visited before has told, nor an event; it is known up to where
    /// events have told theirs.
    Remaining(Option<(CustomerId, CustomerId)>),
}

impl Finder<'_> {
    /// Adds all pairs of one customer.
    pub(super) fn of_customer(&mut self, customer: CustomerId) -> Result<(), StoreError> {
        let Some(customer) = self.records.customers(&[customer])?.pop() else {
            return Ok(());
        };
        let after = self.query.after.and_then(partner_of);
        self.visit(&customer, Told::Everyone, after)
    }

    /// Adds the pairs of everybody, each once.
    pub(super) fn walk(&mut self) -> Result<(), StoreError> {
        let told = Told::Remaining(self.records.last_noted(MOST_NOTED)?);
        let mut after = None;
        if let Some(PairPlace::Found { feedback, at, .. }) = self.query.after {
            after = Some((feedback, at));
            // The page before may have ended among this one's pairs.
            if let Some(partner) = self.query.after.and_then(partner_of)
                && let Some(customer) = self.records.customers(&[at])?.pop()
            {
                self.visit(&customer, told, Some(partner))?;
            }
        }
        while !self.page.is_over() {
            let customers = self.next_after(after)?;
            if customers.is_empty() {
                break;
            }
            for customer in &customers {
                self.visit(customer, told, None)?;
                after = Some((customer.feedback_count, customer.id));
                if self.effort.is_spent() && !self.page.is_over() {
                    self.page.stop_at(PairPlace::Found {
                        feedback: customer.feedback_count,
                        at: customer.id,
                        partner: None,
                    });
                }
                if self.page.is_over() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The next customers to visit.
    fn next_after(&mut self, after: Option<Partner>) -> Result<Vec<Customer>, StoreError> {
        let query = CustomerQuery {
            sort: Sort::FeedbackCount,
            order: Order::Descending,
            after: after.map(|(feedback, id)| Position {
                key: SortKey::Number(i64::try_from(feedback).unwrap_or(i64::MAX)),
                id: id.0,
            }),
            ..CustomerQuery::latest(AT_ONCE)
        };
        let listed = self.records.list(&query)?.customers;
        let mut ids: Vec<CustomerId> = listed.iter().map(|listed| listed.summary.id).collect();
        ids.sort_unstable();
        self.effort.spend(ids.len() * A_CUSTOMER);
        let mut customers = self.records.customers(&ids)?;
        customers.sort_by_key(|customer| std::cmp::Reverse(rank(customer)));
        Ok(customers)
    }

    /// Adds the pairs of a customer that are told at them and come after a partner.
    fn visit(
        &mut self,
        customer: &Customer,
        told: Told,
        after: Option<Partner>,
    ) -> Result<(), StoreError> {
        let my = Comparable::of(customer, self.policy);
        let possible = self.records.possible_duplicates(customer.id)?;
        self.effort.spend(2 + possible.len());
        let ids = self.partners(customer, &my, &possible)?;
        if ids.is_empty() {
            return Ok(());
        }
        self.effort.spend(ids.len() * A_CUSTOMER);
        let mut partners = self.records.customers(&ids)?;
        partners.retain(|partner| after.is_none_or(|after| rank(partner) < after));
        partners.sort_by_key(|partner| std::cmp::Reverse(rank(partner)));
        for partner in &partners {
            let events = events_with(&possible, partner.id);
            if is_told_elsewhere(customer, partner, !events.is_empty(), told) {
                continue;
            }
            let their = Comparable::of(partner, self.policy);
            if let Some(evidence) = self.judge((customer, partner), (&my, &their), &events)? {
                let place = PairPlace::Found {
                    feedback: customer.feedback_count,
                    at: customer.id,
                    partner: Some(rank(partner)),
                };
                self.add(pair(customer, partner, evidence, place));
            }
            if self.page.is_over() {
                break;
            }
        }
        Ok(())
    }

    fn add(&mut self, pair: DuplicatePair) {
        self.page.add(pair);
    }
}

/// The order in which customers are visited, and their partners told: highest first.
fn rank(customer: &Customer) -> Partner {
    (customer.feedback_count, customer.id)
}

fn is_told_elsewhere(customer: &Customer, partner: &Customer, is_noted: bool, told: Told) -> bool {
    match told {
        Told::Everyone => false,
        Told::Remaining(last_noted) => {
            let ids = (customer.id.min(partner.id), customer.id.max(partner.id));
            let by_event = is_noted && last_noted.is_none_or(|last| ids <= last);
            by_event || rank(partner) > rank(customer)
        }
    }
}

fn partner_of(place: PairPlace) -> Option<Partner> {
    match place {
        PairPlace::Noted { .. } => None,
        PairPlace::Found { partner, .. } => partner,
    }
}
