//! Pages of a question about feedback.

use super::{Parts, Question, number};
use crate::domain::label::Channel;
use crate::domain::page::SortKey;
use crate::domain::search::{FeedbackQuery, MessageSearch, Whose};

impl Question for FeedbackQuery {
    fn describe(&self, parts: &mut Parts) {
        parts.add(Some("feedback"));
        let filter = &self.filter;
        parts.add(match filter.whose {
            Whose::Anyone => None,
            Whose::NoOne => Some("no one"),
            Whose::Customer(_) => Some("customer"),
        });
        parts.add(match filter.whose {
            Whose::Anyone | Whose::NoOne => None,
            Whose::Customer(id) => Some(id.to_string()),
        });
        parts.add(filter.channel.as_ref().map(Channel::as_str));
        parts.add(filter.category.as_deref());
        for bound in [filter.rating_min, filter.rating_max] {
            parts.add(bound.map(|bound| bound.to_string()));
        }
        parts.add_time(filter.created_after);
        parts.add_time(filter.created_before);
        parts.add(self.search.as_ref().map(|_| "search"));
        // The text tells a whole word from a beginning: its length is what divides them.
        for term in self.search.iter().flat_map(MessageSearch::terms) {
            parts.add(Some(term.text()));
        }
    }

    fn sort_key(&self, bytes: &[u8]) -> Option<SortKey> {
        number(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples;
    use super::super::{CursorError, decode, encode};
    use crate::domain::customer::CustomerId;
    use crate::domain::label::Channel;
    use crate::domain::search::{FeedbackQuery, MessageSearch, Whose};

    #[test]
    fn a_cursor_leads_back_to_its_position_whatever_the_size_of_the_page() {
        let position = samples::listed_feedback(7).position();
        let mut query = samples::feedback_query();
        let cursor = encode(&query, &position);
        query.limit = 3;
        query.after = Some(position.clone());
        assert_eq!(decode(&query, &cursor), Ok(position));
    }

    #[test]
    fn a_cursor_of_another_question_is_refused() {
        let position = samples::listed_feedback(7).position();
        let of_customers = encode(&samples::query(), &position);
        let plain = samples::feedback_query();
        assert_eq!(
            decode(&plain, &of_customers),
            Err(CursorError::OtherQuestion)
        );
        let changes: [fn(&mut FeedbackQuery); 12] = [
            |_| {},
            |query| query.filter.whose = Whose::NoOne,
            |query| query.filter.whose = Whose::Customer(CustomerId(1)),
            |query| query.filter.whose = Whose::Customer(CustomerId(2)),
            |query| query.filter.channel = Channel::parse("bug").ok(),
            |query| query.filter.category = Some("bug".to_owned()),
            |query| query.filter.rating_min = Some(2.0),
            |query| query.filter.rating_max = Some(2.0),
            |query| query.filter.created_after = Some(samples::at("2026-01-01")),
            |query| query.filter.created_before = Some(samples::at("2026-01-01")),
            |query| query.search = Some(MessageSearch::parse("")),
            |query| query.search = Some(MessageSearch::parse("bug")),
        ];
        let queries = changes.map(|change| {
            let mut query = samples::feedback_query();
            change(&mut query);
            query
        });
        for (index, query) in queries.iter().enumerate() {
            let cursor = encode(query, &position);
            for (other_index, other) in queries.iter().enumerate() {
                let is_same = index == other_index;
                let decoded = decode(other, &cursor);
                assert_eq!(decoded.is_ok(), is_same, "{index} {other_index}");
            }
        }
    }
}
