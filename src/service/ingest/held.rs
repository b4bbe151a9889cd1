//! What a batch holds in memory until it is written.

use std::collections::{BTreeMap, HashMap};

use super::super::audit::hasher;
use super::named::EventKeys;
use crate::domain::contact::ContactKey;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::EventReference;
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::matching::Owner;
use crate::store::{CustomerChange, StoreError, WriteRecords};

/// A customer as the store has them and as they are now.
struct KnownCustomer {
    before: Customer,
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

/// Customers and feedback of one batch. Keys and references are named by their places among
/// those of the batch.
pub(super) struct Held<'a> {
    records: &'a mut dyn WriteRecords,
    known: HashMap<CustomerId, KnownCustomer>,
    /// Customers that the batch made, in the order of their ids.
    new: Vec<Customer>,
    first_new: i64,
    /// Who has each key.
    owners: Vec<Option<CustomerId>>,
    feedback: Vec<HeldFeedback>,
    /// Which of the feedback each reference stands for.
    by_reference: Vec<Option<usize>>,
    pairs: Vec<PossibleDuplicate>,
    next_feedback: i64,
}

impl<'a> Held<'a> {
    /// Looks up what the events of a batch name, in the order of the store's indexes.
    pub(super) fn look_up(
        records: &'a mut dyn WriteRecords,
        keys: &[&ContactKey],
        references: &[&EventReference],
    ) -> Result<Self, StoreError> {
        let owners = records.owners(keys)?;
        let mut held = Self {
            known: HashMap::new(),
            new: Vec::new(),
            first_new: records.next_customer_id()?.0,
            owners,
            feedback: Vec::with_capacity(references.len()),
            by_reference: vec![None; references.len()],
            pairs: Vec::new(),
            next_feedback: records.next_feedback_number()?.0,
            records,
        };
        for (feedback, candidates) in held.records.recorded(references)? {
            if let Ok(place) = references.binary_search(&&feedback.reference) {
                held.keep(place, feedback, candidates, State::Known);
            }
        }
        if held.records.has_erased_feedback()? {
            held.look_up_erased(references)?;
        }
        held.load()?;
        Ok(held)
    }

    /// Looks up events whose person was erased: they are known by other references.
    fn look_up_erased(&mut self, references: &[&EventReference]) -> Result<(), StoreError> {
        let hasher = hasher(self.records)?;
        let unknown = (0..).zip(references).zip(&self.by_reference);
        let places: BTreeMap<EventReference, usize> = unknown
            .filter(|(_, known)| known.is_none())
            .map(|((place, reference), _)| (reference.erased(&hasher), place))
            .collect();
        let erased: Vec<&EventReference> = places.keys().collect();
        for (feedback, candidates) in self.records.recorded(&erased)? {
            if let Some(place) = places.get(&feedback.reference) {
                self.keep(*place, feedback, candidates, State::Known);
            }
        }
        Ok(())
    }

    /// Loads everybody whom the keys or the feedback of the batch belong to.
    fn load(&mut self) -> Result<(), StoreError> {
        let linked = self.feedback.iter().map(|held| held.feedback.customer);
        let owners = self.owners.iter().copied();
        let mut wanted: Vec<CustomerId> = owners.chain(linked).flatten().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let customers = self.records.customers(&wanted)?;
        self.known = customers
            .into_iter()
            .map(|customer| {
                let known = KnownCustomer {
                    before: customer.clone(),
                    now: customer,
                };
                (known.now.id, known)
            })
            .collect();
        Ok(())
    }

    pub(super) fn next_feedback_number(&mut self) -> FeedbackNumber {
        self.next_feedback += 1;
        FeedbackNumber(self.next_feedback - 1)
    }

    /// The feedback that an event became, in this batch or before it.
    pub(super) fn recorded(&self, reference: usize) -> Option<(Feedback, Vec<CustomerId>)> {
        let index = self.by_reference.get(reference).copied().flatten()?;
        let held = self.feedback.get(index)?;
        Some((held.feedback.clone(), held.candidates.clone()))
    }

    pub(super) fn insert_feedback(
        &mut self,
        reference: usize,
        feedback: Feedback,
        candidates: Vec<CustomerId>,
    ) {
        self.keep(reference, feedback, candidates, State::New);
    }

    pub(super) fn update_feedback(
        &mut self,
        reference: usize,
        feedback: Feedback,
        candidates: Vec<CustomerId>,
    ) {
        let known = self.by_reference.get(reference).copied().flatten();
        if let Some(held) = known.and_then(|index| self.feedback.get_mut(index)) {
            held.feedback = feedback;
            held.candidates = candidates;
            held.state = match held.state {
                State::New => State::New,
                State::Known | State::Changed => State::Changed,
            };
        }
    }

    fn keep(
        &mut self,
        reference: usize,
        feedback: Feedback,
        candidates: Vec<CustomerId>,
        state: State,
    ) {
        if let Some(index) = self.by_reference.get_mut(reference) {
            *index = Some(self.feedback.len());
        }
        self.feedback.push(HeldFeedback {
            feedback,
            candidates,
            state,
        });
    }

    /// The customer whom a key identifies, in this batch or before it.
    pub(super) fn owner(&mut self, key: usize) -> Result<Option<Owner>, StoreError> {
        let Some(customer) = self.owners.get(key).copied().flatten() else {
            return Ok(None);
        };
        let has_user_id = self.customer(customer)?.has_user_id();
        Ok(Some(Owner {
            customer,
            has_user_id,
        }))
    }

    /// Whether another customer has a key.
    pub(super) fn is_anothers(&self, key: usize, customer: CustomerId) -> bool {
        let owner = self.owners.get(key).copied().flatten();
        owner.is_some_and(|owner| owner != customer)
    }

    /// Notes which of some keys a customer has now.
    pub(super) fn own(&mut self, id: CustomerId, keys: EventKeys<'_>) -> Result<(), StoreError> {
        for (key, place) in keys.iter() {
            let has = self.customer(id)?.has(key);
            if let Some(owner) = self.owners.get_mut(place).filter(|_| has) {
                *owner = Some(id);
            }
        }
        Ok(())
    }

    pub(super) fn create(&mut self) -> CustomerId {
        // A batch that makes more customers than an `i64` counts does not fit into memory.
        let count = i64::try_from(self.new.len()).unwrap_or(i64::MAX);
        let id = CustomerId(self.first_new.saturating_add(count));
        self.new.push(Customer::blank(id));
        id
    }

    /// A customer, to be read or changed.
    pub(super) fn customer(&mut self, id: CustomerId) -> Result<&mut Customer, StoreError> {
        let new = usize::try_from(id.0 - self.first_new).ok();
        let customer = match new {
            Some(index) => self.new.get_mut(index),
            None => self.known.get_mut(&id).map(|known| &mut known.now),
        };
        customer.ok_or(StoreError::Corrupt {
            table: "contacts",
            row: id.0,
        })
    }

    pub(super) fn note(&mut self, pair: PossibleDuplicate) {
        self.pairs.push(pair);
    }

    /// Writes everything, customers first, because feedback points at them. Answers those who
    /// were known, as they were.
    pub(super) fn save(self) -> Result<Vec<Customer>, StoreError> {
        let known = self.known.values();
        let mut changes: Vec<CustomerChange<'_>> = known
            .filter(|known| known.before != known.now)
            .map(|known| CustomerChange {
                before: Some(&known.before),
                after: &known.now,
            })
            .collect();
        changes.sort_unstable_by_key(|change| change.after.id);
        changes.extend(self.new.iter().map(|customer| CustomerChange {
            before: None,
            after: customer,
        }));
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
        Ok(self.known.into_values().map(|known| known.before).collect())
    }
}
