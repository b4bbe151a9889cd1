//! Proofs: values without which a method of the directory cannot be called.

use jiff::Timestamp;

use super::grant::Grant;
use super::key::KeyId;
use super::scope::Scope;

/// Who makes a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person at the terminal who owns the database file.
    Operator,
    /// An assistant or a script with a key.
    Key(Grant),
}

impl Actor {
    /// The key's name, or `operator`.
    pub fn name(&self) -> &str {
        match self {
            Self::Operator => "operator",
            Self::Key(grant) => &grant.name,
        }
    }

    /// The key; `None` for a person at the terminal.
    pub fn key(&self) -> Option<&KeyId> {
        match self {
            Self::Operator => None,
            Self::Key(grant) => Some(&grant.key),
        }
    }
}

/// Who makes a change, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub actor: Actor,
    /// When, UTC.
    pub at: Timestamp,
}

/// Proof that the caller may list and view customers (scope `customers:read`).
#[derive(Debug, Clone, Copy)]
pub struct Reader(());

/// Proof that the caller may make this change to customers or add feedback (scope
/// `customers:write`). Good for one change.
#[derive(Debug)]
pub struct Writer(Act);

/// Proof that the caller may make this merge or deletion (scope `customers:delete`). Good for one
/// change.
#[derive(Debug)]
pub struct Remover(Act);

/// Proof that the caller may give out keys and say yes to plans: a person at the terminal. Good for
/// one change.
#[derive(Debug)]
pub struct Administrator(Act);

/// Proof that the caller holds a key that is good, whatever it gives. Good for noting its use.
#[derive(Debug)]
pub struct Holder(Act);

/// A proof of a change.
pub trait ChangeProof: sealed::Sealed {
    /// The scope that gives it; `None` where none does.
    const SCOPE: Option<Scope>;

    /// Who makes the change, and when.
    fn act(&self) -> &Act;
}

impl Reader {
    pub(super) fn new() -> Self {
        Self(())
    }
}

impl Writer {
    pub(super) fn new(act: Act) -> Self {
        Self(act)
    }
}

impl Remover {
    pub(super) fn new(act: Act) -> Self {
        Self(act)
    }
}

impl ChangeProof for Writer {
    const SCOPE: Option<Scope> = Some(Scope::Write);

    fn act(&self) -> &Act {
        &self.0
    }
}

impl ChangeProof for Remover {
    const SCOPE: Option<Scope> = Some(Scope::Delete);

    fn act(&self) -> &Act {
        &self.0
    }
}

impl Holder {
    pub(super) fn new(act: Act) -> Self {
        Self(act)
    }
}

impl ChangeProof for Holder {
    const SCOPE: Option<Scope> = None;

    fn act(&self) -> &Act {
        &self.0
    }
}

impl ChangeProof for Administrator {
    const SCOPE: Option<Scope> = None;

    fn act(&self) -> &Act {
        &self.0
    }
}

/// A person at the terminal. Whoever can open the database file may do everything with it.
#[derive(Debug, Clone, Copy)]
pub struct Operator;

impl Operator {
    /// The proof of reading.
    pub fn reader(self) -> Reader {
        Reader(())
    }

    /// The proof of writing, for a change at this moment.
    pub fn writer(self, now: Timestamp) -> Writer {
        Writer(operators_act(now))
    }

    /// The proof of removing, for a change at this moment.
    pub fn remover(self, now: Timestamp) -> Remover {
        Remover(operators_act(now))
    }

    /// The proof of administration, for a change at this moment.
    pub fn administrator(self, now: Timestamp) -> Administrator {
        Administrator(operators_act(now))
    }
}

fn operators_act(now: Timestamp) -> Act {
    Act {
        actor: Actor::Operator,
        at: super::moment(now),
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Writer {}
    impl Sealed for super::Remover {}
    impl Sealed for super::Administrator {}
    impl Sealed for super::Holder {}
}
