//! Questions about feedback, answered by a loop over what was said.

use customer_directory::domain::access::Operator;
use customer_directory::domain::customer::CustomerId;
use customer_directory::domain::folding::sort_form;
use customer_directory::domain::label::Channel;
use customer_directory::domain::search::{FeedbackFilter, FeedbackQuery, MessageSearch, Whose};

use super::play::{Both, refused, same, time};
use super::pools::{CATEGORIES, CHANNELS};
use super::questions::some_moment;
use crate::chance::Chance;

const SAID: &[&str] = &[
    "export",
    "läuft",
    "深色",
    "mon",
    "nothing export",
    "zzz",
    "…",
];

impl Both {
    pub(super) fn question_feedback(&self, chance: &mut Chance) -> Result<(), String> {
        let whose = match chance.below(3) {
            0 => Whose::Anyone,
            1 => Whose::NoOne,
            _ => {
                let id = 1 + chance.below(20);
                Whose::Customer(CustomerId(i64::try_from(id).unwrap_or(1)))
            }
        };
        let rating = |chance: &mut Chance| f64::from(u8::try_from(chance.below(6)).unwrap_or(0));
        let query = FeedbackQuery {
            search: chance.sometimes(3, |chance| MessageSearch::parse(chance.pick(SAID))),
            filter: FeedbackFilter {
                whose,
                channel: chance.sometimes(4, |chance| {
                    Channel::stored(chance.pick(CHANNELS).to_owned())
                }),
                category: chance.sometimes(4, |chance| sort_form(chance.pick(CATEGORIES))),
                rating_min: chance.sometimes(5, rating),
                rating_max: chance.sometimes(5, rating),
                created_after: chance.sometimes(5, some_moment),
                created_before: chance.sometimes(5, some_moment),
            },
            limit: 1_000,
            after: None,
        };
        let page = self.directory.list_feedback(Operator.reader(), &query);
        let page = refused(page)?.map_err(|no| format!("{no:?}"))?;
        let rows = page.feedback.iter();
        let found: Vec<i64> = rows.map(|row| row.feedback.number.0).collect();
        let filter = &query.filter;
        let mut expected: Vec<(i64, i64)> = Vec::new();
        for (number, said) in &self.model.said {
            let (content, at) = (&said.content, time(said.created_at));
            let message = content.message.as_deref().unwrap_or_default();
            let is_whose = match whose {
                Whose::Anyone => true,
                Whose::NoOne => said.customer.is_none(),
                Whose::Customer(id) => said.customer == Some(id.0),
            };
            let category = content.category.as_deref().map(sort_form);
            let is_meant = is_whose
                && query
                    .search
                    .as_ref()
                    .is_none_or(|it| it.is_found_in(message))
                && filter
                    .channel
                    .as_ref()
                    .is_none_or(|it| it.as_str() == said.channel)
                && (filter.category.is_none() || filter.category == category)
                && filter
                    .rating_min
                    .is_none_or(|least| content.rating >= Some(least))
                && filter
                    .rating_max
                    .is_none_or(|most| content.rating.is_some_and(|it| it <= most))
                && filter.created_after.is_none_or(|after| at >= after)
                && filter.created_before.is_none_or(|before| at < before);
            if is_meant {
                expected.push((said.created_at, *number));
            }
        }
        expected.sort_unstable_by(|one, other| other.cmp(one));
        let expected: Vec<i64> = expected.into_iter().map(|(_, number)| number).collect();
        same(
            &format!("feedback by {:?}", query.filter.whose),
            &found,
            &expected,
        )
    }
}
