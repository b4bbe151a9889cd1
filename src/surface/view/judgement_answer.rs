//! The answer to a mark that two customers are two people.

use schemars::JsonSchema;
use serde::Serialize;

use super::fitting::{Bounds, cut};
use super::{CustomerMention, clean};
use crate::domain::customer::Customer;
use crate::service::Judgement;

/// How two customers stand to each other now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JudgementAnswer {
    /// The customer who was named first.
    pub one: CustomerMention,
    /// The other.
    pub other: CustomerMention,
    /// Whether they are marked as two people.
    pub different: bool,
    /// Whether this call changed it.
    pub changed: bool,
    /// Who marked them: a key's name, or `operator`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_by: Option<String>,
    /// When, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_at: Option<String>,
}

impl JudgementAnswer {
    /// The answer to a change.
    pub fn of(judgement: &Judgement) -> Self {
        let mark = judgement.mark.as_ref();
        Self {
            one: mention(&judgement.one),
            other: mention(&judgement.other),
            different: mark.is_some(),
            changed: judgement.changed,
            marked_by: mark.map(|mark| clean::line(&mark.marked_by).into_owned()),
            marked_at: mark.map(|mark| mark.marked_at.to_string()),
        }
    }
}

fn mention(customer: &Customer) -> CustomerMention {
    let line = |text: &str| cut(clean::line(text).into_owned(), Bounds::ROW.value_length).0;
    CustomerMention {
        id: customer.id.to_string(),
        name: customer.name.as_ref().map(|name| line(&name.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::JudgementAnswer;
    use crate::domain::customer::CustomerId;
    use crate::domain::difference::Difference;
    use crate::service::Judgement;

    #[test]
    fn a_mark_is_shown_with_who_and_when_and_clean() {
        let judgement = Judgement {
            one: samples::customer(1),
            other: samples::customer(4),
            mark: Some(Difference {
                one: CustomerId(1),
                other: CustomerId(4),
                marked_at: samples::at("2026-11-03T10:15:00Z"),
                marked_by: "support".to_owned(),
            }),
            changed: true,
        };
        insta::assert_json_snapshot!(JudgementAnswer::of(&judgement));
        let hostile = Judgement {
            one: samples::hostile(),
            ..judgement
        };
        let shown = serde_json::to_string(&JudgementAnswer::of(&hostile)).unwrap();
        samples::assert_clean(&shown);
    }
}
