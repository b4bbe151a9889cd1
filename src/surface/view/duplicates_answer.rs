//! The answer to a question about pairs that may be one person.

use schemars::JsonSchema;
use serde::Serialize;

use super::fitting::{Allowance, Bounds, cut};
use super::written::Written;
use super::{address, clean, cursor, page};
use crate::domain::contact::ContactKind;
use crate::domain::customer::{Customer, Taken};
use crate::domain::duplicates::{DuplicatePair, DuplicatesPage, DuplicatesQuery, Evidence};

/// One page of pairs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatesAnswer {
    /// The pairs, those that would bring the most feedback together first.
    #[schemars(with = "Vec<PairView>")]
    pub pairs: Vec<Written<PairView>>,
    /// How many they are.
    pub returned: usize,
    /// What to pass as `cursor` for the page after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// What else to know about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Two customers that may be one person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PairView {
    /// The one with more feedback.
    pub one: PartnerView,
    /// The other.
    pub other: PartnerView,
    /// The sum of the points.
    pub score: u32,
    /// What says so, strongest first.
    pub evidence: Vec<EvidenceView>,
    /// The feedback of both.
    pub feedback_count: u64,
}

/// One of a pair.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PartnerView {
    /// The id.
    pub id: String,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Main e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Main phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// How much feedback is linked to the customer.
    pub feedback_count: u64,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// What kind it is.
    pub kind: &'static str,
    /// What it adds to the score.
    pub points: u32,
    /// What was compared, or the ids of the events.
    pub detail: String,
}

impl DuplicatesAnswer {
    /// The answer to a query: as many pairs of the page as the allowance has room for, and a
    /// cursor to the first that is not there.
    pub fn of(page: &DuplicatesPage, query: &DuplicatesQuery, allowance: Allowance) -> Self {
        let pairs = page::those_with_room(&page.pairs, allowance, PairView::of);
        let returned = pairs.len();
        let mut notes: Vec<String> = page::cut_note(returned, page.pairs.len())
            .into_iter()
            .collect();
        if page.stopped_early {
            let note = "looked for long enough for one call; `next_cursor` goes on from there";
            notes.push(note.to_owned());
        }
        if page.is_cut {
            let note = "somebody here has more possible partners than one call compares; \
                        settle some pairs and ask again";
            notes.push(note.to_owned());
        }
        let next = if returned < page.pairs.len() {
            let shown = page.pairs.get(..returned).and_then(<[_]>::last);
            shown.map(|last| last.place)
        } else {
            page.next
        };
        Self {
            pairs,
            returned,
            next_cursor: next.map(|place| cursor::encode_pair(query, place)),
            note: page::joined(&notes),
        }
    }
}

impl PairView {
    fn of(pair: &DuplicatePair) -> Self {
        Self {
            one: PartnerView::of(&pair.one),
            other: PartnerView::of(&pair.other),
            score: pair.score(),
            evidence: pair.evidence.iter().map(EvidenceView::of).collect(),
            feedback_count: pair.feedback_count(),
        }
    }
}

impl PartnerView {
    fn of(customer: &Customer) -> Self {
        let text = |taken: &Option<Taken<String>>| taken.as_ref().map(|taken| line(&taken.value));
        let primary = |kind| {
            let contact = customer.primary(kind);
            contact.map(|contact| line(&address::of_contact(contact)))
        };
        Self {
            id: customer.id.to_string(),
            name: text(&customer.name),
            email: primary(ContactKind::Email),
            phone: primary(ContactKind::Phone),
            company: text(&customer.company),
            feedback_count: customer.feedback_count,
        }
    }
}

impl EvidenceView {
    fn of(evidence: &Evidence) -> Self {
        Self {
            kind: evidence.kind.as_str(),
            points: evidence.kind.points(),
            detail: line(&evidence.detail),
        }
    }
}

fn line(text: &str) -> String {
    cut(clean::line(text).into_owned(), Bounds::ROW.value_length).0
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::{Allowance, DuplicatesAnswer, DuplicatesPage, cursor};
    use crate::domain::customer::CustomerId;
    use crate::domain::duplicates::{
        DuplicatePair, DuplicatesQuery, Evidence, EvidenceKind, PairPlace,
    };

    fn query() -> DuplicatesQuery {
        DuplicatesQuery {
            customer: None,
            min_score: 0,
            limit: 10,
            after: None,
        }
    }

    fn pair(number: i64, detail: &str) -> DuplicatePair {
        let kinds = [
            EvidenceKind::AmbiguousEvent,
            EvidenceKind::SameNameAndDomain,
        ];
        let mut other = samples::customer(number + 1);
        other.company = None;
        other.feedback_count = 1;
        DuplicatePair {
            one: samples::customer(number),
            other,
            evidence: kinds
                .map(|kind| Evidence {
                    kind,
                    detail: detail.to_owned(),
                })
                .into(),
            place: PairPlace::Noted {
                feedback: 3,
                one: CustomerId(number),
                other: CustomerId(number + 1),
            },
        }
    }

    fn page(pairs: Vec<DuplicatePair>) -> DuplicatesPage {
        DuplicatesPage {
            pairs,
            next: None,
            stopped_early: false,
            is_cut: false,
        }
    }

    fn answer(page: &DuplicatesPage) -> DuplicatesAnswer {
        DuplicatesAnswer::of(page, &query(), Allowance::ASSISTANT)
    }

    #[test]
    fn a_pair_says_who_they_are_and_which_evidence_gave_which_points() {
        insta::assert_json_snapshot!(samples::json(&answer(&page(vec![pair(1, "fb_7")]))));
    }

    #[test]
    fn a_page_that_ended_early_says_so_and_how_to_go_on() {
        let mut page = page(Vec::new());
        let place = PairPlace::Found {
            feedback: 1,
            at: CustomerId(9),
            partner: None,
        };
        (page.next, page.stopped_early) = (Some(place), true);
        let answer = answer(&page);
        let next = answer.next_cursor.unwrap();
        assert_eq!(cursor::decode_pair(&query(), &next), Ok(place));
        insta::assert_snapshot!(answer.note.unwrap(), @"looked for long enough for one call; `next_cursor` goes on from there");
    }

    #[test]
    fn pairs_that_do_not_fit_come_on_the_next_page() {
        let pairs: Vec<DuplicatePair> = (1..100)
            .map(|number| pair(number, &"李".repeat(300)))
            .collect();
        let page = page(pairs);
        let answer = answer(&page);
        assert!((5..40).contains(&answer.returned), "{}", answer.returned);
        let next = cursor::decode_pair(&query(), &answer.next_cursor.unwrap()).unwrap();
        assert_eq!(next, page.pairs[answer.returned - 1].place);
    }

    #[test]
    fn every_string_of_an_answer_is_cleaned() {
        let mut pair = pair(1, samples::HOSTILE);
        pair.one = samples::hostile();
        pair.other = samples::hostile();
        let answer = answer(&page(vec![pair]));
        samples::assert_clean(&serde_json::to_string(&answer).unwrap());
    }
}
