//! Finding customers who may be one person.
//!
//! All pairs of a million customers cannot be compared, so partners come from indexes, and a page
//! is worked on for a bounded time: it may hold fewer pairs than asked for, and says so.
//!
//! First come the pairs that events noted (`noted`). Then customers are visited in the order of
//! their feedback, most first (`walk`), and the partners of each are looked up by what may be
//! evidence (`partners`). Every look-up finds the same pair from both sides, so a pair is told once:
//! at the one of the two who is visited first.

mod effort;
mod noted;
mod page;
mod partners;
#[cfg(test)]
mod tests;
mod walk;

use super::{Directory, DirectoryError};
use crate::domain::access::Reader;
use crate::domain::contact::ContactPolicy;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::duplicates::{
    Comparable, DuplicatePair, DuplicatesPage, DuplicatesQuery, Evidence, EvidenceKind, PairPlace,
    score,
};
use crate::domain::feedback::{FeedbackNumber, PossibleDuplicate};
use crate::store::{ReadRecords, StoreError};

use effort::{A_PAGE, Effort};
use page::Page;

/// How many noted pairs are put in the order of their feedback. Of more, those of the customers
/// with the lowest ids; the others come where the walk finds them.
const MOST_NOTED: usize = 5_000;

/// The most events that a piece of evidence names.
const MOST_EVENTS: usize = 3;

impl Directory {
    /// One page of the pairs that may be one person. Those that are marked as two people are none.
    pub fn find_duplicates(
        &self,
        _: Reader,
        query: &DuplicatesQuery,
    ) -> Result<DuplicatesPage, DirectoryError> {
        let policy = &self.settings.policy;
        self.store
            .read(|records| Ok(Finder::new(records, policy, query, Effort::of(A_PAGE)).page()?))
    }
}

/// The search for one page.
struct Finder<'a> {
    records: &'a dyn ReadRecords,
    policy: &'a ContactPolicy,
    query: &'a DuplicatesQuery,
    effort: Effort,
    page: Page,
}

impl<'a> Finder<'a> {
    fn new(
        records: &'a dyn ReadRecords,
        policy: &'a ContactPolicy,
        query: &'a DuplicatesQuery,
        effort: Effort,
    ) -> Self {
        Self {
            records,
            policy,
            query,
            effort,
            page: Page::of(query.limit),
        }
    }

    fn page(mut self) -> Result<DuplicatesPage, StoreError> {
        if let Some(customer) = self.query.customer {
            self.of_customer(customer)?;
        } else {
            let is_walk = matches!(self.query.after, Some(PairPlace::Found { .. }));
            if is_walk || self.noted()? {
                self.walk()?;
            }
        }
        Ok(self.page.end(self.effort.is_cut()))
    }

    /// The evidence about two customers, strongest first, if it is enough and nobody has said that
    /// they are two people.
    fn judge(
        &mut self,
        (one, other): (&Customer, &Customer),
        (my, their): (&Comparable, &Comparable),
        events: &[FeedbackNumber],
    ) -> Result<Option<Vec<Evidence>>, StoreError> {
        let mut evidence = my.evidence(their);
        if !events.is_empty() {
            let detail = self.references(events)?;
            let kind = EvidenceKind::AmbiguousEvent;
            evidence.insert(0, Evidence { kind, detail });
        }
        if evidence.is_empty() || score(&evidence) < self.query.min_score {
            return Ok(None);
        }
        self.effort.spend(1);
        let mark = self.records.difference(one.id, other.id)?;
        Ok(mark.is_none().then_some(evidence))
    }

    /// The ids of events, as their sources write them.
    fn references(&mut self, events: &[FeedbackNumber]) -> Result<String, StoreError> {
        let named = events.get(..MOST_EVENTS).unwrap_or(events);
        self.effort.spend(named.len());
        let sources = self.records.feedback_sources(named)?;
        let mut text: Vec<String> = sources
            .into_values()
            .map(|source| source.reference.id)
            .collect();
        if events.len() > named.len() {
            text.push(format!("{} more", events.len() - named.len()));
        }
        Ok(text.join(", "))
    }
}

/// A pair as it is told.
fn pair(
    one: &Customer,
    other: &Customer,
    evidence: Vec<Evidence>,
    place: PairPlace,
) -> DuplicatePair {
    let is_other_first = (other.feedback_count, one.id) > (one.feedback_count, other.id);
    let (one, other) = if is_other_first {
        (other, one)
    } else {
        (one, other)
    };
    DuplicatePair {
        one: one.clone(),
        other: other.clone(),
        evidence,
        place,
    }
}

/// The events that noted a customer beside another one.
fn events_with(noted: &[PossibleDuplicate], other: CustomerId) -> Vec<FeedbackNumber> {
    let with_other = noted
        .iter()
        .filter(|noted| noted.one == other || noted.other == other);
    with_other.map(|noted| noted.feedback).collect()
}
