//! Keys: `cdk_<id>_<secret>_<checksum>`.
//!
//! Secret scanners find the form exactly, a double click selects it whole, and a typing error is
//! noticed before anything is looked up.

use std::fmt;

use sha2::{Digest as _, Sha256};
use thiserror::Error;

const PREFIX: &str = "cdk";
const ID_LENGTH: usize = 8;
/// 43 letters of 62 are 256 bits.
const SECRET_LENGTH: usize = 43;
const CHECKSUM_LENGTH: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The part of a key by which it is looked up. Not secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// An id as it was stored.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A whole key, secret included.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

/// Text that is no key. It is never repeated: it may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// It has another form.
    #[error("is not of the form `cdk_…`; copy the whole key that `key create` printed")]
    Malformed,
    /// Its checksum says that a letter is wrong.
    #[error("is mistyped or cut short; copy the whole key that `key create` printed")]
    Mistyped,
}

impl Key {
    /// Makes a key from random bytes; `None` where there were too few that can be used. A hundred
    /// and twenty-eight are enough but for one time in more than 10^50.
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        let base = u8::try_from(ALPHABET.len()).ok()?;
        // A remainder of all bytes would make some letters likelier than others.
        let fair = bytes.iter().filter(|byte| **byte < base * 4);
        let letters: String = fair
            .take(ID_LENGTH + SECRET_LENGTH)
            .map(|byte| letter(usize::from(byte % base)))
            .collect();
        if letters.len() < ID_LENGTH + SECRET_LENGTH {
            return None;
        }
        let (id, secret) = letters.split_at(ID_LENGTH);
        let body = format!("{PREFIX}_{id}_{secret}");
        let checksum = checksum(&body);
        Some(Self(format!("{body}_{checksum}")))
    }

    /// Reads a key, and says what is wrong with a text that is none.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('_').collect();
        let [PREFIX, id, secret, end] = parts.as_slice() else {
            return Err(KeyError::Malformed);
        };
        let is_form = [
            (id, ID_LENGTH),
            (secret, SECRET_LENGTH),
            (end, CHECKSUM_LENGTH),
        ]
        .iter()
        .all(|(part, length)| {
            part.len() == *length && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if !is_form || checksum(&format!("{PREFIX}_{id}_{secret}")) != **end {
            return Err(KeyError::Mistyped);
        }
        Ok(Self(text.to_owned()))
    }

    /// The part by which it is looked up.
    pub fn id(&self) -> KeyId {
        KeyId(self.0.split('_').nth(1).unwrap_or_default().to_owned())
    }

    /// The SHA-256 of the whole key: what is kept of it.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Whether this is the key of a digest. Takes the same time wherever the two differ.
    pub fn has_digest(&self, digest: &[u8; 32]) -> bool {
        let differences = self
            .digest()
            .iter()
            .zip(digest)
            .fold(0, |found, (one, other)| found | (one ^ other));
        std::hint::black_box(differences) == 0
    }

    /// The key itself, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("cdk_…redacted")
    }
}

fn letter(index: usize) -> char {
    ALPHABET.get(index).copied().map_or('0', char::from)
}

fn checksum(body: &str) -> String {
    let mut rest = u64::from(crc32fast::hash(body.as_bytes()));
    let mut letters = ['0'; CHECKSUM_LENGTH];
    for place in letters.iter_mut().rev() {
        *place = letter(usize::try_from(rest % 62).unwrap_or_default());
        rest /= 62;
    }
    letters.iter().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Key, KeyError};

    fn key() -> Key {
        let bytes: Vec<u8> = (0..128).collect();
        Key::from_random(&bytes).unwrap()
    }

    #[test]
    fn a_key_is_read_as_it_was_made_and_never_shown_by_accident() {
        let key = key();
        assert_eq!(key.reveal().len(), 3 + 1 + 8 + 1 + 43 + 1 + 6);
        let read = Key::parse(&format!(" {}\n", key.reveal())).unwrap();
        assert_eq!(read, key);
        assert!(read.has_digest(&key.digest()));
        assert_eq!(format!("{key:?}"), "cdk_…redacted");
    }

    #[test]
    fn bytes_that_favour_a_letter_are_passed_over() {
        assert!(Key::from_random(&[255; 128]).is_none());
        assert!(Key::from_random(&[247; 51]).is_some());
        assert!(Key::from_random(&[0; 50]).is_none());
    }

    #[test]
    fn other_texts_are_no_keys() {
        for text in ["", "cdk_", "sk_live_1", "cdk-aaaaaaaa-b-c"] {
            assert_eq!(Key::parse(text), Err(KeyError::Malformed), "{text}");
        }
        let short = key().reveal().get(..40).unwrap().to_owned() + "_000000";
        assert_eq!(Key::parse(&short), Err(KeyError::Mistyped));
    }

    proptest! {
        #[test]
        fn one_wrong_letter_is_always_noticed(place in 4_usize..63, letter in "[0-9A-Za-z]") {
            let right = key().reveal().to_owned();
            let mut wrong = right.clone();
            wrong.replace_range(place..=place, &letter);
            prop_assume!(wrong != right);
            prop_assert!(Key::parse(&wrong).is_err());
        }
    }
}
