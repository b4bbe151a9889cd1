//! What a hand changes, on the model's customers.

use customer_directory::domain::contact::{
    Claim, ContactKind, ContactPolicy, NamedContact, Reading,
};
use customer_directory::domain::customer::{FieldValue, SocialHandle};
use customer_directory::domain::editing::{Clearable, Edit, NotesEdit};
use customer_directory::domain::label::{Tag, compare_key};

use super::directory::Model;
use super::person::{Contact, From, Person, Valued, handle_key, keys_of};

type Named = (ContactKind, String);
type Handle = (String, String);

/// An edit as plain texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    pub(super) clear: Vec<Clearable>,
    pub(super) name: Option<String>,
    pub(super) company: Option<String>,
    /// Notes, and whether they are appended.
    pub(super) notes: Option<(bool, String)>,
    pub(super) remove_contacts: Vec<Named>,
    pub(super) add_contacts: Vec<Named>,
    pub(super) primaries: Vec<Named>,
    pub(super) remove_tags: Vec<String>,
    pub(super) add_tags: Vec<String>,
    pub(super) remove_fields: Vec<String>,
    pub(super) set_fields: Vec<(String, FieldValue)>,
    pub(super) remove_handles: Vec<Handle>,
    pub(super) add_handles: Vec<Handle>,
}

/// Why a change is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum No {
    NotFound,
    Deleted,
    Several,
    Version,
    Unusable,
    Taken,
    Reused,
    Refused,
    Plan,
}

pub(super) fn claims(named: &[Named]) -> Vec<Claim> {
    let policy = ContactPolicy::default();
    let claims = named.iter();
    claims
        .filter_map(|(kind, text)| Claim::read(*kind, text, &policy))
        .collect()
}

/// The stored spelling of a contact, where it can be read.
fn stored((kind, text): &Named) -> Option<String> {
    let claim = Claim::read(*kind, text, &ContactPolicy::default())?;
    claim.key().map(|key| key.address)
}

/// Whether a text is more than `n/a` and the like.
fn says_something((kind, text): &Named) -> bool {
    Claim::read(*kind, text, &ContactPolicy::default()).is_some()
}

fn means(named: &Named, address: &Contact) -> bool {
    named.0 == address.kind
        && (stored(named).as_ref() == Some(&address.address)
            || named.1 == address.address
            || named.1 == address.spelling)
}

impl Draft {
    pub(super) fn edit(&self) -> Edit {
        let tags = |tags: &[String]| tags.iter().map(|tag| Tag::stored(tag.clone())).collect();
        let handles = |handles: &[Handle]| -> Vec<SocialHandle> {
            let handles = handles.iter().cloned();
            handles
                .map(|(network, handle)| SocialHandle { network, handle })
                .collect()
        };
        let named = |named: &[Named]| -> Vec<NamedContact> {
            let named = named.iter();
            named
                .map(|(kind, text)| NamedContact::read(*kind, text, None))
                .collect()
        };
        Edit {
            clear: self.clear.clone(),
            name: self.name.clone(),
            company: self.company.clone(),
            notes: self.notes.clone().map(|(is_appended, text)| {
                if is_appended {
                    NotesEdit::Append(text)
                } else {
                    NotesEdit::Replace(text)
                }
            }),
            remove_contacts: named(&self.remove_contacts),
            add_contacts: claims(&self.add_contacts),
            primaries: named(&self.primaries),
            remove_tags: tags(&self.remove_tags),
            add_tags: tags(&self.add_tags),
            remove_fields: self.remove_fields.clone(),
            set_fields: self.set_fields.clone(),
            remove_handles: handles(&self.remove_handles),
            add_handles: handles(&self.add_handles),
        }
    }

    fn contradicts_itself(&self) -> bool {
        let clears = |field| self.clear.contains(&field);
        let both =
            |added: &[String], removed: &[String]| added.iter().any(|text| removed.contains(text));
        let keys = |tags: &[String]| tags.iter().map(|tag| compare_key(tag)).collect::<Vec<_>>();
        let fields: Vec<String> = self.set_fields.iter().map(|(key, _)| key.clone()).collect();
        let handles = |handles: &[Handle]| -> Vec<String> {
            let handles = handles.iter();
            handles
                .map(|(network, handle)| format!("{:?}", handle_key(network, handle)))
                .collect()
        };
        (self.name.is_some() && clears(Clearable::Name))
            || (self.company.is_some() && clears(Clearable::Company))
            || (self.notes.is_some() && clears(Clearable::Notes))
            || both(&keys(&self.add_tags), &keys(&self.remove_tags))
            || both(&fields, &self.remove_fields)
            || both(&handles(&self.add_handles), &handles(&self.remove_handles))
            || self
                .add_contacts
                .iter()
                .filter(|it| says_something(it))
                .any(|added| {
                    self.remove_contacts.iter().any(|removed| {
                        let is_same = stored(added).is_some() && stored(added) == stored(removed);
                        added.0 == removed.0 && (added.1 == removed.1 || is_same)
                    })
                })
    }
}

/// A value by hand. One that a hand set before stays; so does one that feedback never replaces.
fn set<T: PartialEq>(known: Option<Valued<T>>, value: T, replaced: bool, at: i64) -> Valued<T> {
    match known {
        Some(known) if known.value == value && (known.from.is_hand() || !replaced) => known,
        _ => Valued {
            value,
            from: From::Hand(at),
        },
    }
}

impl Person {
    /// Makes an edit. What it leaves when it fails is of no use.
    pub(super) fn edit(&mut self, draft: &Draft, at: i64, ceiling: usize) -> Result<(), No> {
        if draft.contradicts_itself() {
            return Err(No::Unusable);
        }
        for field in &draft.clear {
            self.clear(*field);
        }
        if let Some(name) = &draft.name {
            self.name = Some(set(self.name.take(), name.clone(), true, at));
        }
        if let Some(company) = &draft.company {
            self.company = Some(set(self.company.take(), company.clone(), true, at));
        }
        if let Some((is_appended, text)) = &draft.notes {
            let kept = self.notes.take().filter(|_| *is_appended);
            let lines = kept.into_iter().chain([text.clone()]);
            self.notes = Some(lines.collect::<Vec<_>>().join("\n"));
        }
        let is_removed =
            |address: &Contact| draft.remove_contacts.iter().any(|it| means(it, address));
        self.addresses.retain(|address| !is_removed(address));
        self.add(&draft.add_contacts, at, ceiling)?;
        for named in &draft.primaries {
            let chosen = self.addresses.iter().find(|known| means(named, known));
            let chosen = chosen.ok_or(No::Unusable)?.address.clone();
            for known in self
                .addresses
                .iter_mut()
                .filter(|known| known.kind == named.0)
            {
                known.chosen = known.address == chosen;
            }
        }
        for tag in &draft.remove_tags {
            self.tags.remove(&compare_key(tag));
        }
        for tag in &draft.add_tags {
            let key = compare_key(tag);
            let value = set(self.tags.remove(&key), tag.clone(), false, at);
            self.tags.insert(key, value);
        }
        self.fields
            .retain(|key, _| !draft.remove_fields.contains(key));
        for (key, value) in &draft.set_fields {
            let value = set(self.fields.remove(key), value.clone(), true, at);
            self.fields.insert(key.clone(), value);
        }
        for (network, handle) in &draft.remove_handles {
            self.handles.remove(&handle_key(network, handle));
        }
        for (network, handle) in &draft.add_handles {
            let key = handle_key(network, handle);
            let value = set(self.handles.remove(&key), handle.clone(), false, at);
            self.handles.insert(key, value);
        }
        Ok(())
    }

    fn clear(&mut self, field: Clearable) {
        match field {
            Clearable::Name => self.name = None,
            Clearable::Company => self.company = None,
            Clearable::Notes => self.notes = None,
            Clearable::Contacts(kind) => self.addresses.retain(|known| known.kind != kind),
            Clearable::Tags => self.tags.clear(),
            Clearable::CustomFields => self.fields.clear(),
            Clearable::SocialHandles => self.handles.clear(),
            Clearable::Primary(kind) => {
                for known in self.addresses.iter_mut().filter(|known| known.kind == kind) {
                    known.chosen = false;
                }
            }
        }
    }

    fn add(&mut self, named: &[Named], at: i64, ceiling: usize) -> Result<(), No> {
        let claims = claims(named);
        let keys = keys_of(&claims);
        let was_known = self.addresses.iter().any(|known| known.identifies);
        for claim in claims {
            let (text, identifies) = match claim.reading {
                Reading::Personal(text) => (text, true),
                Reading::Shared(text) => {
                    let alone = keys.contains(&(claim.kind, text.clone()));
                    (text, alone && !was_known)
                }
                Reading::Unreadable | Reading::Nothing => continue,
            };
            let alike = self
                .addresses
                .iter_mut()
                .filter(|known| known.kind == claim.kind);
            let mut alike: Vec<&mut Contact> = alike.collect();
            if let Some(known) = alike.iter_mut().find(|known| known.address == text) {
                if identifies && !known.identifies {
                    known.identifies = true;
                    known.from = From::Hand(at);
                }
            } else if alike.len() >= ceiling {
                return Err(No::Unusable);
            } else {
                self.addresses.push(Contact {
                    kind: claim.kind,
                    address: text,
                    spelling: claim.spelling,
                    identifies,
                    chosen: false,
                    from: From::Hand(at),
                });
            }
        }
        Ok(())
    }
}

impl Model {
    /// Makes an edit of a customer, or of a new one, and answers the id.
    pub(super) fn change(&mut self, id: Option<i64>, draft: &Draft, at: i64) -> Result<i64, No> {
        let before = id.map(|id| self.people[&id].clone()).unwrap_or_default();
        if id.is_none() && draft.name.is_none() && claims(&draft.add_contacts).is_empty() {
            return Err(No::Unusable);
        }
        let mut after = before.clone();
        after.edit(draft, at, self.ceiling)?;
        let own = |address: &&Contact| address.identifies;
        for address in after.addresses.iter().filter(own) {
            let key = (address.kind, address.address.clone());
            let owner = self.owner(&key);
            if owner.is_some() && owner != id {
                return Err(No::Taken);
            }
        }
        let id = id.unwrap_or(self.customers_made + 1);
        if after != before || id > self.customers_made {
            after.version += 1;
        }
        self.customers_made = self.customers_made.max(id);
        self.people.insert(id, after);
        Ok(id)
    }
}
