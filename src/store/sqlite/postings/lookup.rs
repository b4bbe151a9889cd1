//! Looking keys up: what is asked of a row's keys, and which members of a block answer.

use rusqlite::{CachedStatement, Connection, params};

use super::super::super::StoreError;
use super::collection::Collection;
use super::keys::Kind;
use super::members::Members;

/// One thing that a row's keys may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Test {
    /// Has this key.
    Key(String),
    /// Has a word that begins so.
    Beginning(String),
    /// Has a key from the first to the second, both included.
    Between(String, String),
}

impl Test {
    /// Whether keys, a line each, answer.
    pub(in super::super) fn holds_for(&self, keys: &str) -> bool {
        match self {
            Self::Key(key) => keys.lines().any(|line| line == key),
            Self::Beginning(beginning) => keys.lines().any(|line| {
                line.strip_prefix(Kind::Word.letter())
                    .is_some_and(|word| word.starts_with(beginning.as_str()))
            }),
            Self::Between(first, last) => keys
                .lines()
                .any(|line| (first.as_str()..=last.as_str()).contains(&line)),
        }
    }
}

/// Keys to look up in the postings.
enum Keys {
    One(String),
    /// From the first to the second, both included.
    Range(String, String),
}

/// Reads postings, block by block.
pub(in super::super) struct Lookup<'c> {
    one: CachedStatement<'c>,
    range: CachedStatement<'c>,
    beginnings: &'static [usize],
}

impl<'c> Lookup<'c> {
    pub(in super::super) fn new(
        connection: &'c Connection,
        collection: &Collection,
    ) -> Result<Self, StoreError> {
        let table = collection.postings;
        Ok(Self {
            one: connection.prepare_cached(&format!(
                "SELECT members FROM {table} WHERE block = ?1 AND key = ?2"
            ))?,
            range: connection.prepare_cached(&format!(
                "SELECT members FROM {table} WHERE block = ?1 AND key BETWEEN ?2 AND ?3"
            ))?,
            beginnings: collection.beginnings,
        })
    }

    /// Adds those of a block who answer a test.
    pub(in super::super) fn add(
        &mut self,
        block: i64,
        test: &Test,
        members: &mut Members,
    ) -> Result<(), StoreError> {
        for keys in self.keys_for(test) {
            let mut rows = match &keys {
                Keys::One(key) => self.one.query(params![block, key])?,
                Keys::Range(first, last) => self.range.query(params![block, first, last])?,
            };
            while let Some(row) = rows.next()? {
                members.add_stored(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
            }
        }
        Ok(())
    }

    /// The keys under which the members stand who answer a test.
    ///
    /// Beginnings of some lengths are keys themselves. One that is a letter shorter than these is
    /// looked up among them and among the words that are no longer than it.
    fn keys_for(&self, test: &Test) -> Vec<Keys> {
        let beginning = match test {
            Test::Key(key) => return vec![Keys::One(key.clone())],
            Test::Between(first, last) => return vec![Keys::Range(first.clone(), last.clone())],
            Test::Beginning(beginning) => beginning,
        };
        let length = beginning.chars().count();
        let range = |from: String| {
            let last = format!("{from}{}", char::MAX);
            Keys::Range(from, last)
        };
        let word = Kind::Word.key(beginning);
        let shortest = self.beginnings.first().copied().unwrap_or(usize::MAX);
        if self.beginnings.contains(&length) {
            vec![Keys::One(beginning_key(length, beginning))]
        } else if self.beginnings.contains(&(length + 1)) && length >= shortest {
            vec![range(beginning_key(length + 1, beginning)), Keys::One(word)]
        } else if length < shortest {
            vec![Keys::One(word)]
        } else {
            vec![range(word)]
        }
    }
}

/// The key of the beginning of a word, with so many letters.
pub(super) fn beginning_key(length: usize, beginning: &str) -> String {
    format!("{length}{beginning}")
}

/// The keys of the beginnings of a word.
pub(super) fn beginnings<'a>(
    word: &'a str,
    lengths: &'static [usize],
) -> impl Iterator<Item = String> + 'a {
    lengths
        .iter()
        .filter_map(|length| beginning(word, *length).map(|text| beginning_key(*length, text)))
}

/// The first letters of a word that has so many.
pub(super) fn beginning(word: &str, length: usize) -> Option<&str> {
    if word.is_ascii() {
        return word.get(..length);
    }
    let mut ends = word
        .char_indices()
        .map(|(index, letter)| index + letter.len_utf8());
    word.get(..ends.nth(length.checked_sub(1)?)?)
}
