//! What a batch holds in memory until it is written.

use std::collections::{BTreeSet, HashMap};

use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::EventReference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::matching::Owner;
use crate::store::{CustomerChange, StoreError, WriteRecords};

/// A customer as the store has them and as they are now.
struct HeldCustomer {
    before: Option<Customer>,
    now: Customer,
}

/// What the store knows of a piece of feedback.
#[derive(Clone, Copy)]
enum State {
    New,
    Known,
    Changed,
}

/// Feedback that events of the batch became, now or before.
struct HeldFeedback {
    feedback: Feedback,
    candidates: Vec<CustomerId>,
    state: State,
}

/// Customers and feedback of one batch.
pub(super) struct Held<'a> {
    records: &'a mut dyn WriteRecords,
    customers: HashMap<CustomerId, HeldCustomer>,
    owners: HashMap<ContactKey, Option<CustomerId>>,
    feedback: Vec<HeldFeedback>,
    by_reference: HashMap<EventReference, usize>,
    pairs: Vec<PossibleDuplicate>,
    next_customer: i64,
    next_feedback: i64,
}

impl<'a> Held<'a> {
    pub(super) fn new(records: &'a mut dyn WriteRecords) -> Result<Self, StoreError> {
        Ok(Self {
            next_customer: records.next_customer_id()?.0,
            next_feedback: records.next_feedback_number()?.0,
            records,
            customers: HashMap::new(),
            owners: HashMap::new(),
            feedback: Vec::new(),
            by_reference: HashMap::new(),
            pairs: Vec::new(),
        })
    }

    /// Looks up what the events of a batch name, in the order of the store's indexes.
    pub(super) fn look_up(
        &mut self,
        keys: BTreeSet<ContactKey>,
        references: &BTreeSet<&EventReference>,
    ) -> Result<(), StoreError> {
        for (feedback, candidates) in self.records.recorded(references)? {
            self.keep(feedback, candidates, State::Known);
        }
        let owners = self.records.owners(&keys)?;
        let customers: BTreeSet<CustomerId> = owners.values().copied().collect();
        self.owners = keys
            .into_iter()
            .map(|key| {
                let owner = owners.get(&key).copied();
                (key, owner)
            })
            .collect();
        customers
            .into_iter()
            .try_for_each(|id| self.customer(id).map(|_loaded| ()))
    }

    pub(super) fn next_feedback_number(&mut self) -> FeedbackNumber {
        self.next_feedback += 1;
        FeedbackNumber(self.next_feedback - 1)
    }

    /// The feedback that an event became, in this batch or before it.
    pub(super) fn recorded(
        &self,
        reference: &EventReference,
    ) -> Option<(Feedback, Vec<CustomerId>)> {
        let held = self
            .by_reference
            .get(reference)
            .and_then(|index| self.feedback.get(*index))?;
        Some((held.feedback.clone(), held.candidates.clone()))
    }

    pub(super) fn insert_feedback(&mut self, feedback: Feedback, candidates: Vec<CustomerId>) {
        self.keep(feedback, candidates, State::New);
    }

    pub(super) fn update_feedback(&mut self, feedback: Feedback, candidates: Vec<CustomerId>) {
        let known = self.by_reference.get(&feedback.reference).copied();
        if let Some(held) = known.and_then(|index| self.feedback.get_mut(index)) {
            held.feedback = feedback;
            held.candidates = candidates;
            held.state = match held.state {
                State::New => State::New,
                State::Known | State::Changed => State::Changed,
            };
        }
    }

    fn keep(&mut self, feedback: Feedback, candidates: Vec<CustomerId>, state: State) {
        self.by_reference
            .insert(feedback.reference.clone(), self.feedback.len());
        self.feedback.push(HeldFeedback {
            feedback,
            candidates,
            state,
        });
    }

    /// The customer whom a key that was looked up identifies, in this batch or before it.
    pub(super) fn owner(&mut self, key: &ContactKey) -> Result<Option<Owner>, StoreError> {
        let Some(customer) = self.owners.get(key).copied().flatten() else {
            return Ok(None);
        };
        let has_user_id = self.customer(customer)?.has_user_id();
        Ok(Some(Owner {
            customer,
            has_user_id,
        }))
    }

    /// Whether another customer has a key that was looked up.
    pub(super) fn is_anothers(&self, key: &ContactKey, customer: CustomerId) -> bool {
        self.owners
            .get(key)
            .is_some_and(|owner| owner.is_some_and(|owner| owner != customer))
    }

    /// Notes which of some keys a customer has now.
    pub(super) fn own(&mut self, id: CustomerId, keys: &[ContactKey]) -> Result<(), StoreError> {
        for key in keys {
            if self.customer(id)?.has(key) {
                self.owners.insert(key.clone(), Some(id));
            }
        }
        Ok(())
    }

    pub(super) fn create(&mut self) -> CustomerId {
        let id = CustomerId(self.next_customer);
        self.next_customer += 1;
        self.customers.insert(
            id,
            HeldCustomer {
                before: None,
                now: Customer::blank(id),
            },
        );
        id
    }

    /// A customer, to be read or changed.
    pub(super) fn customer(&mut self, id: CustomerId) -> Result<&mut Customer, StoreError> {
        use std::collections::hash_map::Entry;
        match self.customers.entry(id) {
            Entry::Occupied(held) => Ok(&mut held.into_mut().now),
            Entry::Vacant(vacant) => {
                let missing = StoreError::Corrupt {
                    table: "contacts",
                    row: id.0,
                };
                let customer = self.records.customer(id)?.ok_or(missing)?;
                Ok(&mut vacant
                    .insert(HeldCustomer {
                        before: Some(customer.clone()),
                        now: customer,
                    })
                    .now)
            }
        }
    }

    pub(super) fn note(&mut self, pair: PossibleDuplicate) {
        self.pairs.push(pair);
    }

    /// Writes everything: customers first, because feedback points at them.
    pub(super) fn save(self) -> Result<(), StoreError> {
        let mut changes: Vec<CustomerChange<'_>> = self
            .customers
            .values()
            .filter(|held| held.before.as_ref() != Some(&held.now))
            .map(|held| CustomerChange {
                before: held.before.as_ref(),
                after: &held.now,
            })
            .collect();
        changes.sort_unstable_by_key(|change| change.after.id);
        self.records.save_customers(&changes)?;
        let (mut new, mut revised) = (Vec::new(), Vec::new());
        for held in &self.feedback {
            match held.state {
                State::New => new.push(&held.feedback),
                State::Changed => revised.push(&held.feedback),
                State::Known => {}
            }
        }
        self.records.insert_feedback(&new)?;
        for feedback in revised {
            self.records.update_feedback(feedback)?;
        }
        for pair in &self.pairs {
            self.records.note_possible_duplicate(pair)?;
        }
        Ok(())
    }
}
