//! Contacts of a change.

use super::super::question::QuestionError;
use super::text::{refused, whole};
use crate::domain::contact::{
    Claim, ContactKind, ContactPolicy, Email, NamedContact, Phone, Reading, UserId,
};

/// No contact that can be read is longer, in bytes; one that cannot may be somebody's all the same.
const LONGEST: usize = 500;

/// Contacts that a customer shall have. A hand gives nobody what proves nothing.
pub(super) fn claims(
    parameter: &'static str,
    kind: ContactKind,
    texts: &[String],
    policy: &ContactPolicy,
) -> Result<Vec<Claim>, QuestionError> {
    let mut claims: Vec<Claim> = Vec::new();
    for text in texts {
        whole(parameter, text)?;
        let claim = Claim::read(kind, text, policy);
        let claim = claim.filter(|claim| match claim.reading {
            Reading::Personal(_) | Reading::Shared(_) => true,
            Reading::Unreadable | Reading::Nothing => false,
        });
        let claim = claim.ok_or_else(|| refused(parameter, text, problem(kind, text, policy)))?;
        if claims.iter().all(|known| known.key() != claim.key()) {
            claims.push(claim);
        }
    }
    Ok(claims)
}

/// Why a text is nobody's contact.
fn problem(kind: ContactKind, text: &str, policy: &ContactPolicy) -> &'static str {
    const PLACEHOLDER: &str =
        "it is a placeholder, or on the operator's block list, and identifies nobody; leave it out";
    match kind {
        ContactKind::Email if Email::parse(text).is_none() => {
            "it is not an e-mail address; write it as `name@company.com`"
        }
        ContactKind::Phone if Phone::parse(text, policy.region).is_none() => {
            "it cannot be read as a phone number; write it with its country, as `+1 415 555 0132`"
        }
        ContactKind::UserId if UserId::parse(text).is_none() => {
            "it is not a user id; give a text of at most 256 bytes"
        }
        ContactKind::Email | ContactKind::Phone | ContactKind::UserId => PLACEHOLDER,
    }
}

/// A contact that a customer has, by any spelling.
pub(super) fn named(
    parameter: &'static str,
    kind: ContactKind,
    text: &str,
    policy: &ContactPolicy,
) -> Result<NamedContact, QuestionError> {
    whole(parameter, text)?;
    let text = text.trim();
    if text.is_empty() {
        return Err(refused(
            parameter,
            text,
            "it is empty; name a contact of the customer",
        ));
    }
    if text.len() > LONGEST {
        let problem = format!("it has {} bytes, which no contact has", text.len());
        return Err(refused(parameter, text, problem));
    }
    Ok(NamedContact::read(kind, text, policy.region))
}
