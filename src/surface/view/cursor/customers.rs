//! Pages of a question about many customers.

use super::{Parts, Question, number};
use crate::domain::label::Channel;
use crate::domain::page::SortKey;
use crate::domain::search::{CustomerQuery, Order, SearchText, Sort};

impl Question for CustomerQuery {
    fn describe(&self, parts: &mut Parts) {
        parts.add(Some("customers"));
        let filter = &self.filter;
        parts.add(Some(match self.sort {
            Sort::LastSeen => "last_seen",
            Sort::FirstSeen => "first_seen",
            Sort::FeedbackCount => "feedback_count",
            Sort::Name => "name",
        }));
        parts.add(Some(match self.order {
            Order::Ascending => "asc",
            Order::Descending => "desc",
        }));
        parts.add(filter.channel.as_ref().map(Channel::as_str));
        parts.add(filter.tag.as_deref());
        parts.add(filter.company.as_deref());
        let field = filter.custom_field.as_ref();
        parts.add(field.map(|field| field.key.as_str()));
        parts.add(field.and_then(|field| field.value.as_deref()));
        parts.add_time(filter.seen_after);
        parts.add_time(filter.seen_before);
        parts.add(self.search.as_ref().map(|_| "search"));
        for term in self.search.iter().flat_map(SearchText::terms) {
            for word in &term.alternatives {
                parts.add(Some(word));
            }
            parts.add(None::<&str>);
        }
    }

    fn sort_key(&self, bytes: &[u8]) -> Option<SortKey> {
        match self.sort {
            Sort::LastSeen | Sort::FirstSeen | Sort::FeedbackCount => number(bytes),
            Sort::Name => str::from_utf8(bytes)
                .ok()
                .map(|text| SortKey::Text(text.to_owned())),
        }
    }
}
