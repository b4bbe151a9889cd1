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
    if is_shown_as_kept(text) {
        text.to_owned()
    } else {
        parsed(text)
    }
}

fn parsed(text: &str) -> String {
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

/// Whether an address has nothing in it that is shown in another way: most have not, and need no
/// parser.
fn is_shown_as_kept(text: &str) -> bool {
    let is_plain =
        |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'+' | b'@');
    text.bytes().all(is_plain) && !text.ends_with('.') && !text.contains("xn--")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{email, is_shown_as_kept, parsed};

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

    proptest! {
        #[test]
        fn what_is_not_parsed_would_be_shown_alike(text in "[a-z0-9._+@-]{0,12}@?[a-z0-9.-]{0,90}") {
            if is_shown_as_kept(&text) {
                prop_assert_eq!(parsed(&text), text);
            }
        }
    }
}
