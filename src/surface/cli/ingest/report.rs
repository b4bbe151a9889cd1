//! What became of the events.

use serde::Serialize;

use crate::domain::feedback::{Effect, Outcome, Receipt};

/// Counts of records; all but `read` add up to it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    /// Records that were read.
    pub(super) read: u64,
    /// Belong to a customer who was known.
    linked: u64,
    /// Made a new customer.
    created: u64,
    /// Point at several customers; linked by the strongest contact.
    ambiguous: u64,
    /// Identify nobody.
    anonymous: u64,
    /// Were known already.
    duplicate: u64,
    /// Revised feedback that was known.
    updated: u64,
    /// Were refused.
    pub(super) rejected: u64,
}

impl Report {
    /// Counts what became of one event.
    pub(super) fn add(&mut self, receipt: &Receipt) {
        let count = match (receipt.effect, receipt.outcome) {
            (Effect::Repeated, _) => &mut self.duplicate,
            (Effect::Updated, _) => &mut self.updated,
            (Effect::Recorded, Outcome::Linked) => &mut self.linked,
            (Effect::Recorded, Outcome::Created) => &mut self.created,
            (Effect::Recorded, Outcome::Ambiguous) => &mut self.ambiguous,
            (Effect::Recorded, Outcome::Anonymous) => &mut self.anonymous,
        };
        *count += 1;
    }

    /// The report for a person.
    pub(super) fn to_text(&self, is_rehearsal: bool) -> String {
        let lines = [
            (self.created, "created", "a new customer was made"),
            (self.linked, "linked", "to a customer who was known"),
            (
                self.ambiguous,
                "ambiguous",
                "contacts of several customers; linked by the strongest, the pair is remembered",
            ),
            (
                self.anonymous,
                "anonymous",
                "nothing that identifies; kept without a customer",
            ),
            (self.updated, "updated", "revised feedback that was known"),
            (
                self.duplicate,
                "duplicate",
                "known already; nothing changed",
            ),
            (self.rejected, "rejected", "refused; see the reasons"),
        ];
        let mut text = vec![format!("{:>9}  read\n", self.read)];
        for (count, name, meaning) in lines.into_iter().filter(|(count, ..)| *count > 0) {
            text.push(format!("{count:>9}  {name:<10} {meaning}\n"));
        }
        if is_rehearsal {
            text.push("This was a dry run: nothing was changed.\n".to_owned());
        }
        text.concat()
    }
}
