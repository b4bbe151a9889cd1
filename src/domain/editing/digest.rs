//! What tells two edits apart.

use sha2::{Digest as _, Sha256};

use super::super::contact::NamedContact;
use super::super::customer::{FieldValue, SocialHandle};
use super::{Clearable, Edit, NotesEdit};

impl Edit {
    /// The SHA-256 of everything that the edit asks for. The order of custom fields and of
    /// handles plays no part.
    pub fn digest(&self) -> [u8; 32] {
        let mut parts = Parts(Sha256::new());
        parts.list(self.clear.iter().map(|field| Clearable::as_str(*field)));
        parts.list(self.name.as_deref());
        parts.list(self.company.as_deref());
        let (replaced, appended) = match &self.notes {
            None => (None, None),
            Some(NotesEdit::Replace(text)) => (Some(text.as_str()), None),
            Some(NotesEdit::Append(text)) => (None, Some(text.as_str())),
        };
        parts.list(replaced);
        parts.list(appended);
        for named in [&self.remove_contacts, &self.primaries] {
            let words = |named: &NamedContact| [named.kind.as_str(), &named.text].join(" ");
            parts.list(named.iter().map(words));
        }
        let claims = self.add_contacts.iter();
        parts.list(claims.map(|claim| [claim.kind.as_str(), &claim.spelling].join(" ")));
        parts.list(self.remove_tags.iter().map(|tag| tag.spelling().to_owned()));
        parts.list(self.add_tags.iter().map(|tag| tag.spelling().to_owned()));
        parts.list(self.remove_fields.iter().map(String::as_str));
        let mut fields: Vec<[&str; 3]> = self
            .set_fields
            .iter()
            .map(|(key, value)| [key, kind_of(value), value.as_text()])
            .collect();
        fields.sort_unstable();
        parts.list(fields.into_iter().flatten());
        for handles in [&self.remove_handles, &self.add_handles] {
            let mut handles: Vec<[&str; 2]> = handles.iter().map(words_of).collect();
            handles.sort_unstable();
            parts.list(handles.into_iter().flatten());
        }
        parts.0.finalize().into()
    }
}

fn kind_of(value: &FieldValue) -> &'static str {
    match value {
        FieldValue::Text(_) => "text",
        FieldValue::Number(_) => "number",
        FieldValue::Boolean(_) => "boolean",
    }
}

fn words_of(handle: &SocialHandle) -> [&str; 2] {
    [&handle.network, &handle.handle]
}

/// Feeds lists to the hash so that no two edits give the same bytes: each with its length before
/// it, and each of its texts too.
struct Parts(Sha256);

impl Parts {
    fn list<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        let texts: Vec<T> = texts.into_iter().collect();
        self.0.update((texts.len() as u64).to_be_bytes());
        for text in texts {
            let text = text.as_ref();
            self.0.update((text.len() as u64).to_be_bytes());
            self.0.update(text);
        }
    }
}
