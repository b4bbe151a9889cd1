//! What a contact is worth as evidence of a person.

use std::collections::BTreeSet;
use std::fmt;

use super::placeholder::{
    MACHINES, PRETENDED_DOMAINS, PRETENDERS, SHARED, is_filler_number, is_reserved, is_zero,
};
use super::{Email, Phone, Reading, Region, UserId};

/// What the operator decides about contacts.
#[derive(Clone, Default)]
pub struct ContactPolicy {
    /// The country whose national phone numbers are understood.
    pub region: Option<Region>,
    /// Addresses, numbers, user ids or e-mail domains that prove nothing, as they are compared.
    blocked: BTreeSet<String>,
    /// Local parts, addresses or numbers that several people share, as they are compared.
    shared: BTreeSet<String>,
}

impl fmt::Debug for ContactPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContactPolicy({:?}, hidden)", self.region)
    }
}

impl ContactPolicy {
    /// A policy with lists in any spelling: an entry is read as the contact that it is.
    pub fn new(region: Option<Region>, blocked: &[String], shared: &[String]) -> Self {
        let read = |entries: &[String]| {
            entries
                .iter()
                .map(|entry| entry_form(entry, region))
                .collect()
        };
        Self {
            region,
            blocked: read(blocked),
            shared: read(shared),
        }
    }

    pub(super) fn judge_user_id(&self, user_id: Option<UserId>) -> Reading {
        match user_id {
            Some(user_id) if !self.is_blocked(user_id.as_str()) && !is_zero(user_id.as_str()) => {
                Reading::Personal(user_id.into_string())
            }
            Some(_) | None => Reading::Nothing,
        }
    }

    pub(super) fn judge_email(&self, email: Option<Email>) -> Reading {
        let Some(email) = email else {
            return Reading::Nothing;
        };
        let (local, domain) = (email.local_part(), email.domain());
        let role = local.split('+').next().unwrap_or(local);
        if MACHINES.contains(&role)
            || is_reserved(domain)
            || (PRETENDERS.contains(&local) && PRETENDED_DOMAINS.contains(&domain))
            || self.is_blocked(email.as_str())
            || self.is_blocked_domain(domain)
        {
            Reading::Nothing
        } else if SHARED.contains(&role)
            || self.shared.contains(role)
            || self.shared.contains(email.as_str())
        {
            Reading::Shared(email.into_string())
        } else {
            Reading::Personal(email.into_string())
        }
    }

    pub(super) fn judge_phone(&self, text: &str) -> Reading {
        if is_filler_number(text) {
            return Reading::Nothing;
        }
        match Phone::parse(text, self.region) {
            Some(phone) if phone.is_filler() || self.is_blocked(phone.as_str()) => Reading::Nothing,
            Some(phone) if self.shared.contains(phone.as_str()) => {
                Reading::Shared(phone.into_string())
            }
            Some(phone) => Reading::Personal(phone.into_string()),
            None => Reading::Unreadable,
        }
    }

    fn is_blocked(&self, text: &str) -> bool {
        !self.blocked.is_empty() && self.blocked.contains(&text.to_lowercase())
    }

    /// Whether a domain or one above it is on the list.
    fn is_blocked_domain(&self, domain: &str) -> bool {
        let mut rest = domain;
        loop {
            if self.blocked.contains(rest) {
                return true;
            }
            match rest.split_once('.') {
                Some((_, parent)) => rest = parent,
                None => return false,
            }
        }
    }
}

/// An entry of a list as contacts are compared with it: an address, a number, a domain, or a word.
fn entry_form(entry: &str, region: Option<Region>) -> String {
    let entry = entry.trim().trim_start_matches('@');
    if let Some(email) = Email::parse(entry) {
        return email.into_string();
    }
    if let Some(phone) = Phone::parse(entry, region) {
        return phone.into_string();
    }
    match idna::domain_to_ascii(entry) {
        Ok(domain) if domain.contains('.') => domain,
        Ok(_) | Err(_) => entry.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Claim, ContactKind, Reading};
    use super::ContactPolicy;

    fn worth(kind: ContactKind, text: &str) -> &'static str {
        let lists = ["spam.io", "+1 (415) 555-0199", "straßenbau.de"].map(str::to_owned);
        let policy = ContactPolicy::new("US".parse().ok(), &lists, &["FrontDesk".to_owned()]);
        match Claim::read(kind, text, &policy).map(|claim| claim.reading) {
            None => "absent",
            Some(Reading::Nothing) => "nothing",
            Some(Reading::Unreadable) => "unreadable",
            Some(Reading::Shared(_)) => "shared",
            Some(Reading::Personal(_)) => "personal",
        }
    }

    #[test]
    fn each_contact_is_judged_by_what_it_proves() {
        use ContactKind::{Email, Phone, UserId};
        for (kind, text, expected) in [
            (Email, "jane@acme.io", "personal"),
            (Email, "noreply@acme.io", "nothing"),
            (Email, "No-Reply+17@acme.io", "nothing"),
            (Email, "test@test.com", "nothing"),
            (Email, "test@acme.io", "personal"),
            (Email, "jane@example.com", "nothing"),
            (Email, "jane@mail.example.org", "nothing"),
            (Email, "jane@myexample.com", "personal"),
            (Email, "jane@host.test", "nothing"),
            (Email, "jane@spam.io", "nothing"),
            (Email, "jane@mail.spam.io", "nothing"),
            (Email, "jane@notspam.io", "personal"),
            (Email, "jane@STRASSENBAU.de", "personal"),
            (Email, "kontakt@Straßenbau.de", "nothing"),
            (Email, "jane at acme", "nothing"),
            (Email, "info@acme.io", "shared"),
            (Email, "support+de@acme.io", "shared"),
            (Email, "FrontDesk@acme.io", "shared"),
            (Email, "N/A", "absent"),
            (Email, "  ", "absent"),
            (Phone, "(415) 555-0132", "personal"),
            (Phone, "+1 415 555 0199", "nothing"),
            (Phone, "0000000000", "nothing"),
            (Phone, "+1 111 111 1111", "nothing"),
            (Phone, "+1 555 555 5555", "nothing"),
            (Phone, "+1 123 456 7890", "nothing"),
            (Phone, "+1 (555) 000-0000", "nothing"),
            (Phone, "+91 9999999999", "nothing"),
            (Phone, "+49 123 456789", "nothing"),
            (Phone, "1234567890", "nothing"),
            (Phone, "null", "absent"),
            (Phone, "ask at desk 5", "unreadable"),
            (UserId, "u_1042", "personal"),
            (UserId, "0", "nothing"),
            (UserId, "undefined", "absent"),
        ] {
            assert_eq!(worth(kind, text), expected, "{text}");
        }
    }
}
