//! Every question about feedback, held against a loop over all of it.

use customer_directory::domain::access::Operator;
use customer_directory::domain::customer::CustomerId;
use customer_directory::domain::event::FeedbackEvent;
use customer_directory::domain::folding;
use customer_directory::domain::label::Channel;
use customer_directory::domain::search::{
    FeedbackFilter, FeedbackPage, FeedbackQuery, ListedFeedback, MessageSearch, Whose,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::any_feedback::{CATEGORIES, CHANNELS, MOMENTS, RATINGS, events, search, sometimes};
use crate::kept::{Kept, KeptFeedback, event, moment};

/// A question, with the search text and the category as they were typed.
type Typed = (FeedbackQuery, Option<String>, Option<String>);

fn question() -> impl Strategy<Value = Typed> {
    let whose = prop_oneof![
        3 => Just(Whose::Anyone),
        1 => Just(Whose::NoOne),
        2 => (1_i64..6).prop_map(|id| Whose::Customer(CustomerId(id))),
    ];
    let filter = (
        whose,
        sometimes(select(CHANNELS)),
        sometimes(select(&CATEGORIES[..5])),
        sometimes(select(RATINGS)),
        sometimes(select(RATINGS)),
        sometimes(select(MOMENTS)),
        sometimes(select(MOMENTS)),
    );
    (filter, prop::option::of(search()), 1_usize..8).prop_map(|(filter, search, limit)| {
        let (whose, channel, category, rating_min, rating_max, after, before) = filter;
        let query = FeedbackQuery {
            search: search.as_deref().map(MessageSearch::parse),
            filter: FeedbackFilter {
                whose,
                channel: channel.map(|channel| Channel::parse(channel).unwrap()),
                category: category.map(folding::sort_form),
                rating_min,
                rating_max,
                created_after: after.map(moment),
                created_before: before.map(moment),
            },
            limit,
            after: None,
        };
        (query, search, category.map(str::to_owned))
    })
}

/// Whether a piece of feedback is meant, by the rules as they are written down.
fn is_meant(said: &KeptFeedback, (query, search, category): &Typed) -> bool {
    let filter = &query.filter;
    let is_theirs = match filter.whose {
        Whose::Anyone => true,
        Whose::NoOne => said.customer.is_none(),
        Whose::Customer(id) => said.customer == Some(id),
    };
    let same_words = |one: &str, other: &str| folding::words(one) == folding::words(other);
    let channel = filter.channel.as_ref().map(Channel::as_str);
    is_theirs
        && channel.is_none_or(|channel| said.channel == channel)
        && category.as_ref().is_none_or(|category| {
            said.category
                .as_ref()
                .is_some_and(|theirs| same_words(theirs, category))
        })
        && filter
            .rating_min
            .is_none_or(|least| said.rating.is_some_and(|rating| rating >= least))
        && filter
            .rating_max
            .is_none_or(|most| said.rating.is_some_and(|rating| rating <= most))
        && filter
            .created_after
            .is_none_or(|start| said.created_at >= start)
        && filter
            .created_before
            .is_none_or(|end| said.created_at < end)
        && search
            .as_ref()
            .is_none_or(|search| is_found(search, said.message.as_deref()))
}

fn is_found(search: &str, message: Option<&str>) -> bool {
    let (wanted, words) = (
        folding::words(search),
        folding::words(message.unwrap_or_default()),
    );
    let is_there = |wanted: &String| {
        let is_short = wanted.chars().count() < 3;
        words
            .iter()
            .any(|word| word == wanted || (!is_short && word.starts_with(wanted.as_str())))
    };
    message.is_some() && !wanted.is_empty() && wanted.iter().all(is_there)
}

fn ask(kept: &Kept, query: &FeedbackQuery) -> FeedbackPage {
    kept.reader.list_feedback(Operator.reader(), query).unwrap()
}

/// The rows of all pages, each page held to what pages promise.
fn walk(kept: &Kept, query: &FeedbackQuery, expected: usize) -> Vec<ListedFeedback> {
    let mut query = query.clone();
    let mut rows = Vec::new();
    loop {
        let page = ask(kept, &query);
        let counted = usize::try_from(page.total.count).unwrap();
        assert!(counted == expected || (page.total.is_at_least && counted < expected));
        assert!(page.feedback.len() <= query.limit);
        assert_eq!(page.has_more, rows.len() + page.feedback.len() < expected);
        rows.extend(page.feedback);
        if !page.has_more {
            return rows;
        }
        query.after = rows.last().map(ListedFeedback::position);
    }
}

fn assert_answers(kept: &Kept, typed: &Typed) {
    let meant = kept
        .feedback
        .iter()
        .filter(|(_, said)| is_meant(said, typed));
    let mut expected: Vec<_> = meant
        .map(|(number, said)| (said.created_at, *number))
        .collect();
    expected.sort_unstable_by(|one, other| other.cmp(one));
    let rows = walk(kept, &typed.0, expected.len());
    let found = rows
        .iter()
        .map(|row| (row.feedback.created_at, row.feedback.number.0));
    assert_eq!(found.collect::<Vec<_>>(), expected, "{typed:?}");
    for row in rows {
        let (said, shown) = (&kept.feedback[&row.feedback.number.0], &row.feedback);
        assert_eq!(
            (
                &shown.content.message,
                &shown.content.category,
                shown.content.rating
            ),
            (&said.message, &said.category, said.rating)
        );
        assert_eq!(
            (shown.customer, shown.channel.as_str()),
            (said.customer, said.channel.as_str())
        );
        let name = shown.customer.map(|customer| {
            let profile = kept
                .reader
                .get_customer(Operator.reader(), &customer.to_string(), 0);
            profile.unwrap().customer.name.unwrap().value
        });
        assert_eq!(row.customer_name, name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_question_finds_what_a_loop_over_all_feedback_finds(
        events in events(),
        size in 1_usize..20,
        questions in prop::collection::vec(question(), 1..12),
    ) {
        let mut kept = Kept::new();
        for (events, typed) in events.chunks(size).zip(questions.iter().cycle()) {
            kept.take_in(events);
            assert_answers(&kept, typed);
        }
        for typed in &questions {
            assert_answers(&kept, typed);
        }
    }
}

#[test]
fn the_next_page_goes_on_where_the_last_one_ended_whatever_came_in_between() {
    let mut kept = Kept::new();
    let first: Vec<FeedbackEvent> = (0..6).map(|id| event(id, moment(10))).collect();
    kept.take_in(&first);
    let mut query = FeedbackQuery {
        search: None,
        filter: FeedbackFilter::default(),
        limit: 3,
        after: None,
    };
    let page = ask(&kept, &query);
    query.after = page.feedback.last().map(ListedFeedback::position);
    kept.take_in(&[
        event(6, moment(5)),
        event(7, moment(10)),
        event(8, moment(20)),
    ]);
    let numbers: Vec<i64> = ask(&kept, &query)
        .feedback
        .iter()
        .map(|row| row.feedback.number.0)
        .collect();
    assert_eq!(numbers, [3, 2, 1]);
}
