//! Pairs of customers that may be one person, and what says so.
//!
//! A pair is told with all its evidence and its score, which is the sum of the points of
//! [`EvidenceKind::points`]: the more kinds of evidence, and the stronger, the higher. A name alone
//! is never evidence: people share names.

mod comparable;
mod mailbox;
mod number;
mod provider;
#[cfg(test)]
mod tests;

use std::fmt;

use super::customer::{Customer, CustomerId};

pub use comparable::{Circle, Comparable};
pub use mailbox::{Spellings, Verdict, after};
pub use number::Number;

/// What says that two customers may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// Somebody sent feedback with a contact of each.
    AmbiguousEvent,
    /// Their e-mail addresses differ only by dots or by what follows a plus sign.
    SimilarEmail,
    /// One has as text what is the other's phone number, or its end without the country.
    SamePhone,
    /// They have the same account on a social network.
    SameHandle,
    /// They have the same name and the same company.
    SameNameAndCompany,
    /// They have the same name and e-mail addresses at the same domain, which is no provider's.
    SameNameAndDomain,
}

impl EvidenceKind {
    /// Every kind, strongest first.
    pub const ALL: [Self; 6] = [
        Self::AmbiguousEvent,
        Self::SimilarEmail,
        Self::SamePhone,
        Self::SameHandle,
        Self::SameNameAndCompany,
        Self::SameNameAndDomain,
    ];

    /// What it adds to the score of a pair, once however often it is found.
    pub fn points(self) -> u32 {
        match self {
            Self::AmbiguousEvent => 50,
            Self::SimilarEmail | Self::SamePhone | Self::SameHandle => 40,
            Self::SameNameAndCompany | Self::SameNameAndDomain => 30,
        }
    }

    /// The word for this kind in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AmbiguousEvent => "ambiguous_event",
            Self::SimilarEmail => "similar_email",
            Self::SamePhone => "same_phone",
            Self::SameHandle => "same_handle",
            Self::SameNameAndCompany => "same_name_and_company",
            Self::SameNameAndDomain => "same_name_and_domain",
        }
    }
}

/// A piece of evidence.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What kind it is.
    pub kind: EvidenceKind,
    /// What was compared, or the events.
    pub detail: String,
}

impl fmt::Debug for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Evidence({}, hidden)", self.kind.as_str())
    }
}

/// Two customers that may be one person.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicatePair {
    /// The one with more feedback; of two with as much the older one.
    pub one: Customer,
    /// The other.
    pub other: Customer,
    /// What says so, strongest first. Never empty.
    pub evidence: Vec<Evidence>,
    /// Where the pair stands among all of them.
    pub place: PairPlace,
}

impl DuplicatePair {
    /// The points of its evidence.
    pub fn score(&self) -> u32 {
        score(&self.evidence)
    }

    /// How much feedback one profile would have.
    pub fn feedback_count(&self) -> u64 {
        self.one.feedback_count + self.other.feedback_count
    }
}

/// The points of evidence.
pub fn score(evidence: &[Evidence]) -> u32 {
    evidence.iter().map(|found| found.kind.points()).sum()
}

/// Where a pair stands among all pairs.
///
/// First come the pairs that events noted, those with the most feedback together first. Then come
/// the others, each at the customer of the two with more feedback (of two with as much, the one
/// with the higher id): these customers in the order of their feedback, most first, and for each
/// the pairs in the order of the other one's feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairPlace {
    /// Among those that events noted.
    Noted {
        /// The feedback of both.
        feedback: u64,
        /// The lower id.
        one: CustomerId,
        /// The higher id.
        other: CustomerId,
    },
    /// Among the others.
    Found {
        /// The feedback of the customer at whom it is told.
        feedback: u64,
        /// That customer.
        at: CustomerId,
        /// The feedback and the id of the other one; `None` for the end of that customer's pairs.
        partner: Option<(u64, CustomerId)>,
    },
}

/// Which pairs are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicatesQuery {
    /// Only pairs of this customer.
    pub customer: Option<CustomerId>,
    /// Only pairs with this score or a higher one.
    pub min_score: u32,
    /// The most pairs of the page.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<PairPlace>,
}

/// One page of pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicatesPage {
    /// The pairs, in the order of [`PairPlace`].
    pub pairs: Vec<DuplicatePair>,
    /// Where the next page begins; `None` where everything was looked at.
    pub next: Option<PairPlace>,
    /// Whether the page ended because it had been worked on for long enough.
    pub stopped_early: bool,
    /// Whether a customer has so many possible partners that not all were looked at.
    pub is_cut: bool,
}
