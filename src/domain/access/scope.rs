//! Scopes: the three rights of the source product.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A right (seed page, "API key scopes for customers").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// List and view customers.
    Read,
    /// Create and update customers, and record feedback.
    Write,
    /// Delete and merge customers.
    Delete,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Delete];

    /// The scope as the source product writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "customers:read",
            Self::Write => "customers:write",
            Self::Delete => "customers:delete",
        }
    }

    /// The scope as a person types it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
        }
    }
}

/// A set of scopes. Written as words with commas between them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scopes {
    read: bool,
    write: bool,
    delete: bool,
}

impl Scopes {
    /// Whether a scope is among them.
    pub fn has(self, scope: Scope) -> bool {
        match scope {
            Scope::Read => self.read,
            Scope::Write => self.write,
            Scope::Delete => self.delete,
        }
    }

    /// Those that change nothing.
    #[must_use]
    pub fn reading_only(self) -> Self {
        Self {
            read: self.read,
            ..Self::default()
        }
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        let mut set = Self::default();
        for scope in scopes {
            match scope {
                Scope::Read => set.read = true,
                Scope::Write => set.write = true,
                Scope::Delete => set.delete = true,
            }
        }
        set
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = Scope::ALL.into_iter().filter(|scope| self.has(*scope));
        formatter.write_str(&words.map(Scope::word).collect::<Vec<_>>().join(","))
    }
}

/// Text that is no scope.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a scope; write read, write or delete, with commas between them")]
pub struct NotAScope(String);

impl FromStr for Scopes {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, NotAScope> {
        text.split(',')
            .map(|word| {
                let word = word.trim();
                let is_meant = |scope: &Scope| scope.word() == word || scope.as_str() == word;
                Scope::ALL
                    .into_iter()
                    .find(is_meant)
                    .ok_or_else(|| NotAScope(word.to_owned()))
            })
            .collect()
    }
}
