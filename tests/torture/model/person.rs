//! A customer as the model has them, and what an event or another customer brings to one.

use std::collections::BTreeMap;

use customer_directory::domain::contact::{Claim, ContactKind, Reading};
use customer_directory::domain::customer::FieldValue;
use customer_directory::domain::event::FeedbackEvent;
use customer_directory::domain::feedback::Refusal;
use customer_directory::domain::label::compare_key;

/// A kind and the stored spelling.
pub(super) type Key = (ContactKind, String);

/// Where a value is from: feedback or a hand, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Hand(i64),
    Said(i64, i64),
}

impl From {
    pub(super) fn at(self) -> i64 {
        match self {
            Self::Hand(at) | Self::Said(_, at) => at,
        }
    }

    pub(super) fn is_hand(self) -> bool {
        matches!(self, Self::Hand(_))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Valued<T> {
    pub(super) value: T,
    pub(super) from: From,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contact {
    pub(super) kind: ContactKind,
    pub(super) address: String,
    pub(super) spelling: String,
    pub(super) identifies: bool,
    pub(super) chosen: bool,
    pub(super) from: From,
}

/// What is known of a person. What follows from the feedback is counted when it is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Person {
    pub(super) name: Option<Valued<String>>,
    pub(super) company: Option<Valued<String>>,
    pub(super) addresses: Vec<Contact>,
    pub(super) tags: BTreeMap<String, Valued<String>>,
    pub(super) fields: BTreeMap<String, Valued<FieldValue>>,
    pub(super) handles: BTreeMap<(String, String), Valued<String>>,
    pub(super) notes: Option<String>,
    pub(super) version: u64,
}

pub(super) fn handle_key(network: &str, handle: &str) -> (String, String) {
    let bare = handle.trim().trim_start_matches('@');
    (network.to_owned(), compare_key(bare))
}

/// The keys of contacts: shared ones only where no personal one stands beside them.
pub(super) fn keys_of(claims: &[Claim]) -> Vec<Key> {
    let pick = |personal: bool| {
        let mut keys = Vec::new();
        for kind in [ContactKind::UserId, ContactKind::Email, ContactKind::Phone] {
            for claim in claims.iter().filter(|claim| claim.kind == kind) {
                let address = match &claim.reading {
                    Reading::Personal(address) if personal => address,
                    Reading::Shared(address) if !personal => address,
                    Reading::Personal(_)
                    | Reading::Shared(_)
                    | Reading::Unreadable
                    | Reading::Nothing => continue,
                };
                if !keys.contains(&(kind, address.clone())) {
                    keys.push((kind, address.clone()));
                }
            }
        }
        keys
    };
    let personal = pick(true);
    if personal.is_empty() {
        pick(false)
    } else {
        personal
    }
}

/// The place that a new value may take: nothing's, or one's of feedback that is older or younger.
fn yields<T>(known: Option<&Valued<T>>, text: &str, of: impl Fn(&T) -> &str, to: Wins) -> bool {
    match known {
        None => true,
        Some(known) if known.from.is_hand() => false,
        Some(known) => to.over((known.from.at(), of(&known.value)), text),
    }
}

#[derive(Clone, Copy)]
enum Wins {
    Latest(i64),
    Earliest(i64),
}

impl Wins {
    fn over(self, known: (i64, &str), text: &str) -> bool {
        match self {
            Self::Latest(at) => (at, text) > known,
            Self::Earliest(at) => (at, text) < known,
        }
    }
}

impl Person {
    pub(super) fn is_account(&self) -> bool {
        let mut kinds = self.addresses.iter().map(|address| address.kind);
        kinds.any(|kind| kind == ContactKind::UserId)
    }

    pub(super) fn owns(&self, (kind, text): &Key) -> bool {
        self.addresses
            .iter()
            .any(|known| known.identifies && known.kind == *kind && known.address == *text)
    }

    /// The main address of a kind.
    pub(super) fn main(&self, kind: ContactKind) -> Option<&Contact> {
        let alike = self.addresses.iter().filter(|known| known.kind == kind);
        alike.min_by_key(|known| {
            (
                u8::from(!known.chosen),
                u8::from(!known.identifies),
                known.from.at(),
                known.address.clone(),
            )
        })
    }

    /// Takes over what feedback of a time says, and answers the contacts that were not given.
    pub(super) fn hear(
        &mut self,
        event: &FeedbackEvent,
        (number, at): (i64, i64),
        gives: bool,
        ceiling: usize,
        is_taken: &dyn Fn(&Key) -> bool,
    ) -> Vec<(ContactKind, String, Refusal)> {
        let from = From::Said(number, at);
        let said = &event.identity;
        let plain = String::as_str;
        for (known, offered) in [
            (&mut self.name, &said.name),
            (&mut self.company, &said.company),
        ] {
            if let Some(text) = offered
                && yields(known.as_ref(), text, plain, Wins::Latest(at))
            {
                let value = text.clone();
                *known = Some(Valued { value, from });
            }
        }
        for (key, value) in &said.custom_fields {
            let known = self.fields.get(key);
            if yields(
                known,
                value.as_text(),
                FieldValue::as_text,
                Wins::Latest(at),
            ) {
                let value = value.clone();
                self.fields.insert(key.clone(), Valued { value, from });
            }
        }
        for tag in &event.content.tags {
            let (key, value) = (compare_key(tag.spelling()), tag.spelling().to_owned());
            if yields(self.tags.get(&key), &value, plain, Wins::Earliest(at)) {
                self.tags.insert(key, Valued { value, from });
            }
        }
        for handle in &said.social_handles {
            let key = handle_key(&handle.network, &handle.handle);
            let value = handle.handle.clone();
            if yields(self.handles.get(&key), &value, plain, Wins::Earliest(at)) {
                self.handles.insert(key, Valued { value, from });
            }
        }
        let keys = keys_of(&said.claims);
        let claims = said.claims.iter();
        claims
            .filter_map(|claim| {
                let why = self.hear_claim(claim, &keys, from, gives, ceiling, is_taken)?;
                Some((claim.kind, claim.spelling.clone(), why))
            })
            .collect()
    }

    fn hear_claim(
        &mut self,
        claim: &Claim,
        keys: &[Key],
        from: From,
        gives: bool,
        ceiling: usize,
        is_taken: &dyn Fn(&Key) -> bool,
    ) -> Option<Refusal> {
        let text = match &claim.reading {
            Reading::Nothing => return Some(Refusal::ProvesNothing),
            Reading::Unreadable => &claim.spelling,
            Reading::Personal(text) | Reading::Shared(text) => text,
        };
        let key = (claim.kind, text.clone());
        let identifies = claim.reading != Reading::Unreadable && keys.contains(&key);
        if identifies && is_taken(&key) {
            return Some(Refusal::TakenByAnother);
        }
        let mut alike = 0;
        for known in &mut self.addresses {
            if known.kind != claim.kind {
                continue;
            }
            alike += 1;
            if known.address == *text {
                known.identifies |= identifies;
                let is_older = (from.at(), &claim.spelling) < (known.from.at(), &known.spelling);
                if is_older && !known.from.is_hand() {
                    known.spelling.clone_from(&claim.spelling);
                    known.from = from;
                }
                return None;
            }
        }
        if !gives {
            return Some(Refusal::Ambiguous);
        }
        if alike >= ceiling {
            return Some(Refusal::CeilingReached);
        }
        self.addresses.push(Contact {
            kind: claim.kind,
            address: text.clone(),
            spelling: claim.spelling.clone(),
            identifies,
            chosen: false,
            from,
        });
        None
    }
}
