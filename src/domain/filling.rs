//! Filling: what an event changes on the customer that it is linked to.
//!
//! Decided by the event's own time, never by the order of arrival: name, company and custom
//! fields come from the latest event that has them, contacts and labels remember the earliest
//! that brought them, and the rest adds up. Ties in time are settled by the value, so that the
//! answer does not depend on which of two events came first. What was set by hand stays.

use jiff::Timestamp;

use super::contact::{Claim, Contact, ContactKey, Reading};
use super::customer::{Customer, FieldValue, Origin, SocialHandle, Taken};
use super::event::FeedbackEvent;
use super::feedback::{FeedbackNumber, Refusal, UnattachedContact};
use super::label::{Channel, Tag, compare_key};

/// How many contacts of each kind a customer may have, unless the operator says otherwise.
pub const DEFAULT_CONTACT_CEILING: usize = 50;

/// An event together with what was decided about it.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// The event.
    pub event: &'a FeedbackEvent,
    /// The number of the feedback that it becomes.
    pub feedback: FeedbackNumber,
    /// The event's own time, UTC.
    pub at: Timestamp,
    /// The keys that the event is matched by.
    pub keys: &'a [ContactKey],
    /// Whether contacts that nobody has yet go to the customer.
    pub gives_contacts: bool,
    /// How many contacts of each kind the customer may have.
    pub contact_ceiling: usize,
}

impl Customer {
    /// Counts one more piece of feedback, and when and how it came.
    pub fn count_feedback(&mut self, channel: &Channel, at: Timestamp) {
        self.feedback_count += 1;
        self.first_seen = Some(self.first_seen.map_or(at, |first| first.min(at)));
        self.last_seen = Some(self.last_seen.map_or(at, |last| last.max(at)));
        if !self.channels.contains(channel) {
            self.channels.insert(channel.clone());
        }
    }

    /// Takes over what an event says about the person.
    ///
    /// `is_taken` tells whether another customer has a key. The answer names the contacts that
    /// the customer was not given.
    pub fn fill(
        &mut self,
        filling: &Filling<'_>,
        is_taken: impl Fn(&ContactKey) -> bool,
    ) -> Vec<UnattachedContact> {
        let origin = Origin::Feedback {
            feedback: filling.feedback,
            at: filling.at,
        };
        let identity = &filling.event.identity;
        take_latest(&mut self.name, identity.name.as_ref(), origin);
        take_latest(&mut self.company, identity.company.as_ref(), origin);
        for (key, value) in &identity.custom_fields {
            self.take_field(key, value, origin);
        }
        for tag in &filling.event.content.tags {
            self.take_tag(tag, origin);
        }
        for handle in &identity.social_handles {
            self.take_handle(handle, origin);
        }
        identity
            .claims
            .iter()
            .filter_map(|claim| {
                let refusal = self.take_claim(claim, filling, origin, &is_taken)?;
                Some(UnattachedContact {
                    kind: claim.kind,
                    spelling: claim.spelling.clone(),
                    refusal,
                })
            })
            .collect()
    }

    fn take_field(&mut self, key: &str, value: &FieldValue, origin: Origin) {
        let taken = || Taken {
            value: value.clone(),
            origin,
        };
        match self.custom_fields.get_mut(key) {
            None => {
                self.custom_fields.insert(key.to_owned(), taken());
            }
            Some(known)
                if is_later(known.origin, known.value.as_text(), origin, value.as_text()) =>
            {
                *known = taken();
            }
            Some(_) => {}
        }
    }

    fn take_tag(&mut self, tag: &Tag, origin: Origin) {
        let taken = || Taken {
            value: tag.clone(),
            origin,
        };
        match self.tags.get_mut(tag.key()) {
            None => {
                self.tags.insert(tag.key().to_owned(), taken());
            }
            Some(known)
                if is_earlier(known.origin, known.value.spelling(), origin, tag.spelling()) =>
            {
                *known = taken();
            }
            Some(_) => {}
        }
    }

    fn take_handle(&mut self, handle: &SocialHandle, origin: Origin) {
        let key = (handle.network.clone(), handle_key(&handle.handle));
        let taken = || Taken {
            value: handle.clone(),
            origin,
        };
        match self.social_handles.get_mut(&key) {
            None => {
                self.social_handles.insert(key, taken());
            }
            Some(known)
                if is_earlier(known.origin, &known.value.handle, origin, &handle.handle) =>
            {
                *known = taken();
            }
            Some(_) => {}
        }
    }

    fn take_claim(
        &mut self,
        claim: &Claim,
        filling: &Filling<'_>,
        origin: Origin,
        is_taken: &impl Fn(&ContactKey) -> bool,
    ) -> Option<Refusal> {
        let (address, identifies) = match &claim.reading {
            Reading::Nothing => return Some(Refusal::ProvesNothing),
            Reading::Unreadable => (&claim.spelling, false),
            Reading::Personal(address) | Reading::Shared(address) => {
                let is_meant =
                    |key: &&ContactKey| key.kind == claim.kind && key.address == *address;
                let key = filling.keys.iter().find(is_meant);
                if key.is_some_and(is_taken) {
                    return Some(Refusal::TakenByAnother);
                }
                (address, key.is_some())
            }
        };
        let is_same = |known: &Contact| known.kind == claim.kind && known.address == *address;
        if let Some(known) = self.contacts.iter_mut().find(|known| is_same(known)) {
            known.identifies |= identifies;
            if is_earlier(known.origin, &known.spelling, origin, &claim.spelling) {
                known.spelling.clone_from(&claim.spelling);
                known.origin = origin;
            }
            return None;
        }
        if !filling.gives_contacts {
            return Some(Refusal::Ambiguous);
        }
        let is_alike = |known: &&Contact| known.kind == claim.kind;
        if self.contacts.iter().filter(is_alike).count() >= filling.contact_ceiling {
            return Some(Refusal::CeilingReached);
        }
        self.contacts.push(Contact {
            kind: claim.kind,
            address: address.clone(),
            spelling: claim.spelling.clone(),
            identifies,
            is_chosen: false,
            origin,
        });
        None
    }
}

/// The form in which handles are compared: no leading `@`, no regard to case.
pub fn handle_key(handle: &str) -> String {
    compare_key(handle.trim().trim_start_matches('@'))
}

fn take_latest(known: &mut Option<Taken<String>>, offered: Option<&String>, origin: Origin) {
    let Some(offered) = offered else { return };
    let replaces = known
        .as_ref()
        .is_none_or(|taken| is_later(taken.origin, &taken.value, origin, offered));
    if replaces {
        *known = Some(Taken {
            value: offered.clone(),
            origin,
        });
    }
}

/// Whether an offered value is later than a known one that was not set by hand.
fn is_later(known: Origin, known_value: &str, offered: Origin, offered_value: &str) -> bool {
    match known {
        Origin::Hand { .. } => false,
        Origin::Feedback { at, .. } => (at, known_value) < (offered.at(), offered_value),
    }
}

/// Whether an offered spelling is earlier than a known one that was not set by hand.
fn is_earlier(known: Origin, known_value: &str, offered: Origin, offered_value: &str) -> bool {
    match known {
        Origin::Hand { .. } => false,
        Origin::Feedback { at, .. } => (offered.at(), offered_value) < (at, known_value),
    }
}
