//! Answering questions about feedback.
//!
//! What belongs to one customer is read from the index of their feedback; everything else as
//! customers are, from the postings in the order of time.

mod scan;

use rusqlite::{Connection, OptionalExtension as _};

use super::super::StoreError;
use super::feedback;
use super::ordering::{self, Start, Wanted, walk};
use super::postings::build::{self, State};
use super::postings::condition::Condition;
use super::postings::found::{self, Found};
use super::postings::keys::{Kind, rating};
use super::postings::lookup::Test;
use super::postings::{FEEDBACK, PostingCache};
use super::tallies;
use crate::domain::customer::CustomerId;
use crate::domain::feedback::FeedbackNumber;
use crate::domain::page::{Position, SortKey, Total};
use crate::domain::search::{
    FeedbackPage, FeedbackQuery, ListedFeedback, MessageSearch, MessageTerm, Order, Whose,
};

/// The number of the sort by the time at which feedback was given.
const CREATED_AT: usize = 0;

/// One page of the feedback that a question is about.
pub(super) fn list(
    connection: &Connection,
    cache: &PostingCache,
    query: &FeedbackQuery,
) -> Result<FeedbackPage, StoreError> {
    let wanted = Wanted {
        collection: &FEEDBACK,
        sort: CREATED_AT,
        order: Order::Descending,
        after: query.after.clone(),
        count: query.limit + 1,
    };
    let (mut places, total) = places(connection, cache, query, &wanted)?;
    let has_more = places.len() > query.limit;
    places.truncate(query.limit);
    let feedback = places
        .iter()
        .map(|place| listed(connection, FeedbackNumber(place.id)))
        .collect::<Result<_, _>>()?;
    Ok(FeedbackPage {
        feedback,
        total,
        has_more,
    })
}

/// Where the next rows stand, and how many there are in all.
fn places(
    connection: &Connection,
    cache: &PostingCache,
    query: &FeedbackQuery,
    wanted: &Wanted,
) -> Result<(Vec<Position>, Total), StoreError> {
    if query
        .search
        .as_ref()
        .is_some_and(|search| search.terms().is_empty())
    {
        return Ok((Vec::new(), Total::exactly(0)));
    }
    let conditions = conditions(query);
    if !conditions.is_empty() && build::state(connection)? != State::Built {
        return scan::next(connection, query, wanted);
    }
    let found = if conditions.is_empty() {
        None
    } else {
        Some(found::find(connection, cache, &FEEDBACK, &conditions)?)
    };
    match (query.filter.whose, found) {
        (Whose::Customer(id), found) => of_customer(connection, id, wanted, found.as_ref()),
        (Whose::Anyone | Whose::NoOne, Some(found)) => {
            let total = Total::exactly(found.count as u64);
            Ok((ordering::next_of(connection, cache, wanted, &found)?, total))
        }
        (Whose::Anyone | Whose::NoOne, None) => {
            let everything = |_| Ok(true);
            let next = walk::next(connection, wanted, Start::AfterPage, usize::MAX, everything)?;
            let total = tallies::rows(connection, FEEDBACK.rows)?;
            Ok((next.unwrap_or_default(), Total::exactly(total)))
        }
    }
}

/// One customer's feedback, as far as it was found.
fn of_customer(
    connection: &Connection,
    id: CustomerId,
    wanted: &Wanted,
    found: Option<&Found>,
) -> Result<(Vec<Position>, Total), StoreError> {
    let sql = "SELECT created_at, id FROM feedback WHERE customer_id = ?1 ORDER BY created_at DESC, id DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let (mut next, mut count) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(1)?;
        if found.is_some_and(|found| !found.contains(id) && !found.unposted.contains(&id)) {
            continue;
        }
        count += 1;
        let key = SortKey::Number(row.get(0)?);
        let place = Position { key, id };
        if next.len() < wanted.count && wanted.is_next(&place) {
            next.push(place);
        }
    }
    Ok((next, Total::exactly(count)))
}

/// What feedback must meet, but for whose it is where it is one customer's.
fn conditions(query: &FeedbackQuery) -> Vec<Condition> {
    let has = Condition::has;
    let filter = &query.filter;
    let mut conditions = Vec::new();
    if filter.whose == Whose::NoOne {
        conditions.push(has(Kind::Unlinked, ""));
    }
    conditions.extend(
        filter
            .category
            .as_ref()
            .map(|category| has(Kind::Category, category)),
    );
    conditions.extend(
        filter
            .channel
            .as_ref()
            .map(|channel| has(Kind::Channel, channel.as_str())),
    );
    if filter.rating_min.is_some() || filter.rating_max.is_some() {
        let key = |bound: Option<f64>, open: f64| Kind::Rating.key(&rating(bound.unwrap_or(open)));
        conditions.push(Condition::AnyOf(vec![Test::Between(
            key(filter.rating_min, f64::NEG_INFINITY),
            key(filter.rating_max, f64::INFINITY),
        )]));
    }
    for term in query.search.iter().flat_map(MessageSearch::terms) {
        conditions.push(Condition::AnyOf(vec![match term {
            MessageTerm::Word(word) => Test::Key(Kind::Word.key(word)),
            MessageTerm::Beginning(beginning) => Test::Beginning(beginning.clone()),
        }]));
    }
    let (after, before) = (filter.created_after, filter.created_before);
    conditions.extend(Condition::within(CREATED_AT, after, before));
    conditions
}

fn listed(connection: &Connection, number: FeedbackNumber) -> Result<ListedFeedback, StoreError> {
    let feedback = feedback::numbered(connection, number)?;
    let customer_name = match feedback.customer {
        Some(customer) => name(connection, customer)?,
        None => None,
    };
    Ok(ListedFeedback {
        feedback,
        customer_name,
    })
}

fn name(connection: &Connection, customer: CustomerId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT name FROM customers WHERE id = ?1";
    let name = connection
        .prepare_cached(sql)?
        .query_row([customer.0], |row| row.get(0))
        .optional()?;
    Ok(name.flatten())
}
