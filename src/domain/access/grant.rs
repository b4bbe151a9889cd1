//! What a key gives, and how a person's yes is asked for.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use thiserror::Error;

use super::key::KeyId;
use super::scope::Scopes;

/// What a key gives to whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The key's id, which is not secret.
    pub key: KeyId,
    /// The key's name.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// How a person's yes is asked for before something is lost.
    pub confirm: Confirm,
    /// How much it may do in a while.
    pub limits: Limits,
}

/// Where a person's yes comes from before a merge or a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirm {
    /// A person types `customer-directory approve` in a terminal.
    Approve,
    /// The assistant's program asks the person; where it cannot, as for `Approve`.
    Elicit,
    /// The caller itself repeats the call with the plan's code.
    Plan,
}

impl Confirm {
    /// Every level, strictest first.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Elicit, Self::Plan];

    /// The word for this level in commands, columns and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Elicit => "elicit",
            Self::Plan => "plan",
        }
    }
}

impl fmt::Display for Confirm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Text that names no level of confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a way to confirm; write approve, elicit or plan")]
pub struct NotAConfirmation(String);

impl FromStr for Confirm {
    type Err = NotAConfirmation;

    fn from_str(text: &str) -> Result<Self, NotAConfirmation> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| NotAConfirmation(text.to_owned()))
    }
}

/// How much a key may do in a while. Several servers with one key share these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Changes a minute, merges and deletions included.
    pub changes_a_minute: u32,
    /// Merges and deletions an hour.
    pub removals_an_hour: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            changes_a_minute: 600,
            removals_an_hour: 20,
        }
    }
}

/// A key as it is kept: everything but the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What it gives while it is good.
    pub grant: Grant,
    /// The SHA-256 of the whole key.
    pub digest: [u8; 32],
    /// When it was made, UTC.
    pub created_at: Timestamp,
    /// When it ends, UTC.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back, UTC.
    pub revoked_at: Option<Timestamp>,
    /// When a server last started with it or made a change with it, UTC.
    pub used_at: Option<Timestamp>,
}

impl Standing {
    /// Why the key is no longer good, as a part of a sentence; `None` while it is.
    pub fn why_ended(&self, now: Timestamp) -> Option<String> {
        if let Some(at) = self.revoked_at {
            return Some(format!("was revoked at {at}"));
        }
        self.expires_at
            .filter(|end| *end <= now)
            .map(|end| format!("expired at {end}"))
    }
}
