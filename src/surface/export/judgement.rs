//! What became of ids, and what is thought of pairs.

use super::Problem;
use super::fields::Fields;
use crate::domain::difference::Difference;
use crate::domain::feedback::{FeedbackNumber, PossibleDuplicate};
use crate::domain::former::FormerCustomer;

pub(super) fn former_written(former: &FormerCustomer, fields: Fields) -> Fields {
    fields
        .with("id", former.id.to_string())
        .with_some("became", former.became.map(|id| id.to_string()))
        .with_time("ended_at", former.ended_at)
}

pub(super) fn former_read(fields: &mut Fields) -> Result<FormerCustomer, Problem> {
    Ok(FormerCustomer {
        id: fields.id("id")?,
        became: fields.some_id("became")?,
        ended_at: fields.time("ended_at")?,
    })
}

pub(super) fn pair_written(pair: &PossibleDuplicate, fields: Fields) -> Fields {
    fields
        .with("one", pair.one.to_string())
        .with("other", pair.other.to_string())
        .with("feedback", pair.feedback.0)
        .with_time("at", pair.at)
}

pub(super) fn pair_read(fields: &mut Fields) -> Result<PossibleDuplicate, Problem> {
    Ok(PossibleDuplicate {
        one: fields.id("one")?,
        other: fields.id("other")?,
        feedback: FeedbackNumber(fields.whole("feedback")?),
        at: fields.time("at")?,
    })
}

pub(super) fn mark_written(mark: &Difference, fields: Fields) -> Fields {
    fields
        .with("one", mark.one.to_string())
        .with("other", mark.other.to_string())
        .with_time("at", mark.marked_at)
        .with("by", mark.marked_by.as_str())
}

pub(super) fn mark_read(fields: &mut Fields) -> Result<Difference, Problem> {
    Ok(Difference {
        one: fields.id("one")?,
        other: fields.id("other")?,
        marked_at: fields.time("at")?,
        marked_by: fields.text("by")?,
    })
}
