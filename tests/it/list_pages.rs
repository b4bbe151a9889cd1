//! Lists: orders, pages and filters, each held against everybody there is.

use std::collections::BTreeSet;

use customer_directory::domain::folding;
use customer_directory::domain::search::{Order, Sort};
use customer_directory::surface::question::ListQuestion;
use serde_json::{Value, json};

use crate::questions::{Questions, field};

const SORTS: [(Sort, &str); 4] = [
    (Sort::LastSeen, "last_seen"),
    (Sort::FirstSeen, "first_seen"),
    (Sort::FeedbackCount, "feedback_count"),
    (Sort::Name, "name"),
];

/// What a row is sorted by, in a form that compares as it should.
fn sort_key(row: &Value, sort: Sort) -> (u64, String) {
    let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    match sort {
        // All times are UTC and of this century, so their texts compare as they do; a fraction
        // stands where others have their `Z`.
        Sort::LastSeen => (0, text("last_seen").unwrap().replace('Z', "")),
        Sort::FirstSeen => (0, text("first_seen").unwrap().replace('Z', "")),
        Sort::FeedbackCount => (row["feedback_count"].as_u64().unwrap(), String::new()),
        Sort::Name => {
            let shown = ["name", "email", "phone"].into_iter().find_map(text);
            (0, folding::sort_form(&shown.unwrap_or_default()))
        }
    }
}

fn ids(rows: &[Value]) -> BTreeSet<String> {
    let ids = field(rows, "id");
    ids.iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_pages_of_every_order_joined_are_everybody_once_and_in_order() {
    let samples = Questions::to_samples();
    let everybody = ids(&samples.terminal.everybody());
    for (sort, name) in SORTS {
        for order in [Order::Ascending, Order::Descending] {
            for limit in [1, 7, 100] {
                let rows = samples.walk(&ListQuestion {
                    sort,
                    order: Some(order),
                    limit: Some(limit),
                    ..ListQuestion::default()
                });
                let case = format!("{name} {order:?} by {limit}");
                assert_eq!(rows.len(), everybody.len(), "{case}");
                assert_eq!(ids(&rows), everybody, "{case}");
                let keys: Vec<_> = rows.iter().map(|row| sort_key(row, sort)).collect();
                let is_sorted = match order {
                    Order::Ascending => keys.is_sorted(),
                    Order::Descending => keys.is_sorted_by(|one, next| one >= next),
                };
                assert!(is_sorted, "{case}: {keys:?}");
            }
        }
    }
}

#[test]
fn pages_of_a_search_with_filters_joined_are_its_whole_answer() {
    let samples = Questions::to_samples();
    for (sort, name) in SORTS {
        for order in [Order::Ascending, Order::Descending] {
            let question = ListQuestion {
                search: Some("a".to_owned()),
                channel: Some("email".to_owned()),
                sort,
                order: Some(order),
                ..ListQuestion::default()
            };
            let whole = samples.walk(&ListQuestion {
                limit: Some(100),
                ..question.clone()
            });
            let joined = samples.walk(&ListQuestion {
                limit: Some(3),
                ..question
            });
            assert!(whole.len() > 10, "{name}");
            assert_eq!(joined, whole, "{name} {order:?}");
        }
    }
}

#[test]
fn without_an_order_each_sort_begins_at_its_usual_end() {
    let samples = Questions::to_samples();
    for (sort, order) in [
        (Sort::LastSeen, Order::Descending),
        (Sort::FirstSeen, Order::Descending),
        (Sort::FeedbackCount, Order::Descending),
        (Sort::Name, Order::Ascending),
    ] {
        let usual = ListQuestion {
            sort,
            ..ListQuestion::default()
        };
        let said = ListQuestion {
            order: Some(order),
            ..usual.clone()
        };
        assert_eq!(
            samples.ask(&usual)["customers"],
            samples.ask(&said)["customers"]
        );
    }
}

/// Holds that a filter names exactly those of everybody who meet a test, and somebody.
fn assert_filter(samples: &Questions, filter: &ListQuestion, meets: impl Fn(&Value) -> bool) {
    let mut expected = samples.terminal.everybody();
    let everybody = expected.len();
    expected.retain(meets);
    assert_eq!(ids(&samples.walk(filter)), ids(&expected), "{filter:?}");
    let is_telling = !expected.is_empty() && expected.len() < everybody;
    assert!(is_telling, "{filter:?} does not divide the samples");
}

fn holds(list: &Value, text: &str) -> bool {
    let mut texts = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    texts.any(|other| other.to_lowercase() == text.to_lowercase())
}

#[test]
fn filters_name_exactly_those_who_meet_them() {
    let samples = Questions::to_samples();
    let none = ListQuestion::default;
    for channel in ["widget", "email", "VOICE", " survey "] {
        let filter = ListQuestion {
            channel: Some(channel.to_owned()),
            ..none()
        };
        assert_filter(&samples, &filter, |one| {
            holds(&one["channels"], channel.trim())
        });
    }
    for tag in ["vip", "VIP", "enterprise", "Champion"] {
        let filter = ListQuestion {
            tag: Some(tag.to_owned()),
            ..none()
        };
        assert_filter(&samples, &filter, |one| holds(&one["tags"], tag));
    }
    for company in [
        "Lumenworks",
        "lumenworks",
        "Straßenbau Müller GmbH",
        "STRASSENBAU muller gmbh",
    ] {
        let filter = ListQuestion {
            company: Some(company.to_owned()),
            ..none()
        };
        assert_filter(&samples, &filter, |one| {
            let theirs = one["company"].as_str().unwrap_or_default();
            folding::sort_form(theirs) == folding::sort_form(company)
        });
    }
    for key in ["cf_plan", "plan", "cf_seats"] {
        let full_key = format!("cf_{}", key.trim_start_matches("cf_"));
        let filter = ListQuestion {
            custom_field: Some(key.to_owned()),
            ..none()
        };
        assert_filter(&samples, &filter, |one| {
            one["custom_fields"].get(&full_key).is_some()
        });
    }
    for (key, value, meant) in [
        ("cf_plan", "pro", json!("Pro")),
        ("cf_plan", "BUSINESS", json!("Business")),
        ("cf_seats", "80", json!(80)),
        ("cf_trial", "TRUE", json!(true)),
    ] {
        let filter = ListQuestion {
            custom_field: Some(key.to_owned()),
            custom_value: Some(value.to_owned()),
            ..none()
        };
        assert_filter(&samples, &filter, |one| one["custom_fields"][key] == meant);
    }
}

#[test]
fn times_divide_at_the_moment_itself() {
    let samples = Questions::to_samples();
    let everybody = samples.terminal.everybody();
    let seen = |one: &Value| one["last_seen"].as_str().unwrap().to_owned();
    let middle = seen(&everybody[everybody.len() / 2]);
    for time in [
        "2025-06-01",
        "2025-06-01T00:00:00Z",
        "2025-06-01T02:00:00+02:00",
        &middle,
    ] {
        let utc = if time == middle {
            &middle
        } else {
            "2025-06-01T00:00:00Z"
        };
        let after = ListQuestion {
            seen_after: Some(time.to_owned()),
            ..ListQuestion::default()
        };
        assert_filter(&samples, &after, |one| seen(one).as_str() >= utc);
        let before = ListQuestion {
            seen_before: Some(time.to_owned()),
            ..ListQuestion::default()
        };
        assert_filter(&samples, &before, |one| seen(one).as_str() < utc);
    }
    let both = ListQuestion {
        seen_after: Some("2025-03-01".to_owned()),
        seen_before: Some("2025-09-01".to_owned()),
        tag: Some("beta".to_owned()),
        ..ListQuestion::default()
    };
    assert_filter(&samples, &both, |one| {
        holds(&one["tags"], "beta") && ("2025-03-01".."2025-09-01").contains(&seen(one).as_str())
    });
}

#[test]
fn a_cursor_of_another_question_is_refused_and_page_size_may_change() {
    let samples = Questions::to_samples();
    let run = |arguments: &[&str]| {
        samples
            .terminal
            .run(&[&["list", "--json"], arguments].concat())
    };
    let first = run(&["--tag", "vip", "--limit", "2"]).json();
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = run(&["--tag", "VIP", "--limit", "5", "--full", "--cursor", cursor]);
    assert_eq!((next.code, &next.json()["returned"]), (Some(0), &json!(5)));
    for other in [
        &["--tag", "beta"][..],
        &[],
        &["--tag", "vip", "--sort", "name"],
        &["--tag", "vip", "--order", "asc"],
        &["--tag", "vip", "--channel", "email"],
        &["--tag", "vip", "--seen-after", "2020-01-01"],
        &["--tag", "vip", "jane"],
    ] {
        let refused = run(&[other, &["--cursor", cursor]].concat());
        assert_eq!(
            (refused.code, refused.stdout.as_str()),
            (Some(1), ""),
            "{other:?}"
        );
        let says = "customer-directory: `--cursor`: it belongs to another question";
        assert!(refused.stderr.starts_with(says), "{refused:?}");
    }
    for nonsense in ["", "x", &cursor[1..], "AAAA"] {
        let refused = run(&["--tag", "vip", "--cursor", nonsense]);
        assert_eq!(refused.code, Some(1), "{nonsense}");
        assert!(refused.stderr.contains("it is not a cursor"), "{refused:?}");
    }
}

#[test]
fn questions_that_make_no_sense_are_refused_in_one_sentence() {
    let samples = Questions::to_samples();
    for (arguments, says) in [
        (&["--limit", "0"][..], "from 1 to 100"),
        (&["--limit", "101"], "from 1 to 100"),
        (&["--seen-after", "yesterday"], "`yesterday` is not a date"),
        (
            &["--custom-value", "pro"],
            "it needs `custom_field` beside it",
        ),
        (&["--channel", " "], "`--channel`: it is empty"),
        (
            &["--company", "…"],
            "`--company`: it has no letters or digits",
        ),
    ] {
        let ran = samples.terminal.run(&[&["list"], arguments].concat());
        assert_eq!(
            (ran.code, ran.stderr.lines().count()),
            (Some(1), 1),
            "{ran:?}"
        );
        assert!(ran.stderr.contains(says), "{ran:?}");
    }
}
