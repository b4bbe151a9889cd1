//! Recording one piece of feedback, through the same matching as ingestion.

use super::audit::{Trail, count, customer_changes, hasher};
use super::{Directory, DirectoryError, ingest};
use crate::domain::access::{Act, KeyId, Writer};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::{EventReference, FeedbackEvent};
use crate::domain::export::is_recorded_elsewhere;
use crate::domain::feedback::Feedback;
use crate::store::{ReadRecords, StoreError, WriteRecords};

/// Where events come from that are recorded one by one.
const SOURCE: &str = "record_feedback";

/// One event that is to be recorded.
#[derive(Debug, Clone)]
pub struct Recording {
    /// The event. The source and, without a name, the id of its reference are given to it here.
    pub event: FeedbackEvent,
    /// What the id of the event is.
    pub name: RecordingName,
    /// What tells events with other content apart.
    pub digest: String,
}

/// What the id of an event is. An event that has one is recorded once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingName {
    /// The event's own id.
    Own,
    /// A name that its caller gave to the request.
    Request,
    /// There is none: each call is another event.
    None,
}

/// What became of an event that was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The feedback.
    pub feedback: Feedback,
    /// Whose it is.
    pub customer: Option<Customer>,
    /// Other customers that it points at.
    pub candidates: Vec<CustomerId>,
    /// Whether it had been recorded before.
    pub repeated: bool,
}

impl Directory {
    /// Records one event. One that was recorded before under the same id answers as the first
    /// time, and changes nothing.
    pub fn record_feedback(
        &mut self,
        writer: Writer,
        recording: Recording,
    ) -> Result<Recorded, DirectoryError> {
        let ceiling = self.settings.contact_ceiling;
        self.change(writer, SOURCE, |records, trail, act| {
            let Recording {
                mut event,
                name,
                digest,
            } = recording;
            event.reference = reference(records, act, name, event.reference.id)?;
            let reference = event.reference.clone();
            // What is kept of what was recorded tells nobody what it was.
            let digest = trail.hash("recording", &digest);
            if let Some(recorded) = recorded_before(records, &reference, name, &digest)? {
                return Ok(recorded);
            }
            let (_, before) = ingest::take_in_knowing(records, vec![event], act.at, ceiling)?;
            let recorded = recorded(records, &reference)?.ok_or(StoreError::Corrupt {
                table: "feedback",
                row: 0,
            })?;
            if name != RecordingName::None {
                records.note_recording(recorded.feedback.number, &digest)?;
            }
            note(trail, &before, recorded.customer.as_ref());
            Ok(recorded)
        })
    }
}

/// Ids of events, names of requests and numbers of ours are told apart by the source.
fn reference(
    records: &dyn WriteRecords,
    act: &Act,
    name: RecordingName,
    id: String,
) -> Result<EventReference, StoreError> {
    let (source, id) = match name {
        RecordingName::Own => (SOURCE.to_owned(), id),
        RecordingName::Request => {
            let caller = act.actor.key().map_or("operator", KeyId::as_str);
            (format!("{SOURCE} by {caller}"), id)
        }
        RecordingName::None => {
            let number = records.next_feedback_number()?.0;
            (format!("{SOURCE} unnamed"), format!("recorded_{number}"))
        }
    };
    Ok(EventReference { source, id })
}

/// What was recorded under the same id before, if it was the same.
fn recorded_before(
    records: &dyn ReadRecords,
    reference: &EventReference,
    name: RecordingName,
    digest: &str,
) -> Result<Option<Recorded>, DirectoryError> {
    let Some(known) = recorded(records, reference)? else {
        return erased_before(records, reference);
    };
    let kept = records.recording(known.feedback.number)?;
    if kept.is_some_and(|kept| kept == digest || is_recorded_elsewhere(&kept)) {
        return Ok(Some(Recorded {
            repeated: true,
            ..known
        }));
    }
    Err(DirectoryError::NameReused {
        field: match name {
            RecordingName::Own | RecordingName::None => "id",
            RecordingName::Request => "idempotency_key",
        },
        name: reference.id.clone(),
    })
}

/// What was recorded under the same id by somebody who was erased since: nobody can tell any more
/// whether it was the same.
fn erased_before(
    records: &dyn ReadRecords,
    reference: &EventReference,
) -> Result<Option<Recorded>, DirectoryError> {
    if !records.has_erased_feedback()? {
        return Ok(None);
    }
    let erased = reference.erased(&hasher(records)?);
    let known = recorded(records, &erased)?;
    Ok(known.map(|known| Recorded {
        repeated: true,
        ..known
    }))
}

fn recorded(
    records: &dyn ReadRecords,
    reference: &EventReference,
) -> Result<Option<Recorded>, StoreError> {
    let Some((feedback, candidates)) = records.recorded(&[reference])?.pop() else {
        return Ok(None);
    };
    let customer = match feedback.customer {
        Some(id) => records.customer(id)?,
        None => None,
    };
    Ok(Some(Recorded {
        feedback,
        customer,
        candidates,
        repeated: false,
    }))
}

fn note(trail: &mut Trail, before: &[Customer], after: Option<&Customer>) {
    let before = after.and_then(|after| before.iter().find(|before| before.id == after.id));
    let mut details = customer_changes(trail, before, after);
    details.extend(count("feedback", 1));
    trail.add(after.map(|after| after.id), None, details);
}
