//! The answer to a question about numbers of customers.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::fitting::{Allowance, Bounds, cut};
use super::{clean, page};
use crate::domain::search::{Breakdown, Dimension, Summary, SummaryQuery};

/// How many customers there are, and how they divide.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SummaryAnswer {
    /// How many customers are meant.
    pub total: u64,
    /// How they divide by what was asked for.
    // Its parts are all alike, and a schema is read by every assistant in every conversation.
    #[schemars(with = "Map<String, Value>")]
    pub by: Breakdowns,
    /// What else to know about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A part for each dimension that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Breakdowns {
    /// By tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<BreakdownView>,
    /// By channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<BreakdownView>,
    /// By company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<BreakdownView>,
    /// By the month in which they were first seen, newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen_month: Option<BreakdownView>,
    /// By the keys of custom fields, or by the values of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_field: Option<BreakdownView>,
}

/// How customers divide by one dimension.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BreakdownView {
    /// The custom field whose values these are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The first values.
    pub values: Vec<CountedView>,
    /// What the values beyond these come to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<OthersView>,
    /// How many customers have no value.
    pub without: u64,
}

/// A value with the customers who have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedView {
    /// The value.
    pub value: String,
    /// How many customers have it.
    pub customers: u64,
}

/// Values that are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OthersView {
    /// How many different values they are.
    pub values: u64,
    /// The sum of their customers: whoever has several of them counts for each.
    pub customers: u64,
}

impl SummaryAnswer {
    /// The answer to a query: of each dimension as many values as the allowance has room for.
    pub fn of(summary: &Summary, query: &SummaryQuery, allowance: Allowance) -> Self {
        let mut top = query.top;
        let mut answer = Self::naming(top, summary, query);
        while !allowance.has_room_for(&answer) && top > 1 {
            top /= 2;
            answer = Self::naming(top, summary, query);
        }
        answer
    }

    fn naming(top: usize, summary: &Summary, query: &SummaryQuery) -> Self {
        let mut by = Breakdowns::default();
        let mut notes: Vec<String> = about(summary, query)
            .map(str::to_owned)
            .into_iter()
            .collect();
        for breakdown in &summary.by {
            let (place, key) = match &breakdown.dimension {
                Dimension::Tag => (&mut by.tag, None),
                Dimension::Channel => (&mut by.channel, None),
                Dimension::Company => (&mut by.company, None),
                Dimension::FirstSeenMonth => (&mut by.first_seen_month, None),
                Dimension::FieldKey => (&mut by.custom_field, None),
                Dimension::FieldValue(key) => (&mut by.custom_field, Some(shown(key))),
            };
            if let (Some(key), true, 1..) = (&key, breakdown.values.is_empty(), summary.total) {
                notes.push(format!(
                    "none of these customers has `{key}`; without `custom_field_key` the keys are counted"
                ));
            }
            *place = Some(BreakdownView::of(breakdown, key, top));
        }
        if top < query.top {
            notes.push(format!(
                "only the first {top} values of each fit this answer"
            ));
        }
        Self {
            total: summary.total,
            by,
            note: page::joined(&notes),
        }
    }
}

impl BreakdownView {
    fn of(breakdown: &Breakdown, key: Option<String>, top: usize) -> Self {
        let mut breakdown = breakdown.clone();
        breakdown.keep(top);
        let others = breakdown.others;
        Self {
            key,
            values: breakdown
                .values
                .iter()
                .map(|counted| CountedView {
                    value: shown(&counted.value),
                    customers: counted.customers,
                })
                .collect(),
            others: (others.values > 0).then_some(OthersView {
                values: others.values,
                customers: others.customers,
            }),
            without: breakdown.without,
        }
    }
}

/// A value on one line, cut where it is longer than a label.
fn shown(value: &str) -> String {
    let (mut shown, rest) = cut(clean::line(value).into_owned(), Bounds::ROW.value_length);
    if rest > 0 {
        shown.push('…');
    }
    shown
}

/// Why nobody is counted, where that would surprise.
fn about(summary: &Summary, query: &SummaryQuery) -> Option<&'static str> {
    match &query.search {
        Some(search) if search.terms().is_empty() => Some(page::NOTHING_TO_LOOK_FOR),
        None if query.filter.is_empty() && summary.total == 0 => Some(page::EMPTY_DIRECTORY),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, HOSTILE};
    use super::{Allowance, Breakdown, Dimension, Summary, SummaryAnswer, SummaryQuery};
    use crate::domain::search::{Filter, SearchText};

    fn query() -> SummaryQuery {
        SummaryQuery {
            search: None,
            filter: Filter::default(),
            by: Vec::new(),
            top: 50,
        }
    }

    fn summary(by: Vec<Breakdown>) -> Summary {
        Summary { total: 9, by }
    }

    fn many(dimension: Dimension, value: &str) -> Breakdown {
        let counts = (1..=60).map(|number| (format!("{value}{number:02}"), 3));
        Breakdown::ranked(dimension, counts, 2, 50)
    }

    fn answer(summary: &Summary) -> SummaryAnswer {
        SummaryAnswer::of(summary, &query(), Allowance::ASSISTANT)
    }

    #[test]
    fn each_dimension_is_named_with_its_values_and_what_is_left() {
        let counts = |dimension, top| {
            let counts = [("vip".to_owned(), 3), ("beta".to_owned(), 2)];
            Breakdown::ranked(dimension, counts, 4, top)
        };
        let plan = Dimension::FieldValue("cf_plan".to_owned());
        let summary = summary(vec![counts(plan, 5), counts(Dimension::Tag, 1)]);
        insta::assert_json_snapshot!(answer(&summary), @r#"
        {
          "total": 9,
          "by": {
            "tag": {
              "values": [
                {
                  "value": "vip",
                  "customers": 3
                }
              ],
              "others": {
                "values": 1,
                "customers": 2
              },
              "without": 4
            },
            "custom_field": {
              "key": "cf_plan",
              "values": [
                {
                  "value": "vip",
                  "customers": 3
                },
                {
                  "value": "beta",
                  "customers": 2
                }
              ],
              "without": 4
            }
          }
        }
        "#);
    }

    #[test]
    fn values_that_do_not_fit_are_counted_with_the_others() {
        let summary = summary(vec![
            many(Dimension::Tag, &"李".repeat(90)),
            many(Dimension::Company, &"雷".repeat(300)),
        ]);
        let answer = answer(&summary);
        assert!(serde_json::to_string(&answer).unwrap().len() < 24_000);
        let tags = answer.by.tag.unwrap();
        let others = tags.others.unwrap();
        assert_eq!(tags.values.len(), 12);
        assert_eq!((others.values, others.customers), (48, 144));
        assert!(answer.note.unwrap().contains("only the first 12 values"));
        let whole = SummaryAnswer::of(&summary, &query(), Allowance::UNLIMITED);
        assert_eq!(
            (whole.by.company.unwrap().values.len(), whole.note),
            (50, None)
        );
    }

    #[test]
    fn every_string_of_an_answer_is_cleaned() {
        let field = Dimension::FieldValue(HOSTILE.to_owned());
        let by = [
            Dimension::Tag,
            Dimension::Channel,
            Dimension::Company,
            field,
        ];
        let by = by.map(|dimension| many(dimension, HOSTILE)).to_vec();
        samples::assert_clean(&serde_json::to_string(&answer(&summary(by))).unwrap());
    }

    #[test]
    fn an_answer_without_customers_or_values_says_why() {
        let note = |search: Option<&str>, total, by: Vec<Breakdown>| {
            let query = SummaryQuery {
                search: search.map(SearchText::parse),
                ..query()
            };
            SummaryAnswer::of(&Summary { total, by }, &query, Allowance::ASSISTANT).note
        };
        assert!(
            note(None, 0, vec![])
                .unwrap()
                .contains("customer-directory ingest")
        );
        assert!(
            note(Some("…"), 0, vec![])
                .unwrap()
                .contains("no letters or digits")
        );
        assert_eq!(note(Some("jane"), 0, vec![]), None);
        let plan = Dimension::FieldValue("cf_plan".to_owned());
        let nobody = vec![Breakdown::ranked(plan, [], 9, 10)];
        assert!(note(None, 9, nobody).unwrap().contains("has `cf_plan`"));
    }
}
