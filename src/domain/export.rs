//! An export: everything that the directory knows, kind by kind, to be taken back without loss.

use jiff::Timestamp;

use super::access::KeyId;
use super::audit::AuditRow;
use super::customer::{Customer, CustomerId};
use super::difference::Difference;
use super::feedback::{Feedback, PossibleDuplicate};
use super::former::FormerCustomer;
use super::request::NamedRequest;

/// The highest id or number that an export may name: sixteen times what a directory is made for.
pub const HIGHEST_ID: i64 = 1 << 32;

/// What an export holds as a whole, known before its first record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportExtent {
    /// The one person whom it is about; `None` for the whole directory.
    pub person: Option<CustomerId>,
    /// How many customers.
    pub customers: u64,
    /// How many pieces of feedback.
    pub feedback: u64,
    /// The highest id that was ever given to a customer; 0 where none was.
    pub last_customer: i64,
    /// The highest number that was ever given to feedback; 0 where none was.
    pub last_feedback: i64,
}

/// The kinds of record, in the order in which an export has them: what others refer to comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExportKind {
    /// A customer with everything that is known.
    Customer,
    /// An id that was given once, and what became of it.
    Former,
    /// A piece of feedback.
    Feedback,
    /// A pair that may be one person, with its evidence.
    PossibleDuplicate,
    /// A pair that are two people by somebody's word.
    Difference,
    /// A customer who was made under a name of the caller's.
    Request,
    /// A row of the audit.
    Change,
}

impl ExportKind {
    /// Every kind, in their order.
    pub const ALL: [Self; 7] = [
        Self::Customer,
        Self::Former,
        Self::Feedback,
        Self::PossibleDuplicate,
        Self::Difference,
        Self::Request,
        Self::Change,
    ];

    /// The word for this kind in files and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Former => "former_customer",
            Self::Feedback => "feedback",
            Self::PossibleDuplicate => "possible_duplicate",
            Self::Difference => "different",
            Self::Request => "request",
            Self::Change => "change",
        }
    }
}

/// Feedback, and the keyed hash of what was recorded, if it came under a name of its caller's.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedFeedback {
    /// The feedback.
    pub feedback: Feedback,
    /// The hash, by the secret of the directory in which it was recorded.
    pub recording: Option<String>,
}

/// A customer who was made by a request under a name of its caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCustomer {
    /// The request.
    pub request: NamedRequest,
    /// The customer, as of now.
    pub customer: CustomerId,
    /// When, UTC.
    pub at: Timestamp,
}

/// One record of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum ExportRecord {
    /// A customer.
    Customer(Box<Customer>),
    /// A former customer.
    Former(FormerCustomer),
    /// Feedback.
    Feedback(Box<ExportedFeedback>),
    /// A pair that may be one person.
    PossibleDuplicate(PossibleDuplicate),
    /// A pair that are two people.
    Difference(Difference),
    /// A customer who was made under a name.
    Request(MadeCustomer),
    /// A row of the audit.
    Change(Box<AuditRow>),
}

/// Where a record stands. Those of an export ascend, so that none is there twice.
pub type ExportPlace = (ExportKind, [i64; 3], [String; 2]);

impl ExportRecord {
    /// Which kind it is.
    pub fn kind(&self) -> ExportKind {
        match self {
            Self::Customer(_) => ExportKind::Customer,
            Self::Former(_) => ExportKind::Former,
            Self::Feedback(_) => ExportKind::Feedback,
            Self::PossibleDuplicate(_) => ExportKind::PossibleDuplicate,
            Self::Difference(_) => ExportKind::Difference,
            Self::Request(_) => ExportKind::Request,
            Self::Change(_) => ExportKind::Change,
        }
    }

    /// Where it stands among all records.
    pub fn place(&self) -> ExportPlace {
        let mut names = <[String; 2]>::default();
        let numbers = match self {
            Self::Customer(customer) => [customer.id.0, 0, 0],
            Self::Former(former) => [former.id.0, 0, 0],
            Self::Feedback(exported) => [exported.feedback.number.0, 0, 0],
            Self::PossibleDuplicate(pair) => [pair.one.0, pair.other.0, pair.feedback.0],
            Self::Difference(mark) => [mark.one.0, mark.other.0, 0],
            Self::Request(made) => {
                let by = made.request.by.as_ref().map_or("", KeyId::as_str);
                names = [by.to_owned(), made.request.name.clone()];
                [0; 3]
            }
            Self::Change(row) => [row.number.cast_signed(), 0, 0],
        };
        (self.kind(), numbers, names)
    }
}

/// How many records there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportCounts([u64; ExportKind::ALL.len()]);

impl ExportCounts {
    /// Counts so many more.
    pub fn add(&mut self, kind: ExportKind, more: u64) {
        for (count, known) in self.0.iter_mut().zip(ExportKind::ALL) {
            if known == kind {
                *count = count.saturating_add(more);
            }
        }
    }

    /// How many there are of a kind.
    pub fn of(&self, kind: ExportKind) -> u64 {
        self.each()
            .find_map(|(known, count)| (known == kind).then_some(count))
            .unwrap_or(0)
    }

    /// Every kind with its count, in their order.
    pub fn each(&self) -> impl Iterator<Item = (ExportKind, u64)> {
        ExportKind::ALL.into_iter().zip(self.0)
    }
}

/// What stands before the hash of a recording that was taken over from another directory.
const ELSEWHERE: &str = "elsewhere:";

/// What is kept of a recording that was hashed with another directory's secret.
pub fn recorded_elsewhere(hash: &str) -> String {
    format!("{ELSEWHERE}{hash}")
}

/// Whether what is kept of a recording was hashed with another directory's secret: nobody can tell
/// any more whether something else is the same.
pub fn is_recorded_elsewhere(kept: &str) -> bool {
    kept.starts_with(ELSEWHERE)
}

/// The hash alone of what is kept of a recording.
pub fn recorded_hash(kept: &str) -> &str {
    kept.strip_prefix(ELSEWHERE).unwrap_or(kept)
}
