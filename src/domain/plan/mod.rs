//! Plans: what a merge or a deletion would do, under a code that is good for exactly that.
//!
//! A code is cut from a keyed hash over everything that it stands for. It cannot be made up, and
//! where anything of that has changed, it is no longer the code of what would be done.

mod code;

use jiff::{SignedDuration, Timestamp};

use super::access::KeyId;
use super::customer::CustomerId;
use super::erasure::FeedbackFate;

pub use code::{NotACode, PlanCode, Sealer};

/// How long a plan is good.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Merging one customer into another.
    Merge {
        /// The one who stays.
        target: CustomerId,
        /// The one who goes.
        source: CustomerId,
    },
    /// Deleting a customer.
    Delete {
        /// The customer.
        customer: CustomerId,
        /// What becomes of the feedback.
        feedback: FeedbackFate,
    },
}

impl Intent {
    /// The tool that does it.
    pub fn tool(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "merge_customers",
            Self::Delete { .. } => "delete_customer",
        }
    }

    /// Every customer concerned.
    pub fn customers(&self) -> Vec<CustomerId> {
        match self {
            Self::Merge { target, source } => vec![*target, *source],
            Self::Delete { customer, .. } => vec![*customer],
        }
    }

    /// The arguments by name, customers by their ids.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Merge { target, source } => {
                vec![
                    ("target", target.to_string()),
                    ("source", source.to_string()),
                ]
            }
            Self::Delete { customer, feedback } => vec![
                ("customer", customer.to_string()),
                ("feedback", feedback.as_str().to_owned()),
            ],
        }
    }

    /// An intent as it was stored; `None` for what is none.
    pub fn stored(tool: &str, argument: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let customer = |name: &str| argument(name)?.parse().ok();
        let intent = match tool {
            "merge_customers" => Self::Merge {
                target: customer("target")?,
                source: customer("source")?,
            },
            "delete_customer" => Self::Delete {
                customer: customer("customer")?,
                feedback: {
                    let word = argument("feedback")?;
                    let mut known = FeedbackFate::ALL.into_iter();
                    known.find(|fate| fate.as_str() == word)?
                },
            },
            _ => return None,
        };
        Some(intent)
    }
}

/// A customer as a plan saw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Who.
    pub customer: CustomerId,
    /// The version.
    pub version: u64,
}

/// A yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// When it was given, UTC.
    pub at: Timestamp,
    /// Who gave it.
    pub by: String,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its code.
    pub code: PlanCode,
    /// Whose it is; `None` for a person at the terminal.
    pub key: Option<KeyId>,
    /// What it is for.
    pub intent: Intent,
    /// The customers concerned, as they were.
    pub basis: Vec<Seen>,
    /// When it was made, UTC.
    pub made_at: Timestamp,
    /// The yes, if there was one.
    pub approval: Option<Approval>,
    /// When it was carried out or refused, UTC.
    pub ended_at: Option<Timestamp>,
    /// Whether somebody said no.
    pub was_refused: bool,
}

impl Plan {
    /// When it ends by itself, UTC.
    pub fn expires_at(&self) -> Timestamp {
        self.made_at.checked_add(LIFETIME).unwrap_or(Timestamp::MAX)
    }

    /// Why the plan is not good at a moment, as a part of a sentence; `None` while it is. A moment
    /// before it was made is none of its own.
    pub fn why_ended(&self, now: Timestamp) -> Option<&'static str> {
        if self.was_refused {
            Some("was refused by a person")
        } else if self.ended_at.is_some() {
            Some("was carried out already")
        } else if now < self.made_at {
            Some("was made at a later time than this machine's clock shows")
        } else if self.expires_at() <= now {
            Some("is too old: plans are good for ten minutes")
        } else {
            None
        }
    }
}
