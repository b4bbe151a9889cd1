//! Intake: from the bytes of a file to feedback events.
//!
//! This is the rim that knows JSON and CSV. It reads in order, in bounded memory whatever the
//! size of the input, and answers each record with an event or with the reason why there is none.
//!
//! The way of a record: a source carves it out of the bytes ([`json_lines`], [`json_elements`],
//! [`csv_records`]) and makes it a JSON object; [`event`] opens its [`envelope`], sorts its keys
//! ([`findings`]), and reads them ([`identity`], [`content`], [`moment`]). What no key claims
//! stays with the feedback as metadata.

mod content;
mod csv_columns;
mod csv_records;
mod custom_fields;
mod element_scanner;
mod envelope;
mod event;
mod events;
mod findings;
mod fingerprint;
mod format;
mod identity;
mod input;
mod json_elements;
mod json_lines;
mod json_object;
mod keys;
mod moment;
mod refusal;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::Timestamp;

use crate::domain::contact::ContactPolicy;
use crate::domain::event::FeedbackEvent;
use crate::domain::label::Channel;

pub use custom_fields::field_value;
pub use event::event_from_json;
pub use events::Events;
pub use fingerprint::Fingerprint;
pub use format::{Format, UnknownFormat};
pub use refusal::Refused;
pub(super) use refusal::key_with_nul;

/// Longest line, record or array element that is read, in bytes.
pub const LONGEST_RECORD: usize = 1 << 20;

/// What the operator says about an input.
#[derive(Debug, Clone)]
pub struct IntakeOptions {
    /// The format; recognised from the content where it is not given.
    pub format: Option<Format>,
    /// The channel of events that name none; `api` where it is not given.
    pub channel: Option<Channel>,
    /// How contacts are read.
    pub policy: ContactPolicy,
    /// The present, UTC: events from the future are refused.
    pub now: Timestamp,
}

/// One record of an input.
#[derive(Debug)]
pub struct Intake {
    /// The number of the line on which the record starts, from 1; of the last line where the end of
    /// an array is missing. It never falls from one record to the next.
    pub line: u64,
    /// How many bytes of the input have been read, this record included.
    pub bytes: u64,
    /// The event, or why there is none.
    pub result: Result<FeedbackEvent, Rejection>,
}

/// A record that was refused.
#[derive(Clone, PartialEq, Eq)]
pub struct Rejection {
    /// What is wrong, with the value and what to do. It never holds an address, a number or a name.
    pub reason: String,
    /// The record as it was given, without its line end; at most [`LONGEST_RECORD`] bytes of it.
    pub raw: Vec<u8>,
    /// Whether the record was longer than what is kept of it.
    pub is_cut: bool,
}

impl fmt::Debug for Rejection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Rejection({:?}, {} bytes hidden)",
            self.reason,
            self.raw.len()
        )
    }
}

/// A record as a source carved it out of the input; its text is in the source's buffer.
struct Record {
    line: u64,
    object: Result<serde_json::Map<String, serde_json::Value>, Refused>,
    is_cut: bool,
}
