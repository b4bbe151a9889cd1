//! Postings: who is found by which key, in sets that can be cut with one another.
//!
//! The ids of a [`collection`] are cut into blocks of 65,536. For each block and each [`keys`] of
//! its rows one row holds the [`members`]: a list of two bytes each, or a bitmap. So the customers
//! with a tag, a channel and two words of a name are found by cutting a few sets in each block,
//! and how many they are is known exactly.
//!
//! ```text
//! a change ── unposted ──(128 of them)── post ──▶ postings, zones, label counts
//! a first import ───────────── build ───────────▶ the same, from the rows
//! a search ── lookup ── found: postings cut, then the unposted rows one by one
//! ```
//!
//! A row's [`zones`] say roughly where it stands in each sort order: the first of a million
//! customers who were found are known without reading when each was last seen.

mod arrange;
mod block_zones;
pub(super) mod build;
mod cache;
pub(super) mod check;
pub(super) mod check_zones;
mod collection;
pub(super) mod condition;
pub(super) mod found;
mod kept_members;
mod kept_zones;
pub(super) mod keys;
pub(super) mod labels;
pub(super) mod lookup;
mod member_list;
pub(super) mod members;
mod post;
mod range;
mod rows;
mod stored;
pub(super) mod unposted;
mod zone_words;
pub(super) mod zones;

pub(super) use block_zones::{BlockZones, GROUPS, WORD};
pub(super) use cache::{Kept, PostingCache};
pub(super) use collection::{CUSTOMERS, Collection, FEEDBACK};
pub(super) use post::{post, post_if_many};
