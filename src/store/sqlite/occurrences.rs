//! Counting identical events of one input, in bounded memory.
//!
//! A file may hold any number of events without an id; counting them must not fill the memory.

use std::collections::HashMap;
use std::fmt;

use rusqlite::Connection;

use super::super::StoreError;

/// How many fingerprints are counted in memory: as many as a table of 2^20 places holds, 33 MB.
const IN_MEMORY: usize = 900_000;

/// How often each fingerprint has been seen in one input.
pub struct Occurrences {
    counts: HashMap<u128, u32>,
    in_memory: usize,
    /// Counts of those that came when memory was full. An unnamed `SQLite` database is a private
    /// file that goes when the connection does, however the program ends.
    spilled: Option<Connection>,
}

impl Default for Occurrences {
    fn default() -> Self {
        Self::holding(IN_MEMORY)
    }
}

impl Occurrences {
    /// Counts up to so many fingerprints in memory, and the others on disk.
    fn holding(in_memory: usize) -> Self {
        Self {
            counts: HashMap::new(),
            in_memory,
            spilled: None,
        }
    }

    /// Counts one more of a fingerprint, and answers how many there have been, this one included.
    pub fn count(&mut self, fingerprint: u128) -> Result<u32, StoreError> {
        if let Some(count) = self.counts.get_mut(&fingerprint) {
            *count = count.saturating_add(1);
            return Ok(*count);
        }
        if self.counts.len() < self.in_memory {
            self.counts.insert(fingerprint, 1);
            return Ok(1);
        }
        let connection = match self.spilled.take() {
            Some(connection) => connection,
            None => open_private_file()?,
        };
        let connection = self.spilled.insert(connection);
        connection
            .prepare_cached(
                "INSERT INTO seen (fingerprint, count) VALUES (?1, 1)
                 ON CONFLICT (fingerprint) DO UPDATE SET count = count + 1 RETURNING count",
            )?
            .query_row([fingerprint.to_be_bytes()], |row| row.get(0))
            .map_err(StoreError::from)
    }
}

impl fmt::Debug for Occurrences {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Occurrences({} in memory)", self.counts.len())
    }
}

fn open_private_file() -> rusqlite::Result<Connection> {
    let connection = Connection::open("")?;
    // Nothing here outlives the connection, so nothing needs to be safe from a crash.
    connection.execute_batch(
        "PRAGMA journal_mode = OFF;
         PRAGMA synchronous = OFF;
         PRAGMA cache_size = -32768;
         CREATE TABLE seen (fingerprint BLOB PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
         BEGIN;",
    )?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::Occurrences;

    #[test]
    fn counts_go_on_alike_when_memory_is_full() {
        let mut occurrences = Occurrences::holding(2);
        for round in 1..=3 {
            for fingerprint in 0..5 {
                assert_eq!(
                    occurrences.count(fingerprint).unwrap(),
                    round,
                    "{fingerprint}"
                );
            }
        }
        assert!(occurrences.spilled.is_some());
        assert_eq!(occurrences.counts.len(), 2);
    }
}
