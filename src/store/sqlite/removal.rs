//! What hangs on a customer who goes: it moves to another one, or goes too.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::super::StoreError;
use super::feedback;
use super::postings::build::{self, State};
use super::postings::unposted::{self, Changed};
use super::postings::{CUSTOMERS, FEEDBACK, keys, post, zones};
use super::tallies;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::feedback::{Feedback, FeedbackNumber};

/// Gives all of a customer's feedback to another one, and answers how much it is.
///
/// Nothing by which feedback is found depends on whose it is.
pub(super) fn move_feedback(
    connection: &Connection,
    from: CustomerId,
    to: CustomerId,
) -> Result<u64, StoreError> {
    let sql = "UPDATE feedback SET customer_id = ?2 WHERE customer_id = ?1";
    let moved = connection.prepare_cached(sql)?.execute([from.0, to.0])?;
    Ok(u64::try_from(moved).unwrap_or(u64::MAX))
}

/// Puts another customer in a customer's place in pairs and requests. A pair of one and the same is
/// none, and one that is there already is not there twice.
pub(super) fn move_pairs(
    connection: &Connection,
    from: CustomerId,
    to: CustomerId,
) -> Result<(), StoreError> {
    for (table, rest) in [
        ("possible_duplicates", "feedback_id, noticed_at"),
        ("different_customers", "marked_at, marked_by"),
    ] {
        for (mine, others) in [("one_id", "other_id"), ("other_id", "one_id")] {
            let sql = format!(
                "INSERT OR IGNORE INTO {table} (one_id, other_id, {rest})
                 SELECT min({others}, ?2), max({others}, ?2), {rest} FROM {table}
                 WHERE {mine} = ?1 AND {others} <> ?2"
            );
            connection.prepare_cached(&sql)?.execute([from.0, to.0])?;
        }
    }
    drop_pairs(connection, from)?;
    let sql = "UPDATE idempotency_keys SET customer_id = ?2 WHERE customer_id = ?1";
    connection.prepare_cached(sql)?.execute([from.0, to.0])?;
    Ok(())
}

/// Takes away the pairs of a customer.
fn drop_pairs(connection: &Connection, customer: CustomerId) -> Result<(), StoreError> {
    for table in ["possible_duplicates", "different_customers"] {
        for column in ["one_id", "other_id"] {
            let sql = format!("DELETE FROM {table} WHERE {column} = ?1");
            connection.prepare_cached(&sql)?.execute([customer.0])?;
        }
    }
    Ok(())
}

/// Takes away a customer, who has no feedback any more, with everything that hangs on them.
pub(super) fn remove_customer(
    connection: &Connection,
    customer: &Customer,
) -> Result<(), StoreError> {
    let id = customer.id;
    drop_pairs(connection, id)?;
    for table in ["customer_details", "idempotency_keys"] {
        let sql = format!("DELETE FROM {table} WHERE customer_id = ?1");
        connection.prepare_cached(&sql)?.execute([id.0])?;
    }
    let sql = "DELETE FROM customers WHERE id = ?1";
    connection.prepare_cached(sql)?.execute([id.0])?;
    tallies::note_removed(connection, CUSTOMERS.rows, 1)?;
    let gone = Changed {
        id: id.0,
        posted: keys::of_customer(customer),
        keys: Some(BTreeSet::new()),
    };
    unposted::note(connection, &CUSTOMERS, [gone])
}

/// Takes away feedback.
pub(super) fn remove_feedback(
    connection: &Connection,
    gone: &[Feedback],
) -> Result<(), StoreError> {
    for (table, column) in [("possible_duplicates", "feedback_id"), ("feedback", "id")] {
        let sql = format!("DELETE FROM {table} WHERE {column} = ?1");
        let mut statement = connection.prepare_cached(&sql)?;
        for feedback in gone {
            statement.execute([feedback.number.0])?;
        }
    }
    tallies::note_removed(connection, FEEDBACK.rows, gone.len())?;
    let changed = gone.iter().map(|feedback| Changed {
        id: feedback.number.0,
        posted: keys::of_feedback(feedback),
        keys: Some(BTreeSet::new()),
    });
    unposted::note(connection, &FEEDBACK, changed)
}

/// The feedback of others that made us wonder whether they are a customer.
pub(super) fn evidence_against(
    connection: &Connection,
    customer: CustomerId,
) -> Result<Vec<Feedback>, StoreError> {
    let sql =
        "SELECT feedback.id FROM possible_duplicates JOIN feedback ON feedback.id = feedback_id
               WHERE (one_id = ?1 OR other_id = ?1) AND customer_id IS NOT ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let numbers: BTreeSet<i64> = statement
        .query_map([customer.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let numbers = numbers.into_iter().map(FeedbackNumber);
    numbers
        .map(|number| feedback::numbered(connection, number))
        .collect()
}

/// Whether there is feedback whose reference was erased.
pub(super) fn has_erased(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (
                   SELECT 1 FROM feedback WHERE reference >= 'erased-' AND reference < 'erased.' AND source = ''
               )";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))?)
}

/// Takes what is known of customers and feedback who are gone out of all that is written for
/// searching: their words and labels, and the sort keys of zones that began with one of them.
pub(super) fn clear_traces(connection: &Connection, gone: &[CustomerId]) -> Result<(), StoreError> {
    match build::state(connection)? {
        State::Missing => return Ok(()),
        // Another process has read what is gone and may write it yet.
        State::Unfinished => return Err(StoreError::Busy),
        State::Built => {}
    }
    for collection in [&CUSTOMERS, &FEEDBACK] {
        post(connection, collection)?;
    }
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {} WHERE id = ?1)",
        CUSTOMERS.zone_starts
    );
    let mut statement = connection.prepare_cached(&sql)?;
    for id in gone {
        // A zone that began with them begins with somebody else now. It is one deletion in hundreds.
        if statement.query_row(params![id.0], |row| row.get(0))? {
            return zones::draw(connection, &CUSTOMERS, zones::ZONE_SIZE);
        }
    }
    Ok(())
}
