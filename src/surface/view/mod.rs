//! What is shown of the directory: JSON shapes of domain types, shared by all surfaces.
//!
//! A shape is its own type, so that a rename in the domain cannot change what callers read.
//! Customers' text is written by strangers: every string of a customer passes through [`clean`]
//! on its way out. An answer stays within an [`Allowance`], and says what it left out.

mod address;
pub mod clean;
pub mod cursor;
mod custom_field;
mod customer;
mod duplicates_answer;
mod edit_answer;
mod feedback;
mod feedback_answer;
mod fitting;
mod get_answer;
mod judgement_answer;
mod list_answer;
mod page;
mod plan;
mod record_answer;
mod row;
#[cfg(test)]
pub(crate) mod samples;
mod sources;
mod summary_answer;
mod written;

pub use customer::{CustomerView, SocialHandleView};
pub use duplicates_answer::{DuplicatesAnswer, EvidenceView, PairView, PartnerView};
pub use edit_answer::EditAnswer;
pub use feedback::FeedbackView;
pub use feedback_answer::{CustomerMention, FeedbackAnswer, FeedbackRow};
pub use fitting::Allowance;
pub use get_answer::GetAnswer;
pub use judgement_answer::JudgementAnswer;
pub use list_answer::{ListAnswer, ListedView};
pub use plan::{FieldPlanView, PlanView, ReceiptView, RemovalAnswer};
pub use record_answer::{RecordAnswer, UnattachedView};
pub use row::CustomerRow;
pub use sources::SourceView;
pub use summary_answer::{BreakdownView, Breakdowns, CountedView, OthersView, SummaryAnswer};
pub use written::Written;
