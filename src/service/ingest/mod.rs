//! Ingestion: events in, customers and feedback out, by the rules of the domain.
//!
//! Customers that the events of a batch touch are held in memory while the decisions are made, one
//! event after the other, and are written once at its end: the decisions are the same whatever the
//! size of the batch.

mod held;
mod named;
mod revision;
#[cfg(test)]
pub(super) mod tests;

use jiff::Timestamp;

use super::audit::{Trail, count};
use crate::domain::contact::{ContactKey, ContactKind, Reading};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::{EventKind, FeedbackEvent};
use crate::domain::feedback::{
    Effect, Feedback, FeedbackNumber, Outcome, PossibleDuplicate, Receipt,
};
use crate::domain::feedback::{Refusal, UnattachedContact};
use crate::domain::filling::Filling;
use crate::domain::instant;
use crate::domain::label::Channel;
use crate::domain::matching::{self, Decision};
use crate::store::{StoreError, WriteRecords};

use held::Held;
use named::{BatchKeys, Distinct, EventKeys};

/// Takes in events in their order.
pub(super) fn take_in(
    records: &mut dyn WriteRecords,
    events: Vec<FeedbackEvent>,
    now: Timestamp,
    contact_ceiling: usize,
) -> Result<Vec<Receipt>, StoreError> {
    take_in_knowing(records, events, now, contact_ceiling).map(|(receipts, _)| receipts)
}

/// Takes in events in their order, and answers also what customers whom they concern were before.
pub(super) fn take_in_knowing(
    records: &mut dyn WriteRecords,
    events: Vec<FeedbackEvent>,
    now: Timestamp,
    contact_ceiling: usize,
) -> Result<(Vec<Receipt>, Vec<Customer>), StoreError> {
    let now = instant::to_millisecond(now).unwrap_or(now);
    let keys = BatchKeys::of(&events);
    let distinct_keys = Distinct::of(keys.keys.iter());
    let references = Distinct::of(events.iter().map(|event| &event.reference));
    let mut batch = Batch {
        held: Held::look_up(records, &distinct_keys.values, &references.values)?,
        now,
        contact_ceiling,
    };
    let (places, references) = (distinct_keys.places, references.places);
    let receipts = events
        .into_iter()
        .zip(references)
        .zip(keys.by_event(&places))
        .map(|((event, reference), keys)| batch.take(event, reference, keys))
        .collect::<Result<_, _>>()?;
    Ok((receipts, batch.held.save()?))
}

/// Notes what came of events, in numbers: the feedback itself says the rest.
pub(super) fn note(trail: &mut Trail, receipts: &[Receipt]) {
    let number = |is_meant: &dyn Fn(&Receipt) -> bool| {
        receipts.iter().filter(|receipt| is_meant(receipt)).count()
    };
    let is_new = |receipt: &Receipt| receipt.effect == Effect::Recorded;
    let details: Vec<_> = [
        count("feedback", number(&is_new)),
        count(
            "revised",
            number(&|receipt| receipt.effect == Effect::Updated),
        ),
        count(
            "customers",
            number(&|receipt| is_new(receipt) && receipt.outcome == Outcome::Created),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !details.is_empty() {
        trail.add(None, None, details);
    }
}

/// Events that are taken in together.
struct Batch<'a> {
    held: Held<'a>,
    now: Timestamp,
    contact_ceiling: usize,
}

/// Whose an event is, and what came of its contacts.
struct Settled {
    outcome: Outcome,
    matched_on: Option<ContactKind>,
    customer: Option<CustomerId>,
    candidates: Vec<CustomerId>,
    unattached: Vec<UnattachedContact>,
}

impl Batch<'_> {
    /// Takes an event. `reference` is the place of its reference among those of the batch.
    fn take(
        &mut self,
        event: FeedbackEvent,
        reference: usize,
        keys: EventKeys<'_>,
    ) -> Result<Receipt, StoreError> {
        match self.held.recorded(reference) {
            Some((feedback, candidates)) => {
                self.take_again(&event, reference, keys, feedback, candidates)
            }
            None => self.record(event, reference, keys),
        }
    }

    fn record(
        &mut self,
        event: FeedbackEvent,
        reference: usize,
        keys: EventKeys<'_>,
    ) -> Result<Receipt, StoreError> {
        let number = self.held.next_feedback_number();
        let at = event.created_at.or(event.revised_at).unwrap_or(self.now);
        let settled = self.settle(&event, keys, number, (&event.channel, at))?;
        let receipt = Receipt {
            feedback: number,
            outcome: settled.outcome,
            matched_on: settled.matched_on,
            customer: settled.customer,
            candidates: settled.candidates.clone(),
            effect: Effect::Recorded,
        };
        let feedback = Feedback {
            number,
            reference: event.reference,
            customer: settled.customer,
            channel: event.channel,
            content: event.content,
            created_at: at,
            revised_at: event.revised_at,
            has_original: event.kind == EventKind::Created,
            ingested_at: self.now,
            outcome: settled.outcome,
            matched_on: settled.matched_on,
            unattached: settled.unattached,
        };
        self.held
            .insert_feedback(reference, feedback, settled.candidates);
        Ok(receipt)
    }

    /// Decides whose an event is and carries the decision out. The feedback that it becomes came
    /// through a channel at a time.
    fn settle(
        &mut self,
        event: &FeedbackEvent,
        keys: EventKeys<'_>,
        number: FeedbackNumber,
        (channel, at): (&Channel, Timestamp),
    ) -> Result<Settled, StoreError> {
        let mut known = Vec::with_capacity(keys.keys.len());
        for (key, place) in keys.iter() {
            known.push((key.kind, self.held.owner(place)?));
        }
        let (outcome, customer, matched_on, candidates) = match matching::decide(&known) {
            Decision::Anonymous => return Ok(anonymous(event)),
            Decision::Create { beside } => (Outcome::Created, self.held.create(), None, beside),
            Decision::Link { customer, on } => (Outcome::Linked, customer, Some(on), Vec::new()),
            Decision::Ambiguous {
                customer,
                on,
                others,
            } => (Outcome::Ambiguous, customer, Some(on), others),
        };
        let gives_contacts = outcome != Outcome::Ambiguous;
        self.held.customer(customer)?.count_feedback(channel, at);
        let unattached = self.fill(customer, event, number, at, keys, gives_contacts)?;
        self.note_pairs(customer, &candidates, number, at);
        Ok(Settled {
            outcome,
            matched_on,
            customer: Some(customer),
            candidates,
            unattached,
        })
    }

    /// Remembers that a customer may be the same person as others.
    fn note_pairs(
        &mut self,
        customer: CustomerId,
        others: &[CustomerId],
        evidence: FeedbackNumber,
        at: Timestamp,
    ) {
        for other in others {
            let pair = PossibleDuplicate::between(customer, *other, evidence, at);
            self.held.note(pair);
        }
    }

    fn fill(
        &mut self,
        id: CustomerId,
        event: &FeedbackEvent,
        feedback: FeedbackNumber,
        at: Timestamp,
        keys: EventKeys<'_>,
        gives_contacts: bool,
    ) -> Result<Vec<UnattachedContact>, StoreError> {
        let filling = Filling {
            event,
            feedback,
            at,
            keys: keys.keys,
            gives_contacts,
            contact_ceiling: self.contact_ceiling,
        };
        let taken: Vec<&ContactKey> = keys
            .iter()
            .filter(|(_, place)| self.held.is_anothers(*place, id))
            .map(|(key, _)| key)
            .collect();
        let customer = self.held.customer(id)?;
        let unattached = customer.fill(&filling, |key| taken.contains(&key));
        customer.version += 1;
        self.held.own(id, keys)?;
        Ok(unattached)
    }
}

fn anonymous(event: &FeedbackEvent) -> Settled {
    let refusal = |reading: &Reading| match reading {
        Reading::Nothing => Refusal::ProvesNothing,
        Reading::Unreadable | Reading::Personal(_) | Reading::Shared(_) => Refusal::NobodyToHaveIt,
    };
    let claims = event.identity.claims.iter();
    Settled {
        outcome: Outcome::Anonymous,
        matched_on: None,
        customer: None,
        candidates: Vec::new(),
        unattached: claims
            .map(|claim| UnattachedContact {
                kind: claim.kind,
                spelling: claim.spelling.clone(),
                refusal: refusal(&claim.reading),
            })
            .collect(),
    }
}
