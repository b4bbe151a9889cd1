//! What is asked of the directory, and how a customer's words answer it.

mod query;
mod terms;
mod words;

pub use query::{
    CustomerPage, CustomerQuery, Detail, FieldFilter, Filter, ListedCustomer, Order, Sort,
};
pub use terms::{SearchText, Term};
pub use words::{MatchedOn, matches, searchable_words};
