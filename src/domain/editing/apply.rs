//! Making an edit.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::super::contact::{Claim, Contact, ContactKind, NamedContact, Reading};
use super::super::customer::{Customer, FieldValue, Origin, SocialHandle, Taken};
use super::super::label::Tag;
use super::super::matching;
use super::{Clearable, Edit, EditError, LONGEST_NOTES, NotesEdit, key_of};

impl Customer {
    /// Makes an edit. What was set by hand to the same value before stays as it is.
    pub fn edit(&mut self, edit: &Edit, at: Timestamp, ceiling: usize) -> Result<(), EditError> {
        edit.refuse_contradictions()?;
        let origin = Origin::Hand { at };
        for field in &edit.clear {
            self.clear(*field);
        }
        set_text(&mut self.name, edit.name.as_ref(), origin);
        set_text(&mut self.company, edit.company.as_ref(), origin);
        self.edit_notes(edit.notes.as_ref())?;
        self.contacts
            .retain(|contact| !edit.remove_contacts.iter().any(|named| named.is(contact)));
        self.add_contacts(&edit.add_contacts, at, ceiling)?;
        for named in &edit.primaries {
            self.choose(named)?;
        }
        for tag in &edit.remove_tags {
            self.tags.remove(tag.key());
        }
        for tag in &edit.add_tags {
            set(&mut self.tags, tag.key().to_owned(), tag, origin);
        }
        for key in &edit.remove_fields {
            self.custom_fields.remove(key);
        }
        for (key, value) in &edit.set_fields {
            set(&mut self.custom_fields, key.clone(), value, origin);
        }
        for handle in &edit.remove_handles {
            self.social_handles.remove(&key_of(handle));
        }
        for handle in &edit.add_handles {
            set(&mut self.social_handles, key_of(handle), handle, origin);
        }
        Ok(())
    }

    fn clear(&mut self, field: Clearable) {
        match field {
            Clearable::Name => self.name = None,
            Clearable::Company => self.company = None,
            Clearable::Notes => self.notes = None,
            Clearable::Contacts(kind) => self.contacts.retain(|contact| contact.kind != kind),
            Clearable::Tags => self.tags.clear(),
            Clearable::CustomFields => self.custom_fields.clear(),
            Clearable::SocialHandles => self.social_handles.clear(),
            Clearable::Primary(kind) => self.choose_among(kind, |_| false),
        }
    }

    fn edit_notes(&mut self, edit: Option<&NotesEdit>) -> Result<(), EditError> {
        let notes = match (edit, &self.notes) {
            (None, _) => return Ok(()),
            (Some(NotesEdit::Append(text)), Some(notes)) => format!("{notes}\n{text}"),
            (Some(NotesEdit::Append(text) | NotesEdit::Replace(text)), _) => text.clone(),
        };
        let length = notes.chars().count();
        if length > LONGEST_NOTES {
            return Err(EditError::NotesTooLong(length));
        }
        self.notes = Some(notes);
        Ok(())
    }

    /// Adds contacts by the rules of matching: a shared address identifies only where nothing
    /// else does.
    fn add_contacts(
        &mut self,
        claims: &[Claim],
        at: Timestamp,
        ceiling: usize,
    ) -> Result<(), EditError> {
        let keys = matching::keys(claims);
        let is_known_otherwise = self.contacts.iter().any(|contact| contact.identifies);
        for claim in claims {
            let Some(key) = claim.key() else {
                continue;
            };
            let identifies = match claim.reading {
                Reading::Personal(_) => true,
                Reading::Shared(_) => keys.contains(&key) && !is_known_otherwise,
                Reading::Unreadable | Reading::Nothing => false,
            };
            let origin = Origin::Hand { at };
            let is_same =
                |known: &&mut Contact| known.kind == key.kind && known.address == key.address;
            if let Some(known) = self.contacts.iter_mut().find(is_same) {
                if identifies && !known.identifies {
                    known.identifies = true;
                    known.origin = origin;
                }
                continue;
            }
            let is_alike = |known: &&Contact| known.kind == key.kind;
            if self.contacts.iter().filter(is_alike).count() >= ceiling {
                return Err(EditError::CeilingReached {
                    kind: key.kind,
                    most: ceiling,
                });
            }
            self.contacts.push(Contact {
                kind: key.kind,
                address: key.address,
                spelling: claim.spelling.clone(),
                identifies,
                is_chosen: false,
                origin,
            });
        }
        Ok(())
    }

    fn choose(&mut self, named: &NamedContact) -> Result<(), EditError> {
        let chosen = self.contacts.iter().find(|contact| named.is(contact));
        let address = match chosen {
            Some(contact) => contact.address.clone(),
            None => {
                return Err(EditError::NotTheirs {
                    kind: named.kind,
                    text: named.text.clone(),
                });
            }
        };
        self.choose_among(named.kind, |contact| contact.address == address);
        Ok(())
    }

    fn choose_among(&mut self, kind: ContactKind, is_chosen: impl Fn(&Contact) -> bool) {
        for contact in &mut self.contacts {
            if contact.kind == kind {
                contact.is_chosen = is_chosen(contact);
            }
        }
    }
}

/// A value that a hand sets, and whether it is as good as the one that is there.
trait Settable: Clone + PartialEq {
    /// Whether feedback would replace the value in time, so that setting it to what it is now
    /// keeps it from being replaced.
    const IS_REPLACED: bool;
}

impl Settable for String {
    const IS_REPLACED: bool = true;
}

impl Settable for FieldValue {
    const IS_REPLACED: bool = true;
}

impl Settable for Tag {
    const IS_REPLACED: bool = false;
}

impl Settable for SocialHandle {
    const IS_REPLACED: bool = false;
}

/// The value with its origin, where it is another than what is known.
fn set_by_hand<T: Settable>(
    known: Option<&Taken<T>>,
    value: &T,
    origin: Origin,
) -> Option<Taken<T>> {
    let stays = known.is_some_and(|known| {
        let is_by_hand = known.origin.feedback().is_none();
        known.value == *value && (is_by_hand || !T::IS_REPLACED)
    });
    (!stays).then(|| Taken {
        value: value.clone(),
        origin,
    })
}

fn set_text(known: &mut Option<Taken<String>>, value: Option<&String>, origin: Origin) {
    if let Some(value) = value
        && let Some(taken) = set_by_hand(known.as_ref(), value, origin)
    {
        *known = Some(taken);
    }
}

fn set<K: Ord, T: Settable>(known: &mut BTreeMap<K, Taken<T>>, key: K, value: &T, origin: Origin) {
    if let Some(taken) = set_by_hand(known.get(&key), value, origin) {
        known.insert(key, taken);
    }
}
