//! The suites, each of which tries to break one promise.

pub(crate) mod backups;
pub(crate) mod damage;
mod differing;
pub(crate) mod erasure;
pub(crate) mod kills;
pub(crate) mod power;
pub(crate) mod starts;
pub(crate) mod stopped;
pub(crate) mod tampering;
