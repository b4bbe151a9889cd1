//! E-mail addresses.

use std::fmt;

use crate::domain::invisible::is_invisible;

/// Longest address, in bytes (RFC 5321, section 4.5.3.1.3).
const LONGEST: usize = 254;

/// An e-mail address in its one stored spelling.
///
/// The local part is lower-cased in ASCII only: Unicode case mapping makes `mıke@` and `mike@`
/// one person, which was an account takeover elsewhere. Dots and plus tags stay: they may tell
/// people apart. The domain goes through IDNA and is kept in its ASCII form.
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    address: String,
    at: usize,
}

impl Email {
    /// Reads an address: trimmed, exactly one `@`, something before it, a domain after it.
    ///
    /// A display form `Jane <jane@acme.io>` and a `mailto:` prefix are understood.
    pub fn parse(text: &str) -> Option<Self> {
        let text = bare_address(text.trim());
        let (local, domain) = text.split_once('@')?;
        let sound = !local.is_empty()
            && !domain.contains('@')
            && !local
                .chars()
                .any(|letter| letter.is_whitespace() || letter.is_control() || is_format(letter));
        if !sound {
            return None;
        }
        let domain = idna::domain_to_ascii_cow(
            domain.trim_end_matches('.').as_bytes(),
            idna::AsciiDenyList::URL,
        )
        .ok()?;
        if !domain.contains('.') || domain.split('.').any(str::is_empty) {
            return None;
        }
        let address = format!("{}@{domain}", local.to_ascii_lowercase());
        (address.len() <= LONGEST).then_some(Self {
            address,
            at: local.len(),
        })
    }

    /// The stored spelling.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.address.get(..self.at).unwrap_or_default()
    }

    /// What stands after the `@`, in ASCII form.
    pub fn domain(&self) -> &str {
        self.address.get(self.at + 1..).unwrap_or_default()
    }

    /// Gives up the stored spelling.
    pub fn into_string(self) -> String {
        self.address
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Email(hidden)")
    }
}

fn bare_address(text: &str) -> &str {
    let inner = match (text.rfind('<'), text.strip_suffix('>')) {
        (Some(open), Some(closed)) => closed.get(open + 1..).unwrap_or(text),
        _ => text,
    };
    let mut inner = inner.trim();
    // Forms that turn addresses into links do so twice where the address is one already.
    while let Some((scheme, rest)) = inner.split_at_checked("mailto:".len())
        && scheme.eq_ignore_ascii_case("mailto:")
    {
        inner = rest;
    }
    inner
}

/// Invisible characters that make two addresses look alike.
fn is_format(letter: char) -> bool {
    is_invisible(letter) || matches!(letter, '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Email;

    #[test]
    fn spellings_of_one_address_are_stored_alike() {
        for (text, stored) in [
            (" Jane.Doe@Acme.IO ", "jane.doe@acme.io"),
            ("Jane <JANE@acme.io>", "jane@acme.io"),
            ("mailto:jane@acme.io", "jane@acme.io"),
            ("mailto:MAILTO:jane@acme.io", "jane@acme.io"),
            ("jane@acme.io.", "jane@acme.io"),
            (
                "kontakt@Straßenbau-Müller.de",
                "kontakt@xn--straenbau-mller-tib41c.de",
            ),
            ("jane+news@acme.io", "jane+news@acme.io"),
            ("j.a.n.e@gmail.com", "j.a.n.e@gmail.com"),
            ("mıke@acme.io", "mıke@acme.io"),
            ("İpek@acme.io", "İpek@acme.io"),
        ] {
            assert_eq!(
                Email::parse(text).map(Email::into_string).as_deref(),
                Some(stored),
                "{text}"
            );
        }
    }

    #[test]
    fn text_that_is_no_address_is_not_one() {
        for text in [
            "",
            "jane",
            "@acme.io",
            "jane@",
            "jane@acme",
            "a@b@c.io",
            "ja ne@acme.io",
            "jane@acme..io",
            "jane@ac me.io",
            "ja\u{200b}ne@acme.io",
            "jane@-",
        ] {
            assert!(Email::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn debug_output_hides_the_address() {
        assert_eq!(
            format!("{:?}", Email::parse("a@b.io").unwrap()),
            "Email(hidden)"
        );
    }

    proptest! {
        #[test]
        fn reading_a_stored_spelling_again_changes_nothing(text in "[a-zA-Z0-9.+ıİé]{1,12}@[a-zA-Z0-9ü]{1,10}\\.[a-z]{2,4}") {
            if let Some(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Some(email));
            }
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,80}") {
            let _ = Email::parse(&text).is_some();
        }
    }
}
