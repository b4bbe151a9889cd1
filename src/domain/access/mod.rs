//! Who may do what, as types.
//!
//! A method of the directory names the proof that it needs and takes it by value. Proofs are made
//! here alone, by [`Access`] for a caller of the server and by [`Operator`] for a person at the
//! terminal, so code that forgot to ask for one does not compile:
//!
//! ```compile_fail,E0308
//! # use customer_directory::domain::access::Operator;
//! # use customer_directory::service::{Directory, DirectoryError};
//! fn import(directory: &mut Directory) -> Result<(), DirectoryError> {
//!     directory.begin_import(Operator.reader())
//! }
//! ```
//!
//! With the right proof it does:
//!
//! ```
//! # use customer_directory::domain::access::Operator;
//! # use customer_directory::service::{Directory, DirectoryError};
//! fn import(directory: &mut Directory, now: jiff::Timestamp) -> Result<(), DirectoryError> {
//!     directory.begin_import(Operator.writer(now))
//! }
//! ```

mod grant;
mod key;
mod proof;
mod scope;

use jiff::Timestamp;

use super::instant;

pub use grant::{Confirm, Grant, Limits, NotAConfirmation, Standing};
pub use key::{Key, KeyError, KeyId};
pub use proof::{
    Act, Actor, Administrator, ChangeProof, Holder, Operator, Reader, Remover, Writer,
};
pub use scope::{NotAScope, Scope, Scopes};

/// What a caller of the server may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// A caller without a key: reading only.
    Keyless,
    /// A caller with a key that is good.
    Granted(Grant),
    /// A caller with a key that is not: nothing at all. The sentence says why.
    Barred(String),
}

impl Access {
    /// The proof of reading.
    pub fn reader(&self) -> Option<Reader> {
        self.has(Scope::Read).then(Reader::new)
    }

    /// The proof of writing, for a change at this moment.
    pub fn writer(&self, now: Timestamp) -> Option<Writer> {
        self.act(Scope::Write, now).map(Writer::new)
    }

    /// The proof of removing, for a change at this moment.
    pub fn remover(&self, now: Timestamp) -> Option<Remover> {
        self.act(Scope::Delete, now).map(Remover::new)
    }

    /// The proof of holding a good key, whatever it gives.
    pub fn holder(&self, now: Timestamp) -> Option<Holder> {
        match self {
            Self::Granted(grant) => Some(Holder::new(Act {
                actor: Actor::Key(grant.clone()),
                at: moment(now),
            })),
            Self::Keyless | Self::Barred(_) => None,
        }
    }

    /// Whether the caller has a scope.
    pub fn has(&self, scope: Scope) -> bool {
        match self {
            Self::Keyless => scope == Scope::Read,
            Self::Granted(grant) => grant.scopes.has(scope),
            Self::Barred(_) => false,
        }
    }

    /// Whether the caller may change anything.
    pub fn may_change(&self) -> bool {
        self.has(Scope::Write) || self.has(Scope::Delete)
    }

    /// The same access without what changes anything.
    #[must_use]
    pub fn reading_only(self) -> Self {
        match self {
            Self::Granted(mut grant) => {
                grant.scopes = grant.scopes.reading_only();
                Self::Granted(grant)
            }
            other @ (Self::Keyless | Self::Barred(_)) => other,
        }
    }

    fn act(&self, scope: Scope, now: Timestamp) -> Option<Act> {
        match self {
            Self::Granted(grant) if grant.scopes.has(scope) => Some(Act {
                actor: Actor::Key(grant.clone()),
                at: moment(now),
            }),
            Self::Keyless | Self::Granted(_) | Self::Barred(_) => None,
        }
    }
}

/// Moments are kept to the millisecond.
fn moment(now: Timestamp) -> Timestamp {
    instant::to_millisecond(now).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Access, Confirm, Grant, KeyId, Limits, Scope, Scopes};

    fn granted(scopes: &[Scope]) -> Access {
        Access::Granted(Grant {
            key: KeyId::stored("aaaaaaaa".to_owned()),
            name: "support".to_owned(),
            scopes: scopes.iter().copied().collect(),
            confirm: Confirm::Elicit,
            limits: Limits::default(),
        })
    }

    #[test]
    fn each_proof_needs_its_scope() {
        let now = Timestamp::UNIX_EPOCH;
        let proofs = |access: &Access| {
            (
                access.reader().is_some(),
                access.writer(now).is_some(),
                access.remover(now).is_some(),
            )
        };
        assert_eq!(proofs(&Access::Keyless), (true, false, false));
        let barred = Access::Barred("it has expired".to_owned());
        assert_eq!(proofs(&barred), (false, false, false));
        for bits in 0_u8..8 {
            let has = |bit: u8| bits & (1 << bit) != 0;
            let scopes: Vec<Scope> = (0..)
                .zip(Scope::ALL)
                .filter(|(bit, _)| has(*bit))
                .map(|(_, scope)| scope)
                .collect();
            let access = granted(&scopes);
            assert_eq!(proofs(&access), (has(0), has(1), has(2)), "{scopes:?}");
            assert_eq!(access.may_change(), has(1) || has(2));
            assert_eq!(proofs(&access.reading_only()), (has(0), false, false));
        }
    }

    #[test]
    fn scopes_are_written_in_their_order() {
        let scopes = "delete, read".parse::<Scopes>().unwrap();
        assert_eq!(scopes.to_string(), "read,delete");
        assert_eq!(
            "customers:write".parse::<Scopes>().unwrap().to_string(),
            "write"
        );
        for text in ["", "admin", "read,,write"] {
            assert!(text.parse::<Scopes>().is_err(), "{text}");
        }
    }
}
