//! Requests that their callers name, so that they can be sent again and are carried out once.

use super::access::{Act, KeyId};

/// A request under a name of its caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRequest {
    /// The caller's key; `None` for a person at the terminal. Names of two callers never meet.
    pub by: Option<KeyId>,
    /// The name: any text.
    pub name: String,
    /// The SHA-256 of what is asked for.
    pub digest: [u8; 32],
}

impl NamedRequest {
    /// A request of whoever makes a change.
    pub fn of(act: &Act, name: &str, digest: [u8; 32]) -> Self {
        Self {
            by: act.actor.key().cloned(),
            name: name.to_owned(),
            digest,
        }
    }
}
