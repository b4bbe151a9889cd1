//! Who may do what, as types.
//!
//! A method of the directory names the proof that it needs and takes it by value. Only
//! [`Access`] makes proofs, so code that forgot to ask for one does not compile.

/// Proof that the caller may list and view customers (scope `customers:read`).
#[derive(Debug, Clone, Copy)]
pub struct Reader(());

/// Proof that the caller may add feedback and change customers (scope `customers:write`).
#[derive(Debug, Clone, Copy)]
pub struct Writer(());

/// What a caller may do; the only maker of proofs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A caller without a key: reading only.
    Keyless,
    /// A person at the terminal who owns the database file.
    Operator,
}

impl Access {
    /// Gives the proof of reading, which every caller has.
    pub fn reader(self) -> Reader {
        match self {
            Self::Keyless | Self::Operator => Reader(()),
        }
    }

    /// Gives the proof of writing, or `None` where the caller may only read.
    pub fn writer(self) -> Option<Writer> {
        match self {
            Self::Keyless => None,
            Self::Operator => Some(Writer(())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Access;

    #[test]
    fn a_caller_without_a_key_gets_no_proof_of_writing() {
        assert!(Access::Keyless.writer().is_none());
        assert!(Access::Operator.writer().is_some());
    }
}
