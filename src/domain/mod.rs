//! What is true: the types and rules of the directory.
//!
//! Everything here is pure. There is no input or output, no JSON, no async code and no clock:
//! times, ids and policies are arguments, and rules answer with decisions that the service layer
//! carries out.

pub mod access;
pub mod audit;
pub mod contact;
pub mod customer;
pub mod difference;
pub mod duplicates;
pub mod editing;
pub mod erasure;
pub mod event;
pub mod export;
pub mod feedback;
pub mod filling;
pub mod folding;
pub mod former;
pub mod instant;
pub mod invisible;
pub mod label;
pub mod matching;
pub mod merging;
pub mod page;
pub mod plan;
pub mod profile;
pub mod request;
pub mod search;
