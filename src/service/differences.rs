//! Marking that two customers are two people.

use super::audit::Trail;
use super::{Directory, DirectoryError, customers};
use crate::domain::access::{Act, Writer};
use crate::domain::contact::Region;
use crate::domain::customer::Customer;
use crate::domain::difference::Difference;
use crate::store::WriteRecords;

/// A pair, and whether it is marked as two people.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The customer who was named first.
    pub one: Customer,
    /// The other.
    pub other: Customer,
    /// The mark, where there is one.
    pub mark: Option<Difference>,
    /// Whether there was another answer before.
    pub changed: bool,
}

impl Directory {
    /// Marks two customers as two people, or takes the mark away. Each is known by whatever
    /// identifies a customer, and an old id stands for whom it has become.
    pub fn mark_different(
        &mut self,
        writer: Writer,
        (one, other): (&str, &str),
        different: bool,
    ) -> Result<Judgement, DirectoryError> {
        let region = self.settings.policy.region;
        self.change(writer, "mark_different", |records, trail, act| {
            mark(records, trail, act, (one, other), region, different)
        })
    }
}

fn mark(
    records: &mut dyn WriteRecords,
    trail: &mut Trail,
    act: &Act,
    (one, other): (&str, &str),
    region: Option<Region>,
    different: bool,
) -> Result<Judgement, DirectoryError> {
    let one = customers::find(records, one, region)?.customer;
    let other_asked = other;
    let other = customers::find(records, other, region)?.customer;
    if one.id == other.id {
        return Err(DirectoryError::Unusable {
            field: "other".to_owned(),
            problem: format!(
                "`{other_asked}` is `{}`, as `one` is; name two customers",
                other.id
            ),
        });
    }
    let before = records.difference(one.id, other.id)?;
    let changed = before.is_some() != different;
    let mark = match (before, different) {
        (Some(mark), true) => Some(mark),
        (None, false) => None,
        (None, true) => {
            let mark = Difference {
                one: one.id.min(other.id),
                other: one.id.max(other.id),
                marked_at: act.at,
                marked_by: act.actor.name().to_owned(),
            };
            records.mark_different(&mark)?;
            Some(mark)
        }
        (Some(_), false) => {
            records.unmark_different(one.id, other.id)?;
            None
        }
    };
    if changed {
        let said = |different: bool| different.then_some("true");
        let detail = trail.field("different", said(!different), said(different));
        trail.add(Some(one.id), Some(other.id), detail.into_iter().collect());
    }
    Ok(Judgement {
        one,
        other,
        mark,
        changed,
    })
}
