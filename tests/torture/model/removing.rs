//! Who is meant, and what becomes of those who are merged or deleted, on the model.

use std::collections::BTreeSet;

use customer_directory::domain::contact::{ContactKind, Email, Phone, UserId};
use customer_directory::domain::erasure::FeedbackFate;
use customer_directory::domain::feedback::{Outcome, Refusal};

use super::directory::{Model, pair};
use super::editing::No;
use super::person::{Contact, From, Key, Person, Valued};

impl Model {
    /// The customer who is meant, and whether by an id that was another's once.
    pub(super) fn find(&self, asked: &str) -> Result<(i64, bool), No> {
        let asked = asked.trim();
        if let Some(id) = asked.strip_prefix("cus_").and_then(|id| id.parse().ok()) {
            if self.people.contains_key(&id) {
                return Ok((id, false));
            }
            match self.former.get(&id) {
                Some(Some(survivor)) => return Ok((*survivor, true)),
                Some(None) => return Err(No::Deleted),
                None => {}
            }
        }
        let keys: [Option<Key>; 3] = [
            UserId::parse(asked).map(|it| (ContactKind::UserId, it.into_string())),
            Email::parse(asked).map(|it| (ContactKind::Email, it.into_string())),
            Phone::parse(asked, None).map(|it| (ContactKind::Phone, it.into_string())),
        ];
        let owners = keys.iter().flatten().filter_map(|key| self.owner(key));
        let owners: BTreeSet<i64> = owners.collect();
        match owners.len() {
            0 => Err(No::NotFound),
            1 => Ok((owners.into_iter().next().unwrap_or_default(), false)),
            _ => Err(No::Several),
        }
    }

    /// The customer who is meant, where they are to be merged or deleted.
    pub(super) fn present(&self, asked: &str) -> Result<i64, No> {
        match self.find(asked)? {
            (_, true) => Err(No::Refused),
            (id, false) => Ok(id),
        }
    }

    pub(super) fn may_merge(&self, target: i64, source: i64) -> Result<(), No> {
        if target == source || self.marks.contains(&pair(target, source)) {
            return Err(No::Refused);
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, target: i64, source: i64) {
        let gone = self.people.remove(&source).unwrap_or_default();
        if let Some(person) = self.people.get_mut(&target) {
            person.absorb(&gone, source);
        }
        let said = self.said.values_mut();
        for said in said.filter(|said| said.customer == Some(source)) {
            said.customer = Some(target);
        }
        let moved = |id: i64| if id == source { target } else { id };
        let pairs = std::mem::take(&mut self.pairs).into_iter();
        self.pairs = pairs
            .map(|(one, other, feedback)| (pair(moved(one), moved(other)), feedback))
            .filter(|((one, other), _)| one != other)
            .map(|((one, other), feedback)| (one, other, feedback))
            .collect();
        let marks = std::mem::take(&mut self.marks).into_iter();
        self.marks = marks
            .map(|(one, other)| pair(moved(one), moved(other)))
            .filter(|(one, other)| one != other)
            .collect();
        for (_, made) in self.requests.values_mut() {
            *made = moved(*made);
        }
        self.end(source, Some(target));
    }

    fn end(&mut self, id: i64, became: Option<i64>) {
        for survivor in self.former.values_mut().filter(|it| **it == Some(id)) {
            *survivor = became;
        }
        self.former.insert(id, became);
    }

    pub(super) fn delete(&mut self, id: i64, fate: FeedbackFate) {
        self.people.remove(&id);
        let wondering = self.pairs.iter();
        let evidence: BTreeSet<i64> = wondering
            .filter(|(one, other, _)| *one == id || *other == id)
            .map(|(_, _, feedback)| *feedback)
            .collect();
        for (number, said) in &mut self.said {
            if said.customer != Some(id) && evidence.contains(number) {
                said.unattached.retain(|(_, _, why)| {
                    !matches!(why, Refusal::TakenByAnother | Refusal::Ambiguous)
                });
            }
        }
        let gone = self
            .pairs
            .iter()
            .filter(|(one, other, _)| *one == id || *other == id);
        let gone: Vec<_> = gone.copied().collect();
        self.pairs.retain(|pair| !gone.contains(pair));
        self.marks.retain(|(one, other)| *one != id && *other != id);
        self.requests.retain(|_, (_, made)| *made != id);
        match fate {
            FeedbackFate::Remove => self.said.retain(|_, said| said.customer != Some(id)),
            FeedbackFate::KeepAnonymous => {
                for said in self.said.values_mut().filter(|it| it.customer == Some(id)) {
                    said.erased = true;
                    said.customer = None;
                    said.content.context = None;
                    said.content.metadata = None;
                    said.outcome = Outcome::Anonymous;
                    said.matched_on = None;
                    said.unattached.clear();
                    said.recorded = None;
                }
            }
        }
        self.end(id, None);
    }
}

/// What of two values stands where both are one: what a hand set, else the older, else the lower.
fn age(from: From, text: &str) -> (u8, i64, String) {
    (u8::from(!from.is_hand()), from.at(), text.to_owned())
}

fn older<T: Clone>(one: &Valued<T>, other: &Valued<T>, text: impl Fn(&T) -> String) -> Valued<T> {
    let rank = |it: &Valued<T>| age(it.from, &text(&it.value));
    if rank(other) < rank(one) { other } else { one }.clone()
}

impl Person {
    fn absorb(&mut self, gone: &Self, id: i64) {
        let before = self.clone();
        self.version += 1;
        self.name = before.name.clone().or(gone.name.clone());
        self.company = before.company.clone().or(gone.company.clone());
        self.notes = match (&before.notes, &gone.notes) {
            (Some(own), Some(other)) if own != other => {
                Some(format!("{own}\n\nFrom cus_{id}, merged:\n{other}"))
            }
            (own, other) => own.clone().or(other.clone()),
        };
        for (key, value) in &gone.fields {
            self.fields.entry(key.clone()).or_insert(value.clone());
        }
        for (key, tag) in &gone.tags {
            let known = self.tags.get(key).unwrap_or(tag);
            let tag = older(known, tag, String::clone);
            self.tags.insert(key.clone(), tag);
        }
        for (key, handle) in &gone.handles {
            let known = self.handles.get(key).unwrap_or(handle);
            let handle = older(known, handle, String::clone);
            self.handles.insert(key.clone(), handle);
        }
        for address in &gone.addresses {
            self.absorb_address(address);
        }
        for kind in [ContactKind::UserId, ContactKind::Email, ContactKind::Phone] {
            if let Some(main) = before.main(kind).filter(|it| it.identifies || it.chosen) {
                self.keep_main(main);
            }
        }
    }

    fn absorb_address(&mut self, address: &Contact) {
        let mut known = self.addresses.iter_mut();
        let known = known.find(|it| it.kind == address.kind && it.address == address.address);
        let Some(known) = known else {
            self.addresses.push(address.clone());
            return;
        };
        known.identifies |= address.identifies;
        known.chosen |= address.chosen;
        if age(address.from, &address.spelling) < age(known.from, &known.spelling) {
            known.spelling.clone_from(&address.spelling);
            known.from = address.from;
        }
    }

    /// What was the main address stays it, chosen only where it would not be it by itself.
    fn keep_main(&mut self, main: &Contact) {
        for address in self.addresses.iter_mut().filter(|it| it.kind == main.kind) {
            address.chosen = main.chosen && address.address == main.address;
        }
        if self
            .main(main.kind)
            .is_some_and(|now| now.address != main.address)
        {
            for address in self.addresses.iter_mut().filter(|it| it.kind == main.kind) {
                address.chosen = address.address == main.address;
            }
        }
    }
}
