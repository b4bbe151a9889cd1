//! Requests that were carried out under a name of their callers', so that none is carried out twice.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::StoreError;
use crate::domain::access::KeyId;
use crate::domain::customer::CustomerId;
use crate::domain::feedback::FeedbackNumber;
use crate::domain::request::NamedRequest;

/// The customer whom an earlier request of this name made, and the digest of that request.
pub(super) fn made_by(
    connection: &Connection,
    request: &NamedRequest,
) -> Result<Option<(CustomerId, Vec<u8>)>, StoreError> {
    let sql = "SELECT customer_id, request_digest FROM idempotency_keys
               WHERE key_id = ?1 AND idempotency_key = ?2";
    Ok(connection
        .prepare_cached(sql)?
        .query_row(params![caller(request), request.name], |row| {
            Ok((CustomerId(row.get(0)?), row.get(1)?))
        })
        .optional()?)
}

/// Remembers which customer a request made.
pub(super) fn note_made(
    connection: &Connection,
    request: &NamedRequest,
    customer: CustomerId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO idempotency_keys (key_id, idempotency_key, request_digest, customer_id, used_at)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![
        caller(request),
        request.name,
        request.digest,
        customer.0,
        at.as_millisecond()
    ])?;
    Ok(())
}

/// The keyed hash of feedback that was recorded under a name of its caller's.
pub(super) fn recording(
    connection: &Connection,
    feedback: FeedbackNumber,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT recording_digest FROM feedback WHERE id = ?1";
    let digest = connection
        .prepare_cached(sql)?
        .query_row([feedback.0], |row| row.get(0))
        .optional()?;
    Ok(digest.flatten())
}

/// Remembers what was recorded under a name of its caller's.
pub(super) fn note_recording(
    connection: &Connection,
    feedback: FeedbackNumber,
    digest: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE feedback SET recording_digest = ?2 WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![feedback.0, digest])?;
    Ok(())
}

fn caller(request: &NamedRequest) -> &str {
    request.by.as_ref().map_or("", KeyId::as_str)
}

/// Forgets what was recorded.
pub(super) fn forget_recording(
    connection: &Connection,
    feedback: FeedbackNumber,
) -> Result<(), StoreError> {
    let sql = "UPDATE feedback SET recording_digest = NULL WHERE id = ?1";
    connection.prepare_cached(sql)?.execute([feedback.0])?;
    Ok(())
}
