//! The answer to a question about one customer.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::fitting::{Allowance, Fitted, Omissions};
use super::written::Written;
use super::{CustomerView, FeedbackView, SourceView};
use crate::domain::profile::Profile;
use crate::domain::search::Detail;

/// One customer with the latest feedback.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GetAnswer {
    /// The customer.
    #[schemars(with = "CustomerView")]
    pub customer: Written<CustomerView>,
    /// The latest feedback, newest first.
    // Its fields are those of a list of feedback, whose schema names them.
    #[schemars(with = "Vec<Map<String, Value>>")]
    pub feedback: Vec<Written<FeedbackView>>,
    /// How much feedback the customer has in all.
    pub feedback_total: u64,
    /// The old id that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_from: Option<String>,
    /// What else to know about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl GetAnswer {
    /// The answer for a profile: as much of it as the allowance has room for.
    pub fn of(profile: &Profile, detail: Detail, whole: Allowance) -> Self {
        let mut allowance = whole;
        let Fitted {
            value: customer,
            mut omissions,
            cost,
        } = CustomerView::fitting(&profile.customer, allowance.of_one_customer());
        let ids = profile.merged_ids.iter().map(ToString::to_string).collect();
        let mut share = allowance.of_one_customer();
        let merged_ids = those_that_fit(ids, &mut share, "merged_ids", &mut omissions);
        allowance.spend_cost(cost);
        allowance.spend_anyhow(&merged_ids);
        let mut all_sources = Vec::new();
        if detail == Detail::Full {
            // Feedback keeps half of what is left.
            let mut share = allowance.of_one_customer();
            let sources = SourceView::all(profile);
            all_sources = those_that_fit(sources, &mut share, "sources", &mut omissions);
            allowance.spend_anyhow(&all_sources);
        }
        let feedback = profile.feedback.iter().map(FeedbackView::of);
        let feedback = feedback.map(|feedback| Written::of(feedback, whole));
        let feedback = feedback.collect();
        let feedback = those_that_fit(feedback, &mut allowance, "feedback", &mut omissions);
        Self {
            customer: completed(customer, merged_ids, all_sources, whole),
            feedback,
            feedback_total: profile.customer.feedback_count,
            resolved_from: profile.resolved_from.map(|id| id.to_string()),
            note: omissions.sentence(),
        }
    }
}

/// A customer with what was fitted in afterwards; most have none of it.
fn completed(
    customer: Written<CustomerView>,
    merged_ids: Vec<String>,
    sources: Vec<SourceView>,
    allowance: Allowance,
) -> Written<CustomerView> {
    if merged_ids.is_empty() && sources.is_empty() {
        return customer;
    }
    let customer = CustomerView {
        merged_ids,
        sources,
        ..customer.into_value()
    };
    Written::of(customer, allowance)
}

/// The first values of a list, as many as there is room for.
fn those_that_fit<T: Serialize>(
    mut list: Vec<T>,
    allowance: &mut Allowance,
    field: &str,
    omissions: &mut Omissions,
) -> Vec<T> {
    let count = list
        .iter()
        .take_while(|value| allowance.spend(value))
        .count();
    omissions.cut_list(field, &mut list, count);
    list
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::{Allowance, Detail, GetAnswer};

    #[test]
    fn a_profile_comes_with_its_feedback_and_on_request_with_its_sources() {
        let profile = samples::profile();
        let concise = GetAnswer::of(&profile, Detail::Concise, Allowance::ASSISTANT);
        assert!(concise.customer.sources.is_empty());
        assert_eq!((concise.feedback.len(), concise.feedback_total), (2, 2));
        let full = GetAnswer::of(&profile, Detail::Full, Allowance::ASSISTANT);
        assert!(!full.customer.sources.is_empty());
        assert_eq!(full.note, None);
    }

    #[test]
    fn feedback_that_does_not_fit_is_left_out_and_said() {
        let mut profile = samples::profile();
        profile.feedback = (0..50).map(samples::feedback).collect();
        for feedback in &mut profile.feedback {
            feedback.content.message = Some("李".repeat(2_000));
        }
        let answer = GetAnswer::of(&profile, Detail::Full, Allowance::ASSISTANT);
        assert!(answer.feedback.len() < 10);
        assert!(answer.note.unwrap().contains("of 50 `feedback`"));
        let all = GetAnswer::of(&profile, Detail::Full, Allowance::UNLIMITED);
        assert_eq!(all.feedback.len(), 50);
    }

    #[test]
    fn every_string_of_an_answer_is_cleaned() {
        let answer = GetAnswer::of(
            &samples::hostile_profile(),
            Detail::Full,
            Allowance::UNLIMITED,
        );
        samples::assert_clean(&serde_json::to_string(&answer).unwrap());
    }
}
