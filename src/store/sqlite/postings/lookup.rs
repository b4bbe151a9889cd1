//! Looking keys up: what is asked of a row's keys, and which members of a block answer.

use rusqlite::{CachedStatement, Connection, Row, params};

use super::super::super::StoreError;
use super::collection::Collection;
use super::keys::Kind;
use super::members::Members;
use super::range::Range;

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

/// In a block where fewer words than this begin alike, and fewer rows have them, that beginning is
/// no key: these words are read instead. Most words are an address or a number of one customer, and
/// share their beginnings with few others.
const FEWEST_WORDS: usize = if cfg!(test) { 3 } else { 8 };
const FEWEST_MEMBERS: usize = if cfg!(test) { 5 } else { 64 };

/// Beginnings of so many letters are seldom keys, so that the words are looked at first.
const LONG: usize = if cfg!(test) { 3 } else { 6 };

/// Whether a beginning is to be a key that so many words share, and so many rows.
pub(in super::super) fn is_common(words: usize, members: usize) -> bool {
    words >= FEWEST_WORDS || members >= FEWEST_MEMBERS
}

/// Reads postings, block by block.
pub(in super::super) struct Lookup<'c> {
    one: CachedStatement<'c>,
    range: CachedStatement<'c>,
    connection: &'c Connection,
    collection: &'static Collection,
}

impl<'c> Lookup<'c> {
    pub(in super::super) fn new(
        connection: &'c Connection,
        collection: &'static Collection,
    ) -> Result<Self, StoreError> {
        let table = collection.postings;
        Ok(Self {
            one: connection.prepare_cached(&format!(
                "SELECT members FROM {table} WHERE block = ?1 AND key = ?2"
            ))?,
            range: connection.prepare_cached(&format!(
                "SELECT members FROM {table} WHERE block = ?1 AND key BETWEEN ?2 AND ?3"
            ))?,
            connection,
            collection,
        })
    }

    /// The rows whose sort key is not under a number and under another.
    pub(super) fn range(
        &self,
        sort: usize,
        from: Option<i64>,
        until: Option<i64>,
    ) -> Result<Range, StoreError> {
        Range::new(self.connection, self.collection, sort, from, until)
    }

    /// Adds those of a block who answer a test.
    pub(in super::super) fn add(
        &mut self,
        block: i64,
        test: &Test,
        members: &mut Members,
    ) -> Result<(), StoreError> {
        match test {
            Test::Key(key) => self.add_key(block, key, members).map(|_| ()),
            Test::Between(first, last) => self.add_range(block, first, last, members),
            Test::Beginning(beginning) => self.add_beginning(block, beginning, members),
        }
    }

    fn add_beginning(
        &mut self,
        block: i64,
        beginning: &str,
        members: &mut Members,
    ) -> Result<(), StoreError> {
        let length = beginning.chars().count();
        let (first, last) = words_beginning(beginning);
        let beginnings = self.collection.beginnings;
        if beginnings.first().is_none_or(|shortest| length < *shortest) {
            return self.add_key(block, &first, members).map(|_| ());
        }
        if !beginnings.contains(&length) {
            return self.add_range(block, &first, &last, members);
        }
        if length >= LONG && self.add_few(block, &first, &last, members)?
            || self.add_key(block, &beginning_key(length, beginning), members)?
        {
            return Ok(());
        }
        self.add_range(block, &first, &last, members)
    }

    /// Adds those who have a key; says whether anybody has.
    fn add_key(
        &mut self,
        block: i64,
        key: &str,
        members: &mut Members,
    ) -> Result<bool, StoreError> {
        let mut rows = self.one.query(params![block, key])?;
        let Some(row) = rows.next()? else {
            return Ok(false);
        };
        add_row(row, members)?;
        Ok(true)
    }

    /// Adds those who have the first few keys of a range; says whether these are all.
    fn add_few(
        &mut self,
        block: i64,
        first: &str,
        last: &str,
        members: &mut Members,
    ) -> Result<bool, StoreError> {
        let mut rows = self.range.query(params![block, first, last])?;
        for _ in 0..FEWEST_WORDS {
            let Some(row) = rows.next()? else {
                return Ok(true);
            };
            add_row(row, members)?;
        }
        Ok(rows.next()?.is_none())
    }

    /// Adds those who have a key from the first to the last, both included.
    fn add_range(
        &mut self,
        block: i64,
        first: &str,
        last: &str,
        members: &mut Members,
    ) -> Result<(), StoreError> {
        let mut rows = self.range.query(params![block, first, last])?;
        while let Some(row) = rows.next()? {
            add_row(row, members)?;
        }
        Ok(())
    }
}

/// Adds the members of a row.
fn add_row(row: &Row<'_>, members: &mut Members) -> Result<(), StoreError> {
    let stored = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
    members.add_stored(stored);
    Ok(())
}

/// The first and the last key that a word with a beginning may have.
pub(super) fn words_beginning(beginning: &str) -> (String, String) {
    let first = Kind::Word.key(beginning);
    let last = format!("{first}{}", char::MAX);
    (first, last)
}

/// The key of the beginning of a word, with so many letters.
pub(super) fn beginning_key(length: usize, beginning: &str) -> String {
    format!("{length}{beginning}")
}

/// The beginning that a key stands for, if it stands for one.
pub(super) fn beginning_of(key: &str) -> Option<&str> {
    key.strip_prefix(|kind: char| kind.is_ascii_digit())
}

/// The keys of the beginnings of a word.
pub(in super::super) fn beginnings<'a>(
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
