//! What an event says about the person.

use serde_json::Value;

use super::custom_fields;
use super::findings::{Finding, Findings};
use super::keys::Field;
use super::refusal::{self, Refused};
use crate::domain::contact::{Claim, ContactKind, ContactPolicy, is_no_name, means_nothing};
use crate::domain::customer::SocialHandle;
use crate::domain::event::Identity;
use crate::domain::filling::handle_key;

/// Longest id, in bytes.
pub(super) const LONGEST_ID: usize = 256;

/// Most social handles of one event.
const MOST_HANDLES: usize = 100;

/// Reads everything that an event says about the person.
pub(super) fn read(findings: &mut Findings, policy: &ContactPolicy) -> Result<Identity, Refused> {
    let mut claims = Vec::new();
    claims.extend(user_id(findings, policy)?);
    take_contacts(
        findings,
        Field::Email,
        ContactKind::Email,
        policy,
        &mut claims,
    );
    take_contacts(
        findings,
        Field::Phone,
        ContactKind::Phone,
        policy,
        &mut claims,
    );
    let name = match findings.take_text(Field::Name, |text| !is_no_name(text)) {
        Some((key, text)) => refusal::name(&key, &text)?,
        None => None,
    };
    let company = match findings.take_text(Field::Company, |text| !means_nothing(text)) {
        Some((key, text)) => refusal::label(&key, &text)?,
        None => None,
    };
    Ok(Identity {
        claims,
        name,
        company,
        custom_fields: custom_fields::read(findings)?,
        social_handles: social_handles(findings)?,
    })
}

/// The first user id. Others are not this person's strongest key and stay with the feedback.
fn user_id(findings: &mut Findings, policy: &ContactPolicy) -> Result<Option<Claim>, Refused> {
    let mut first: Option<Claim> = None;
    for finding in findings.take(Field::UserId) {
        match (&first, id_text(&finding.value)) {
            (Some(known), Some(text)) if known.spelling == text.trim() => {}
            (Some(_), _) => findings.put_back(finding),
            (None, Some(text)) if text.len() > LONGEST_ID => {
                return Err(too_long(&finding.key, text.len()));
            }
            (None, Some(text)) => {
                first = Claim::read(ContactKind::UserId, &text, policy);
                if first.is_none() {
                    findings.put_back(finding);
                }
            }
            (None, None) => {
                return Err(Refused::new(format!(
                    "`{}` is neither a text nor a whole number; give the user id as one of them",
                    finding.key
                )));
            }
        }
    }
    Ok(first)
}

/// Adds the contacts of one kind, each once.
fn take_contacts(
    findings: &mut Findings,
    field: Field,
    kind: ContactKind,
    policy: &ContactPolicy,
    claims: &mut Vec<Claim>,
) {
    for finding in findings.take(field) {
        let text = match (&finding.value, kind) {
            (Value::String(text), _) => Some(text.clone()),
            // Some sources write a phone number as a number.
            (number, ContactKind::Phone) => id_text(number),
            (_, ContactKind::Email | ContactKind::UserId) => None,
        };
        match text.and_then(|text| Claim::read(kind, &text, policy)) {
            None => findings.put_back(finding),
            Some(claim) if claims.iter().any(|known| is_same(known, &claim)) => {}
            Some(claim) => claims.push(claim),
        }
    }
}

fn is_same(one: &Claim, other: &Claim) -> bool {
    one.kind == other.kind
        && (one.spelling == other.spelling
            || matches!((one.key(), other.key()), (Some(one), Some(other)) if one == other))
}

fn social_handles(findings: &mut Findings) -> Result<Vec<SocialHandle>, Refused> {
    let mut handles: Vec<SocialHandle> = Vec::new();
    for finding in findings.take(Field::SocialHandle) {
        let Some(handle) = social_handle(&finding) else {
            findings.put_back(finding);
            continue;
        };
        let is_known = handles.iter().any(|known| {
            known.network == handle.network
                && handle_key(&known.handle) == handle_key(&handle.handle)
        });
        if !is_known {
            handles.push(handle);
        }
        if handles.len() > MOST_HANDLES {
            return Err(Refused::new(format!(
                "it has more than {MOST_HANDLES} social handles; send at most {MOST_HANDLES}"
            )));
        }
    }
    Ok(handles)
}

/// Reads a handle; `None` for what is none, and for what is too long to be one.
fn social_handle(finding: &Finding) -> Option<SocialHandle> {
    let Value::String(handle) = &finding.value else {
        return None;
    };
    let network = refusal::label(&finding.key, &finding.key.to_lowercase()).ok()??;
    let handle = refusal::label(&finding.key, handle).ok()??;
    (!means_nothing(&handle)).then_some(SocialHandle { network, handle })
}

/// The text of an id: a text as it is, a whole number in its digits.
pub(super) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

/// The refusal of an id that is too long, which does not show it: it may be somebody's.
pub(super) fn too_long(key: &str, length: usize) -> Refused {
    Refused::new(format!(
        "`{key}` has {length} bytes; give an id of at most {LONGEST_ID}"
    ))
}
