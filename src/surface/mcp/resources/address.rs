//! Addresses of resources: what a URI means, and how it is written.

use std::fmt;

use crate::domain::customer::CustomerId;

/// What a URI means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// How many customers there are, and how they divide.
    Summary,
    /// A customer, to be read.
    Profile(CustomerId),
    /// A customer as data.
    ProfileData(CustomerId),
    /// What a customer said.
    Feedback(CustomerId),
    /// The customers who share a label.
    Sharing(Label, String),
}

/// What customers may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A tag.
    Tag,
    /// A channel.
    Channel,
    /// A company.
    Company,
    /// A custom field, whatever its value.
    CustomField,
}

impl Label {
    pub(super) const ALL: [Self; 4] = [Self::Tag, Self::Channel, Self::Company, Self::CustomField];

    /// The word that stands for it in a URI.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Channel => "channel",
            Self::Company => "company",
            Self::CustomField => "custom_field",
        }
    }
}

const SUMMARY: &str = "directory://summary";
const CUSTOMERS: &str = "directory://customers/";
const CUSTOMER: &str = "customer://";
const FEEDBACK: &str = "/feedback";
const PROFILE_DATA: &str = "/profile.json";

impl Address {
    /// Reads a URI. Says what is wrong with one that means nothing.
    pub(super) fn parse(uri: &str) -> Result<Self, String> {
        if uri == SUMMARY {
            return Ok(Self::Summary);
        }
        if let Some(rest) = uri.strip_prefix(CUSTOMERS)
            && let Some((word, value)) = rest.split_once('/')
            && let Some(label) = Label::ALL.into_iter().find(|label| label.as_str() == word)
        {
            let value = decoded(value).ok_or("its last part is not percent-encoded UTF-8")?;
            return Ok(Self::Sharing(label, value));
        }
        let unknown = || {
            "there are `directory://summary`, `directory://customers/tag/…` (or `channel`, \
             `company`, `custom_field`), `customer://{id}`, `customer://{id}/profile.json` and \
             `customer://{id}/feedback`"
                .to_owned()
        };
        let rest = uri.strip_prefix(CUSTOMER).ok_or_else(unknown)?;
        let (id, address): (&str, fn(CustomerId) -> Self) =
            match (rest.strip_suffix(FEEDBACK), rest.strip_suffix(PROFILE_DATA)) {
                (Some(id), _) => (id, Self::Feedback),
                (_, Some(id)) => (id, Self::ProfileData),
                (None, None) => (rest, Self::Profile),
            };
        // The error would repeat the whole of what stands there.
        let id = id.parse::<CustomerId>().ok();
        id.map(address)
            .ok_or_else(|| "it has no customer id; ids look like `cus_1042`".to_owned())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Summary => formatter.write_str(SUMMARY),
            Self::Profile(id) => write!(formatter, "{CUSTOMER}{id}"),
            Self::ProfileData(id) => write!(formatter, "{CUSTOMER}{id}{PROFILE_DATA}"),
            Self::Feedback(id) => write!(formatter, "{CUSTOMER}{id}{FEEDBACK}"),
            Self::Sharing(label, value) => {
                write!(formatter, "{CUSTOMERS}{}/", label.as_str())?;
                value.bytes().try_for_each(|byte| match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        write!(formatter, "{}", char::from(byte))
                    }
                    _ => write!(formatter, "%{byte:02X}"),
                })
            }
        }
    }
}

/// A part of a URI with its percent signs resolved (RFC 3986).
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Address, Label};
    use crate::domain::customer::CustomerId;

    #[test]
    fn an_address_is_written_as_it_is_read() {
        let label = |label, value: &str| Address::Sharing(label, value.to_owned());
        for (uri, address) in [
            ("directory://summary", Address::Summary),
            ("customer://cus_7", Address::Profile(CustomerId(7))),
            (
                "customer://cus_7/profile.json",
                Address::ProfileData(CustomerId(7)),
            ),
            (
                "customer://cus_7/feedback",
                Address::Feedback(CustomerId(7)),
            ),
            (
                "directory://customers/company/M%C3%BCller%20%26%20S%C3%B6hne%2FBonn",
                label(Label::Company, "Müller & Söhne/Bonn"),
            ),
            (
                "directory://customers/custom_field/cf_plan",
                label(Label::CustomField, "cf_plan"),
            ),
        ] {
            assert_eq!(Address::parse(uri).as_ref(), Ok(&address));
            assert_eq!(address.to_string(), uri);
        }
    }

    #[test]
    fn what_is_no_address_is_told_why() {
        for (uri, says) in [
            ("https://example.com", "there are `directory://summary`"),
            ("directory://customers/name/x", "there are"),
            ("directory://customers/tag/%zz", "percent-encoded"),
            ("directory://customers/tag/%ff", "percent-encoded"),
            ("directory://customers/tag/%e", "percent-encoded"),
            ("customer://", "ids look like"),
            ("customer://jane@acme.io", "ids look like"),
            ("customer://cus_1/notes", "ids look like"),
            ("customer://cus_99999999999999999999", "ids look like"),
            ("", "there are"),
        ] {
            let problem = Address::parse(uri).unwrap_err();
            assert!(problem.contains(says), "{uri}: {problem}");
        }
    }
}
