//! Contacts as people read them.

use super::clean;
use crate::domain::contact::{Contact, ContactKind, Email};

/// A contact of a customer: stored spelling, international domains in their own script.
pub(super) fn of_contact(contact: &Contact) -> String {
    match contact.kind {
        ContactKind::Email => email(&contact.address),
        ContactKind::Phone | ContactKind::UserId => clean::line(&contact.address).into_owned(),
    }
}

/// An e-mail address in any spelling; text that is no address stays as it was written.
pub(super) fn email(text: &str) -> String {
    let Some(address) = Email::parse(text) else {
        return clean::line(text).into_owned();
    };
    let (domain, outcome) = idna::domain_to_unicode(address.domain());
    let shown = if outcome.is_ok() {
        format!("{}@{domain}", address.local_part())
    } else {
        address.into_string()
    };
    clean::line(&shown).into_owned()
}

#[cfg(test)]
mod tests {
    use super::email;

    #[test]
    fn international_domains_are_shown_in_their_own_script() {
        for (written, shown) in [
            (
                "kontakt@xn--straenbau-mller-tib41c.de",
                "kontakt@straßenbau-müller.de",
            ),
            ("Jane <JANE@Acme.io>", "jane@acme.io"),
            ("no address\u{202e}", "no address"),
        ] {
            assert_eq!(email(written), shown);
        }
    }
}
