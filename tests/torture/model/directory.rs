//! The directory as plain maps, and events that come into it.

use std::collections::{BTreeMap, BTreeSet};

use customer_directory::domain::contact::{ContactKind, Reading};
use customer_directory::domain::event::{EventKind, FeedbackContent, FeedbackEvent};
use customer_directory::domain::feedback::{Effect, Outcome, Refusal};

use super::person::{Key, Person, keys_of};

/// A piece of feedback. Times are milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) reference: (String, String),
    /// Whether its person was erased: the reference is known, but not shown.
    pub(super) erased: bool,
    pub(super) customer: Option<i64>,
    pub(super) channel: String,
    pub(super) content: FeedbackContent,
    pub(super) created_at: i64,
    pub(super) revised_at: Option<i64>,
    pub(super) has_original: bool,
    pub(super) ingested_at: i64,
    pub(super) outcome: Outcome,
    pub(super) matched_on: Option<ContactKind>,
    pub(super) unattached: Vec<(ContactKind, String, Refusal)>,
    /// What was recorded under a name, while it can be told.
    pub(super) recorded: Option<String>,
}

/// What is answered about an event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answered {
    pub(super) feedback: i64,
    pub(super) outcome: Outcome,
    pub(super) matched_on: Option<ContactKind>,
    pub(super) customer: Option<i64>,
    pub(super) candidates: Vec<i64>,
    pub(super) effect: Effect,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub(super) ceiling: usize,
    pub(super) people: BTreeMap<i64, Person>,
    /// Ids that were given once, and whom they have become.
    pub(super) former: BTreeMap<i64, Option<i64>>,
    pub(super) said: BTreeMap<i64, Said>,
    /// Pairs that feedback makes us wonder about: the lower id, the other, the feedback.
    pub(super) pairs: BTreeSet<(i64, i64, i64)>,
    /// Pairs that a person has marked as two people.
    pub(super) marks: BTreeSet<(i64, i64)>,
    /// Requests by name, with what was asked and whom it made.
    pub(super) requests: BTreeMap<String, (String, i64)>,
    pub(super) customers_made: i64,
    pub(super) feedback_made: i64,
}

pub(super) fn milliseconds(at: Option<jiff::Timestamp>) -> Option<i64> {
    at.map(jiff::Timestamp::as_millisecond)
}

pub(super) fn pair(one: i64, other: i64) -> (i64, i64) {
    (one.min(other), one.max(other))
}

/// Whose an event is: the outcome, who, by which kind, beside whom, and what was not given.
struct Settled {
    outcome: Outcome,
    customer: Option<i64>,
    matched_on: Option<ContactKind>,
    others: Vec<i64>,
    unattached: Vec<(ContactKind, String, Refusal)>,
}

impl Model {
    pub(super) fn owner(&self, key: &Key) -> Option<i64> {
        let mut people = self.people.iter();
        people.find_map(|(id, person)| person.owns(key).then_some(*id))
    }

    pub(super) fn candidates(&self, number: i64) -> BTreeSet<i64> {
        let customer = self.said.get(&number).and_then(|said| said.customer);
        let pairs = self.pairs.iter().filter(|pair| pair.2 == number);
        pairs
            .map(|(one, other, _)| if Some(*one) == customer { *other } else { *one })
            .collect()
    }

    pub(super) fn known(&self, reference: &(String, String)) -> Option<i64> {
        let mut said = self.said.iter();
        said.find_map(|(number, said)| (said.reference == *reference).then_some(*number))
    }

    pub(super) fn take(&mut self, event: &FeedbackEvent, now: i64) -> Answered {
        let reference = (event.reference.source.clone(), event.reference.id.clone());
        let (number, effect) = match self.known(&reference) {
            Some(number) => (number, self.take_again(event, number, now)),
            None => (self.take_new(event, reference, now), Effect::Recorded),
        };
        let said = &self.said[&number];
        Answered {
            feedback: number,
            outcome: said.outcome,
            matched_on: said.matched_on,
            customer: said.customer,
            candidates: self.candidates(number).into_iter().collect(),
            effect,
        }
    }

    fn take_new(&mut self, event: &FeedbackEvent, reference: (String, String), now: i64) -> i64 {
        self.feedback_made += 1;
        let number = self.feedback_made;
        let (created, revised) = (
            milliseconds(event.created_at),
            milliseconds(event.revised_at),
        );
        let at = created.or(revised).unwrap_or(now);
        let settled = self.settle(event, number, at);
        let said = Said {
            reference,
            erased: false,
            customer: settled.customer,
            channel: event.channel.as_str().to_owned(),
            content: event.content.clone(),
            created_at: at,
            revised_at: revised,
            has_original: event.kind == EventKind::Created,
            ingested_at: now,
            outcome: settled.outcome,
            matched_on: settled.matched_on,
            unattached: settled.unattached,
            recorded: None,
        };
        self.said.insert(number, said);
        self.wonder(settled.customer, &settled.others, number);
        number
    }

    fn wonder(&mut self, customer: Option<i64>, others: &[i64], number: i64) {
        for other in others {
            let (one, other) = pair(customer.unwrap_or_default(), *other);
            self.pairs.insert((one, other, number));
        }
    }

    fn settle(&mut self, event: &FeedbackEvent, number: i64, at: i64) -> Settled {
        let keys = keys_of(&event.identity.claims);
        if keys.is_empty() {
            return nobody(event);
        }
        let mut owners: Vec<(ContactKind, i64)> = Vec::new();
        for key in &keys {
            if let Some(owner) = self.owner(key)
                && owners.iter().all(|(_, known)| *known != owner)
            {
                owners.push((key.0, owner));
            }
        }
        let mut everybody: Vec<i64> = owners.iter().map(|(_, owner)| *owner).collect();
        let is_new_account = keys
            .iter()
            .any(|key| key.0 == ContactKind::UserId && self.owner(key).is_none());
        let is_beside = is_new_account && everybody.iter().any(|id| self.people[id].is_account());
        let (outcome, customer, matched_on) = match owners.first() {
            Some((kind, owner)) if !is_beside => {
                everybody.remove(0);
                let outcome = if everybody.is_empty() {
                    Outcome::Linked
                } else {
                    Outcome::Ambiguous
                };
                (outcome, *owner, Some(*kind))
            }
            _ => {
                self.customers_made += 1;
                self.people.insert(self.customers_made, Person::default());
                (Outcome::Created, self.customers_made, None)
            }
        };
        let gives = outcome != Outcome::Ambiguous;
        Settled {
            unattached: self.hear(event, customer, (number, at), gives),
            outcome,
            customer: Some(customer),
            matched_on,
            others: everybody,
        }
    }

    fn hear(
        &mut self,
        event: &FeedbackEvent,
        customer: i64,
        said: (i64, i64),
        gives: bool,
    ) -> Vec<(ContactKind, String, Refusal)> {
        let mut person = self.people.remove(&customer).unwrap_or_default();
        // Without the person themselves, whoever has a key is another.
        let is_taken = |key: &Key| self.owner(key).is_some();
        let unattached = person.hear(event, said, gives, self.ceiling, &is_taken);
        person.version += 1;
        self.people.insert(customer, person);
        unattached
    }

    fn take_again(&mut self, event: &FeedbackEvent, number: i64, now: i64) -> Effect {
        let mut said = self.said[&number].clone();
        let revised = milliseconds(event.revised_at);
        let is_original = event.kind == EventKind::Created;
        if said.erased || (is_original && said.has_original) {
            return Effect::Repeated;
        }
        let at = if is_original {
            said.content = later(&said.content, &event.content);
            said.has_original = true;
            milliseconds(event.created_at).unwrap_or(said.created_at)
        } else if revised > said.revised_at {
            said.content = later(&event.content, &said.content);
            said.revised_at = revised;
            revised.unwrap_or(now)
        } else {
            return Effect::Repeated;
        };
        if let Some(customer) = said.customer {
            let keys = keys_of(&event.identity.claims);
            let mut others: Vec<i64> = keys.iter().filter_map(|key| self.owner(key)).collect();
            others.retain(|owner| *owner != customer);
            let is_account = self.people[&customer].is_account();
            let is_another_account = is_account
                && keys
                    .iter()
                    .any(|key| key.0 == ContactKind::UserId && !self.people[&customer].owns(key));
            let gives = others.is_empty() && !is_another_account;
            for contact in self.hear(event, customer, (number, at), gives) {
                if !said.unattached.contains(&contact) {
                    said.unattached.push(contact);
                }
            }
            self.wonder(said.customer, &others, number);
        } else {
            let settled = self.settle(event, number, said.created_at);
            self.wonder(settled.customer, &settled.others, number);
            said.outcome = settled.outcome;
            said.customer = settled.customer;
            said.matched_on = settled.matched_on;
            said.unattached = settled.unattached;
        }
        self.said.insert(number, said);
        Effect::Updated
    }
}

fn nobody(event: &FeedbackEvent) -> Settled {
    let claims = event.identity.claims.iter();
    let unattached = claims.map(|claim| {
        let why = if claim.reading == Reading::Nothing {
            Refusal::ProvesNothing
        } else {
            Refusal::NobodyToHaveIt
        };
        (claim.kind, claim.spelling.clone(), why)
    });
    Settled {
        outcome: Outcome::Anonymous,
        customer: None,
        matched_on: None,
        others: Vec::new(),
        unattached: unattached.collect(),
    }
}

/// What the later of two says, and what only the earlier says.
fn later(later: &FeedbackContent, earlier: &FeedbackContent) -> FeedbackContent {
    let mut said = earlier.clone();
    for (now, text) in [
        (&mut said.message, &later.message),
        (&mut said.category, &later.category),
        (&mut said.status, &later.status),
        (&mut said.context, &later.context),
        (&mut said.metadata, &later.metadata),
    ] {
        if text.is_some() {
            now.clone_from(text);
        }
    }
    if later.rating.is_some() {
        said.rating = later.rating;
    }
    if !later.tags.is_empty() {
        said.tags.clone_from(&later.tags);
    }
    said
}
