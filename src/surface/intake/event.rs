//! One JSON object → one feedback event.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::envelope::{self, Envelope};
use super::findings::Findings;
use super::fingerprint::Fingerprint;
use super::identity::{LONGEST_ID, id_text, too_long};
use super::keys::Field;
use super::refusal::{Refused, refuse_nul};
use super::{IntakeOptions, content, identity, moment};
use crate::domain::event::{EventKind, EventReference, FeedbackEvent};
use crate::domain::label::Channel;

/// Reads an event from a JSON object in any of the forms that are known.
///
/// An event without an id gets one from its fingerprint and from `occurrence`, which answers how
/// many times this fingerprint has been seen in the input, this time included. It is asked only
/// about such events.
pub fn event_from_json(
    object: Map<String, Value>,
    options: &IntakeOptions,
    occurrence: impl FnOnce(&Fingerprint) -> u32,
) -> Result<FeedbackEvent, Refused> {
    refuse_nul(&object)?;
    let Envelope {
        kind,
        timestamp,
        data,
        outer,
    } = envelope::open(object)?;
    let mut findings = Findings::gather(data, outer);
    let identity = identity::read(&mut findings, &options.policy)?;
    let (created_at, revised_at) = moments(&mut findings, kind, timestamp, options.now)?;
    let channel = content::channel(&mut findings)?
        .or_else(|| options.channel.clone())
        .unwrap_or_else(Channel::api);
    let source = id(&mut findings, Field::Project)?.unwrap_or_default();
    let id = id(&mut findings, Field::EventId)?;
    let mut content = content::read(&mut findings)?;
    content.metadata = findings.into_metadata();
    if content.message.is_none() && !identity.identifies() {
        return Err(Refused::new(
            "it has neither a `message` nor a user id, e-mail or phone that identifies somebody; \
             give one of them"
                .to_owned(),
        ));
    }
    let mut event = FeedbackEvent {
        reference: EventReference {
            source,
            id: String::new(),
        },
        kind,
        created_at,
        revised_at,
        channel,
        content,
        identity,
    };
    event.reference.id = id.unwrap_or_else(|| {
        let fingerprint = Fingerprint::of(&event);
        format!("auto_{fingerprint}_{}", occurrence(&fingerprint))
    });
    Ok(event)
}

/// When the feedback was given, and when it was revised.
///
/// A webhook's timestamp is the time of the revision, and of the feedback where nothing else is.
fn moments(
    findings: &mut Findings,
    kind: EventKind,
    timestamp: Option<Value>,
    now: Timestamp,
) -> Result<(Option<Timestamp>, Option<Timestamp>), Refused> {
    let sent = match timestamp {
        None | Some(Value::Null) => None,
        Some(value) => Some(moment::read("timestamp", &value, now)?),
    };
    let created = first_moment(findings, Field::CreatedAt, now)?;
    match kind {
        EventKind::Created => Ok((created.or(sent), None)),
        EventKind::Updated if sent.is_some() => Ok((created, sent)),
        EventKind::Updated => match first_moment(findings, Field::UpdatedAt, now)? {
            Some(revised) => Ok((created, Some(revised))),
            None => Err(Refused::new(
                "it revises feedback and has neither a `timestamp` nor `updatedAt`, so nothing \
                 tells which of two revisions is the later; give one of them"
                    .to_owned(),
            )),
        },
    }
}

fn first_moment(
    findings: &mut Findings,
    field: Field,
    now: Timestamp,
) -> Result<Option<Timestamp>, Refused> {
    let mut first = None;
    for finding in findings.take(field) {
        let moment = moment::read(&finding.key, &finding.value, now)?;
        match first {
            None => first = Some(moment),
            Some(known) if known == moment => {}
            Some(_) => findings.put_back(finding),
        }
    }
    Ok(first)
}

/// An id of the event's own. One that cannot be read is refused, because without it the same
/// feedback would be counted again.
fn id(findings: &mut Findings, field: Field) -> Result<Option<String>, Refused> {
    let mut first: Option<String> = None;
    for finding in findings.take(field) {
        match (&first, id_text(&finding.value)) {
            (None, Some(id)) if id.len() > LONGEST_ID => {
                return Err(too_long(&finding.key, id.len()));
            }
            (None, Some(id)) => first = Some(id),
            (None, None) => {
                return Err(Refused::new(format!(
                    "`{}` is neither a text nor a whole number; give the id as one of them",
                    finding.key
                )));
            }
            (Some(known), Some(id)) if *known == id => {}
            (Some(_), _) => findings.put_back(finding),
        }
    }
    Ok(first)
}
