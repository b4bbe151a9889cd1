//! What is asked of the directory, and how a customer's words and messages answer it.

mod feedback;
mod message;
mod query;
mod ranking;
mod summary;
mod terms;
mod values;
mod words;

pub use feedback::{FeedbackFilter, FeedbackPage, FeedbackQuery, ListedFeedback, Whose};
pub use message::{MessageSearch, MessageTerm};
pub use query::{
    CustomerPage, CustomerQuery, Detail, FieldFilter, Filter, ListedCustomer, Order, Sort,
};
pub use ranking::Ranking;
pub use summary::{Breakdown, Counted, Dimension, Others, Summary, SummaryQuery};
pub use terms::{SearchText, Term};
pub use values::{ValuePage, ValueQuery};
pub use words::{MatchedOn, words_of};
