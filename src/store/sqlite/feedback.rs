//! Feedback, and the pairs of customers that it makes us wonder about.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::{Value, json};

use super::super::StoreError;
use super::checksum;
use super::codes::{joined, kind_code, kind_from, outcome_code, outcome_from, split, time_from};
use super::group::{self, Cells};
use super::postings::unposted::{self, Changed};
use super::postings::{FEEDBACK, keys};
use crate::domain::contact::ContactKind;
use crate::domain::customer::CustomerId;
use crate::domain::event::{EventReference, FeedbackContent};
use crate::domain::feedback::{
    Feedback, FeedbackNumber, PossibleDuplicate, Refusal, UnattachedContact,
};
use crate::domain::label::{Channel, Tag};
use crate::domain::profile::FeedbackSource;

pub(super) const COLUMNS: &str = "id, source, reference, customer_id, channel, message, category, rating, status, tags, context, \
     metadata, created_at, revised_at, has_original, ingested_at, outcome, matched_on, unattached";

/// A customer's latest feedback, newest first.
pub(super) fn latest(
    connection: &Connection,
    customer: CustomerId,
    limit: usize,
) -> Result<Vec<Feedback>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM feedback WHERE customer_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![
        customer.0,
        i64::try_from(limit).unwrap_or(i64::MAX)
    ])?;
    let mut feedback = Vec::new();
    while let Some(row) = rows.next()? {
        feedback.push(feedback_from(row)?);
    }
    Ok(feedback)
}

/// The feedback that has a number.
pub(super) fn numbered(
    connection: &Connection,
    number: FeedbackNumber,
) -> Result<Feedback, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM feedback WHERE id = ?1");
    connection
        .prepare_cached(&sql)?
        .query_row([number.0], |row| Ok(feedback_from(row)))?
}

/// The feedback that events became, each with the other customers it points at.
pub(super) fn recorded(
    connection: &Connection,
    references: &[&EventReference],
) -> Result<Vec<(Feedback, Vec<CustomerId>)>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM feedback WHERE reference = ?1 AND source = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut recorded = Vec::new();
    for reference in references {
        let feedback = statement
            .query_row(params![reference.id, reference.source], |row| {
                Ok(feedback_from(row))
            })
            .optional()?
            .transpose()?;
        if let Some(feedback) = feedback {
            let candidates = candidates(connection, &feedback)?;
            recorded.push((feedback, candidates));
        }
    }
    Ok(recorded)
}

/// Calls for each piece of feedback, with the checksum of what was written, where it has one.
pub(super) fn each_with_checksum(
    connection: &Connection,
    mut work: impl FnMut(&Feedback, Option<u32>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = format!("SELECT {COLUMNS}, checksum FROM feedback ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // A number that is no checksum is none that was written.
        let known: Option<i64> = row.get(19)?;
        let known = known.map(|known| u32::try_from(known).unwrap_or_default());
        work(&feedback_from(row)?, known)?;
    }
    Ok(())
}

fn candidates(connection: &Connection, feedback: &Feedback) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT CASE one_id WHEN ?2 THEN other_id ELSE one_id END
               FROM possible_duplicates WHERE feedback_id = ?1 ORDER BY 1";
    let customer = feedback.customer.map(|customer| customer.0);
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map(params![feedback.number.0, customer], |row| {
        row.get(0).map(CustomerId)
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Where pieces of feedback came from.
pub(super) fn sources(
    connection: &Connection,
    numbers: &[FeedbackNumber],
) -> Result<BTreeMap<FeedbackNumber, FeedbackSource>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT source, reference, channel FROM feedback WHERE id = ?1")?;
    let mut sources = BTreeMap::new();
    for number in numbers {
        let source = statement
            .query_row([number.0], |row| {
                Ok(FeedbackSource {
                    reference: EventReference {
                        source: row.get(0)?,
                        id: row.get(1)?,
                    },
                    channel: Channel::stored(row.get(2)?),
                })
            })
            .optional()?;
        sources.extend(source.map(|source| (*number, source)));
    }
    Ok(sources)
}

/// Keeps new feedback.
pub(super) fn insert(connection: &Connection, feedback: &[&Feedback]) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO feedback ({COLUMNS}, checksum)");
    group::insert(connection, &sql, 20, feedback, |cells, feedback| {
        add_row(cells, feedback)
    })?;
    let changed = feedback.iter().map(|feedback| Changed {
        id: feedback.number.0,
        posted: BTreeSet::new(),
        keys: Some(keys::of_feedback(feedback)),
    });
    unposted::note(connection, &FEEDBACK, changed)
}

/// Replaces feedback that is known.
pub(super) fn update(connection: &Connection, feedback: &Feedback) -> Result<(), StoreError> {
    let before = numbered(connection, feedback.number)?;
    let sql = "UPDATE feedback SET
                   source = ?2, reference = ?3, customer_id = ?4, channel = ?5, message = ?6, category = ?7,
                   rating = ?8, status = ?9, tags = ?10, context = ?11, metadata = ?12, created_at = ?13,
                   revised_at = ?14, has_original = ?15, ingested_at = ?16, outcome = ?17, matched_on = ?18,
                   unattached = ?19, checksum = ?20
               WHERE id = ?1";
    group::execute(&mut *connection.prepare_cached(sql)?, |cells| {
        add_row(cells, feedback)
    })?;
    let changed = Changed {
        id: feedback.number.0,
        posted: keys::of_feedback(&before),
        keys: Some(keys::of_feedback(feedback)),
    };
    unposted::note(connection, &FEEDBACK, [changed])
}

/// Adds the values of [`COLUMNS`], and a checksum of them.
fn add_row(cells: &mut Cells<'_, '_>, feedback: &Feedback) -> rusqlite::Result<()> {
    let content = &feedback.content;
    let tags = joined(content.tags.iter().map(Tag::spelling));
    cells.add(feedback.number.0)?;
    cells.add(&feedback.reference.source)?;
    cells.add(&feedback.reference.id)?;
    cells.add(feedback.customer.map(|customer| customer.0))?;
    cells.add(feedback.channel.as_str())?;
    cells.add(&content.message)?;
    cells.add(&content.category)?;
    cells.add(content.rating)?;
    cells.add(&content.status)?;
    cells.add((!tags.is_empty()).then_some(tags))?;
    cells.add(&content.context)?;
    cells.add(&content.metadata)?;
    cells.add(feedback.created_at.as_millisecond())?;
    cells.add(feedback.revised_at.map(jiff::Timestamp::as_millisecond))?;
    cells.add(feedback.has_original)?;
    cells.add(feedback.ingested_at.as_millisecond())?;
    cells.add(outcome_code(feedback.outcome))?;
    cells.add(feedback.matched_on.map(kind_code))?;
    cells.add(unattached_code(&feedback.unattached))?;
    cells.add(checksum::of_feedback(feedback))
}

/// Remembers that two customers may be one person.
pub(super) fn note_possible_duplicate(
    connection: &Connection,
    pair: &PossibleDuplicate,
) -> Result<(), StoreError> {
    let sql =
        "INSERT OR IGNORE INTO possible_duplicates (one_id, other_id, feedback_id, noticed_at)
               VALUES (?1, ?2, ?3, ?4)";
    connection.prepare_cached(sql)?.execute(params![
        pair.one.0,
        pair.other.0,
        pair.feedback.0,
        pair.at.as_millisecond()
    ])?;
    Ok(())
}

/// The feedback of a row that has [`COLUMNS`], by their places: to look for names costs as much as
/// to read the row.
pub(super) fn feedback_from(row: &Row<'_>) -> Result<Feedback, StoreError> {
    let number: i64 = row.get(0)?;
    let corrupt = || StoreError::Corrupt {
        table: "feedback",
        row: number,
    };
    let time = |column: usize| time_from(row.get(column)?, "feedback", number);
    let revised_at: Option<i64> = row.get(13)?;
    let tags: Option<String> = row.get(9)?;
    let matched_on: Option<i64> = row.get(17)?;
    let unattached: Option<String> = row.get(18)?;
    Ok(Feedback {
        number: FeedbackNumber(number),
        reference: EventReference {
            source: row.get(1)?,
            id: row.get(2)?,
        },
        customer: row.get::<_, Option<i64>>(3)?.map(CustomerId),
        channel: Channel::stored(row.get(4)?),
        content: FeedbackContent {
            message: row.get(5)?,
            category: row.get(6)?,
            rating: row.get(7)?,
            status: row.get(8)?,
            tags: split(&tags.unwrap_or_default())
                .into_iter()
                .map(Tag::stored)
                .collect(),
            context: row.get(10)?,
            metadata: row.get(11)?,
        },
        created_at: time(12)?,
        revised_at: revised_at
            .map(|at| time_from(at, "feedback", number))
            .transpose()?,
        has_original: row.get(14)?,
        ingested_at: time(15)?,
        outcome: outcome_from(row.get(16)?).ok_or_else(corrupt)?,
        matched_on: matched_on
            .map(|code| kind_from(code).ok_or_else(corrupt))
            .transpose()?,
        unattached: unattached
            .map_or(Some(Vec::new()), |json| unattached_from(&json))
            .ok_or_else(corrupt)?,
    })
}

fn unattached_code(contacts: &[UnattachedContact]) -> Option<String> {
    if contacts.is_empty() {
        return None;
    }
    let contacts: Vec<Value> = contacts
        .iter()
        .map(|contact| {
            json!([
                contact.kind.as_str(),
                contact.spelling,
                contact.refusal.as_str()
            ])
        })
        .collect();
    Some(Value::from(contacts).to_string())
}

fn unattached_from(json: &str) -> Option<Vec<UnattachedContact>> {
    let contacts: Vec<(String, String, String)> = serde_json::from_str(json).ok()?;
    contacts
        .into_iter()
        .map(|(kind, spelling, refusal)| {
            Some(UnattachedContact {
                kind: ContactKind::ALL
                    .into_iter()
                    .find(|known| known.as_str() == kind)?,
                refusal: Refusal::ALL
                    .into_iter()
                    .find(|known| known.as_str() == refusal)?,
                spelling,
            })
        })
        .collect()
}
