//! The audit: a chain of all changes in which a row cannot be altered without notice.
//!
//! Values are kept as keyed hashes. Whoever knows a value can find out whether it was the one, and
//! what is erased elsewhere is not kept here.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::access::KeyId;
use super::customer::CustomerId;

/// What a chain begins with.
pub const FIRST_LINK: Link = Link([0; 32]);

/// The hash of a row and of everything before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link(pub [u8; 32]);

/// A part of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A field that has another value now.
    Field {
        /// Its name, as tools have it.
        name: String,
        /// The keyed hash of what it was; `None` where it was empty.
        before: Option<String>,
        /// The keyed hash of what it is; `None` where it is empty.
        after: Option<String>,
    },
    /// How many of something were added, moved or removed.
    Count {
        /// What was counted.
        name: String,
        /// How many.
        count: u64,
    },
}

/// What was done, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The tool or command.
    pub action: String,
    /// Whether it is a merge or a deletion.
    pub is_removal: bool,
    /// The customer who changed, if it was one.
    pub customer: Option<CustomerId>,
    /// The other customer of a merge or a pair.
    pub other: Option<CustomerId>,
    /// Where the yes came from, if one was needed.
    pub approved_by: Option<String>,
    /// What changed.
    pub details: Vec<Detail>,
}

/// A row of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number: 1 for the first, without gaps.
    pub number: u64,
    /// When, UTC, to the millisecond.
    pub at: Timestamp,
    /// The key; `None` for a person at the terminal.
    pub key: Option<KeyId>,
    /// The key's name, or `operator`.
    pub actor: String,
    /// What was done.
    pub entry: Entry,
    /// The link of this row.
    pub link: Link,
}

impl AuditRow {
    /// The link that the row must have after another.
    pub fn link_after(&self, before: Link) -> Link {
        let mut hash = Sha256::new();
        hash.update(before.0);
        // Each part is led by its length, so that no two rows are hashed alike.
        let mut add = |part: &str| {
            hash.update(part.len().to_be_bytes());
            hash.update(part.as_bytes());
        };
        let id = |id: Option<CustomerId>| id.map(|id| id.to_string()).unwrap_or_default();
        add(&self.number.to_string());
        add(&self.at.as_millisecond().to_string());
        add(self.key.as_ref().map_or("", KeyId::as_str));
        add(&self.actor);
        add(&self.entry.action);
        add(if self.entry.is_removal { "1" } else { "0" });
        add(&id(self.entry.customer));
        add(&id(self.entry.other));
        add(self.entry.approved_by.as_deref().unwrap_or_default());
        for detail in &self.entry.details {
            match detail {
                Detail::Field {
                    name,
                    before,
                    after,
                } => {
                    add(name);
                    add(before.as_deref().unwrap_or_default());
                    add(after.as_deref().unwrap_or_default());
                }
                Detail::Count { name, count } => {
                    add(name);
                    add(&count.to_string());
                }
            }
        }
        Link(hash.finalize().into())
    }
}

impl std::fmt::Display for Link {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&hexadecimal(&self.0))
    }
}

/// Hashes values with a secret.
#[derive(Clone)]
pub struct ValueHasher(Hmac<Sha256>);

impl ValueHasher {
    /// A hasher with a secret, which may have any length.
    pub fn new(secret: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(secret).ok().map(Self)
    }

    /// The hash of a field's value: 32 hexadecimal digits. The same value of another field has
    /// another one.
    pub fn hash(&self, field: &str, value: &str) -> String {
        let mut hash = self.0.clone();
        hash.update(field.as_bytes());
        hash.update(&[0]);
        hash.update(value.as_bytes());
        let whole = hash.finalize().into_bytes();
        hexadecimal(whole.get(..16).unwrap_or_default())
    }
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let pairs = bytes
        .iter()
        .map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    pairs.flatten().collect()
}

/// Thirty-two bytes from their hexadecimal digits; `None` where the text is something else.
pub fn from_hexadecimal(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let is_hash = text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    for (place, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        *place = u8::from_str_radix(digits, 16).unwrap_or_default();
    }
    is_hash.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{AuditRow, Detail, Entry, FIRST_LINK, Link, ValueHasher};
    use crate::domain::customer::CustomerId;

    fn row() -> AuditRow {
        AuditRow {
            number: 7,
            at: Timestamp::UNIX_EPOCH,
            key: None,
            actor: "operator".to_owned(),
            entry: Entry {
                action: "update".to_owned(),
                is_removal: false,
                customer: Some(CustomerId(4)),
                other: None,
                approved_by: None,
                details: vec![Detail::Field {
                    name: "name".to_owned(),
                    before: None,
                    after: Some("ab".to_owned()),
                }],
            },
            link: FIRST_LINK,
        }
    }

    #[test]
    fn every_part_of_a_row_is_in_its_link() {
        let alterations: [fn(&mut AuditRow); 8] = [
            |row| row.number = 8,
            |row| row.at = Timestamp::from_millisecond(1).unwrap(),
            |row| row.actor = "support".to_owned(),
            |row| row.entry.action = "create".to_owned(),
            |row| row.entry.is_removal = true,
            |row| row.entry.customer = None,
            |row| row.entry.other = row.entry.customer.take(),
            |row| row.entry.details.clear(),
        ];
        let right = row().link_after(FIRST_LINK);
        assert_eq!(row().link_after(FIRST_LINK), right);
        assert_ne!(row().link_after(Link([1; 32])), right);
        for (index, alter) in alterations.iter().enumerate() {
            let mut altered = row();
            alter(&mut altered);
            assert_ne!(altered.link_after(FIRST_LINK), right, "{index}");
        }
    }

    #[test]
    fn a_hash_depends_on_secret_field_and_value() {
        let hasher = ValueHasher::new(b"secret").unwrap();
        let hash = hasher.hash("name", "Jane");
        assert_eq!(hash.len(), 32);
        assert_eq!(hasher.hash("name", "Jane"), hash);
        assert_ne!(hasher.hash("company", "Jane"), hash);
        assert_ne!(
            ValueHasher::new(b"other").unwrap().hash("name", "Jane"),
            hash
        );
    }
}
