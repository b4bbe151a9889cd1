//! Conditions: what a customer must meet, as SQL and as a source of customers.

use rusqlite::Row;
use rusqlite::types::Value;

use super::super::super::StoreError;
use crate::domain::search::{CustomerQuery, SearchText, Sort, matches};

/// Terms that the text index is asked for; the rest is tested on the rows that it finds.
const MOST_INDEXED_TERMS: usize = 16;

/// SQL with the values that are bound to it, in order.
#[derive(Debug, Clone)]
pub(super) struct Sql {
    /// The text, with a `?` for each value.
    pub(super) text: String,
    /// The values.
    pub(super) values: Vec<Value>,
}

/// One thing that a customer must meet.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    /// A query for the ids of those who meet it, over an index.
    pub(super) source: Sql,
    /// A test of one row of `customers`; none where only the program can tell.
    pub(super) test: Option<Sql>,
}

/// Everything that a customer must meet.
#[derive(Debug)]
pub(super) struct Conditions<'a> {
    /// The conditions, search text first.
    pub(super) all: Vec<Condition>,
    /// The search text, which the program tests on the words of a row.
    pub(super) search: Option<&'a SearchText>,
}

impl<'a> Conditions<'a> {
    /// The conditions of a question.
    pub(super) fn of(query: &'a CustomerQuery) -> Self {
        let filter = &query.filter;
        let mut all = Vec::new();
        if let Some(search) = &query.search {
            all.push(Condition {
                source: text_source(search),
                test: None,
            });
        }
        if let Some(tag) = &filter.tag {
            all.push(listed("customer_tags", "tag = ?", vec![tag.clone().into()]));
        }
        if let Some(channel) = &filter.channel {
            all.push(listed(
                "customer_channels",
                "channel = ?",
                vec![channel.as_str().to_owned().into()],
            ));
        }
        if let Some(field) = &filter.custom_field {
            all.push(match &field.value {
                None => listed("custom_fields", "key = ?", vec![field.key.clone().into()]),
                Some(value) => listed(
                    "custom_fields",
                    "key = ? AND value_key = ?",
                    vec![field.key.clone().into(), value.clone().into()],
                ),
            });
        }
        if let Some(company) = &filter.company {
            // The plus keeps a walk on the index of the sort order.
            all.push(column(
                "company_key = ?",
                "+customers.company_key = ?",
                vec![company.clone().into()],
            ));
        }
        all.extend(seen(query));
        Self {
            all,
            search: query.search.as_ref(),
        }
    }

    /// How many conditions there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether the search text has nothing to look for, so that nobody is found.
    pub(super) fn are_impossible(&self) -> bool {
        self.search.is_some_and(|search| search.terms().is_empty())
    }

    /// Whether a row answers the search text, by the words in one of its columns.
    pub(super) fn answers(&self, row: &Row<'_>, words: usize) -> Result<bool, StoreError> {
        let Some(search) = self.search else {
            return Ok(true);
        };
        let words = row
            .get_ref(words)?
            .as_str()
            .map_err(rusqlite::Error::from)?;
        Ok(matches(words, search))
    }

    /// The tests that SQL can make on a row, as one expression.
    pub(super) fn tests(&self) -> Sql {
        let mut text = String::from("TRUE");
        let mut values = Vec::new();
        for test in self
            .all
            .iter()
            .filter_map(|condition| condition.test.as_ref())
        {
            text.push_str(" AND ");
            text.push_str(&test.text);
            values.extend(test.values.iter().cloned());
        }
        Sql { text, values }
    }
}

/// A condition on rows that hang on a customer.
fn listed(table: &str, matches: &str, values: Vec<Value>) -> Condition {
    Condition {
        source: Sql {
            text: format!("SELECT customer_id AS id FROM {table} WHERE {matches}"),
            values: values.clone(),
        },
        test: Some(Sql {
            text: format!(
                "EXISTS (SELECT 1 FROM {table} WHERE customer_id = customers.id AND {matches})"
            ),
            values,
        }),
    }
}

/// A condition on columns of the customer.
fn column(matches: &str, test: &str, values: Vec<Value>) -> Condition {
    Condition {
        source: Sql {
            text: format!("SELECT id FROM customers WHERE {matches}"),
            values: values.clone(),
        },
        test: Some(Sql {
            text: test.to_owned(),
            values,
        }),
    }
}

/// When the customer was last seen: both bounds are one range of one index.
fn seen(query: &CustomerQuery) -> Option<Condition> {
    let bounds = [
        (">=", query.filter.seen_after),
        ("<", query.filter.seen_before),
    ];
    let bounds: Vec<_> = bounds
        .into_iter()
        .filter_map(|(comparison, at)| Some((comparison, at?)))
        .collect();
    let compare = |column: &str| {
        let tests: Vec<String> = bounds
            .iter()
            .map(|(comparison, _)| format!("{column} {comparison} ?"))
            .collect();
        tests.join(" AND ")
    };
    // A walk by another order must not leave its index for this one.
    let test = compare(match query.sort {
        Sort::LastSeen => "customers.last_seen",
        Sort::FirstSeen | Sort::FeedbackCount | Sort::Name => "+customers.last_seen",
    });
    let values = bounds
        .iter()
        .map(|(_, at)| at.as_millisecond().into())
        .collect();
    (!bounds.is_empty()).then(|| column(&compare("last_seen"), &test, values))
}

/// Those whose words answer the longest terms of a search.
fn text_source(search: &SearchText) -> Sql {
    let mut terms: Vec<_> = search.terms().iter().collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.alternatives.iter().map(String::len).min()));
    let expression: Vec<String> = terms
        .into_iter()
        .take(MOST_INDEXED_TERMS)
        .map(|term| {
            // Terms hold no quotes; what else they hold means nothing inside a quoted string.
            let beginnings: Vec<String> = term
                .alternatives
                .iter()
                .map(|word| format!("\"{word}\" *"))
                .collect();
            format!("({})", beginnings.join(" OR "))
        })
        .collect();
    Sql {
        text: "SELECT rowid AS id FROM customer_search WHERE customer_search MATCH ?".to_owned(),
        values: vec![expression.join(" AND ").into()],
    }
}
