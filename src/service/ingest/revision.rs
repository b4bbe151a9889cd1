//! Events whose feedback is known: repeated ones change nothing, revisions change what was said.

use jiff::Timestamp;

use super::Batch;
use super::named::EventKeys;
use crate::domain::contact::ContactKind;
use crate::domain::customer::CustomerId;
use crate::domain::event::{EventKind, FeedbackContent, FeedbackEvent};
use crate::domain::feedback::{Effect, Feedback, Receipt};
use crate::store::StoreError;

impl Batch<'_> {
    /// Takes an event whose feedback is known.
    pub(super) fn take_again(
        &mut self,
        event: &FeedbackEvent,
        reference: usize,
        keys: EventKeys<'_>,
        known: Feedback,
        candidates: Vec<CustomerId>,
    ) -> Result<Receipt, StoreError> {
        let news = news(event, &known);
        let (said_at, mut revised) = match news {
            News::Nothing => return Ok(receipt(&known, candidates, Effect::Repeated)),
            News::Original => {
                let content = revised_content(&known.content, &event.content);
                let said_at = event.created_at.unwrap_or(known.created_at);
                (said_at, Feedback { content, ..known })
            }
            News::Revision => {
                let content = revised_content(&event.content, &known.content);
                let revised_at = event.revised_at.max(known.revised_at);
                (
                    event.revised_at.unwrap_or(self.now),
                    Feedback {
                        content,
                        revised_at,
                        ..known
                    },
                )
            }
        };
        revised.has_original |= news == News::Original;
        let candidates = match revised.customer {
            Some(customer) => {
                let others = self.fill_again(event, keys, &mut revised, customer, said_at)?;
                let is_new = |other: &CustomerId| !candidates.contains(other);
                let new: Vec<CustomerId> = others.into_iter().filter(is_new).collect();
                candidates.into_iter().chain(new).collect()
            }
            None => self.settle_at_last(event, keys, &mut revised)?,
        };
        self.held
            .update_feedback(reference, revised.clone(), candidates.clone());
        Ok(receipt(&revised, candidates, Effect::Updated))
    }

    /// A revision may bring the contact that was missing.
    fn settle_at_last(
        &mut self,
        event: &FeedbackEvent,
        keys: EventKeys<'_>,
        revised: &mut Feedback,
    ) -> Result<Vec<CustomerId>, StoreError> {
        let came = (&revised.channel, revised.created_at);
        let settled = self.settle(event, keys, revised.number, came)?;
        revised.outcome = settled.outcome;
        revised.matched_on = settled.matched_on;
        revised.customer = settled.customer;
        revised.unattached = settled.unattached;
        Ok(settled.candidates)
    }

    /// Feedback stays with its customer. What a revision says is filled in, unless its contacts
    /// point at somebody else, or its user id is another account's: then no contact is given away.
    fn fill_again(
        &mut self,
        event: &FeedbackEvent,
        keys: EventKeys<'_>,
        revised: &mut Feedback,
        customer: CustomerId,
        said_at: Timestamp,
    ) -> Result<Vec<CustomerId>, StoreError> {
        let mut others = Vec::new();
        let mut is_another_account = false;
        for (key, place) in keys.iter() {
            let owner = self.held.owner(place)?.map(|owner| owner.customer);
            is_another_account |= key.kind == ContactKind::UserId
                && owner != Some(customer)
                && self.held.customer(customer)?.has_user_id();
            others.extend(owner.filter(|owner| *owner != customer && !others.contains(owner)));
        }
        let gives_contacts = others.is_empty() && !is_another_account;
        let unattached = self.fill(
            customer,
            event,
            revised.number,
            said_at,
            keys,
            gives_contacts,
        )?;
        for contact in unattached {
            if !revised.unattached.contains(&contact) {
                revised.unattached.push(contact);
            }
        }
        self.note_pairs(customer, &others, revised.number, said_at);
        Ok(others)
    }
}

/// What is known after a revision: what it says, and what it does not mention.
fn revised_content(revision: &FeedbackContent, known: &FeedbackContent) -> FeedbackContent {
    let newer = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
    FeedbackContent {
        message: newer(&revision.message, &known.message),
        category: newer(&revision.category, &known.category),
        rating: revision.rating.or(known.rating),
        status: newer(&revision.status, &known.status),
        tags: if revision.tags.is_empty() {
            known.tags.clone()
        } else {
            revision.tags.clone()
        },
        context: newer(&revision.context, &known.context),
        metadata: newer(&revision.metadata, &known.metadata),
    }
}

/// What an event adds to feedback that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// It was taken in before, or a later revision was.
    Nothing,
    /// A revision came before it. What was said then stays; who said it, and what the revision did
    /// not mention, is filled in.
    Original,
    /// It is later than what is known.
    Revision,
}

fn news(event: &FeedbackEvent, known: &Feedback) -> News {
    // Who said it was erased, and no revision brings them back.
    if known.reference.is_erased() {
        return News::Nothing;
    }
    match event.kind {
        EventKind::Created if known.has_original => News::Nothing,
        EventKind::Created => News::Original,
        EventKind::Updated => {
            if event.revised_at > known.revised_at {
                News::Revision
            } else {
                News::Nothing
            }
        }
    }
}

fn receipt(feedback: &Feedback, candidates: Vec<CustomerId>, effect: Effect) -> Receipt {
    Receipt {
        feedback: feedback.number,
        outcome: feedback.outcome,
        matched_on: feedback.matched_on,
        customer: feedback.customer,
        candidates,
        effect,
    }
}
