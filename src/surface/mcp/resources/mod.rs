//! Resources: what a person may attach to a conversation.
//!
//! Only the summary is listed. Customers, of whom there may be a million, are reached by
//! templates, whose variables are completed ([`super::completion`]).

mod address;
mod feedback;
mod markdown;
mod profile;
mod sharing;
mod summary;

use super::error::{Code, ToolError, echo};
use super::icon::Icon;
use super::tool::missing_scope;
use crate::domain::access::{Access, Scope};
use crate::service::{Directory, DirectoryError};
use address::Address;

const MARKDOWN: &str = "text/markdown";
const JSON: &str = "application/json";

/// A resource or a template as it is listed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed {
    /// The URI; of a template, with its variable in braces.
    pub(super) uri: &'static str,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) icon: Icon,
    pub(super) description: &'static str,
    pub(super) mime_type: &'static str,
}

/// What is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) uri: String,
    pub(super) mime_type: &'static str,
    pub(super) text: String,
}

/// Every resource without a variable.
pub(super) const LISTED: [Listed; 1] = [Listed {
    uri: "directory://summary",
    name: "summary",
    title: "The directory in numbers",
    icon: Icon::Chart,
    description: "How many customers there are, by tag, channel, company, month of first contact \
        and custom field.",
    mime_type: MARKDOWN,
}];

/// Every template. Each has one variable.
pub(super) const TEMPLATES: [Listed; 7] = [
    Listed {
        uri: "customer://{id}",
        name: "customer",
        title: "A customer",
        icon: Icon::Person,
        description: "One customer's whole profile with the latest feedback, to be read.",
        mime_type: MARKDOWN,
    },
    Listed {
        uri: "customer://{id}/profile.json",
        name: "customer_data",
        title: "A customer, as data",
        icon: Icon::Person,
        description: "What `get_customer` answers, as JSON.",
        mime_type: JSON,
    },
    Listed {
        uri: "customer://{id}/feedback",
        name: "customer_feedback",
        title: "What a customer said",
        icon: Icon::Speech,
        description: "One customer's feedback in full, newest first.",
        mime_type: MARKDOWN,
    },
    Listed {
        uri: "directory://customers/tag/{tag}",
        name: "customers_with_tag",
        title: "Customers with a tag",
        icon: Icon::Label,
        description: "The customers with a tag who were seen last.",
        mime_type: MARKDOWN,
    },
    Listed {
        uri: "directory://customers/channel/{channel}",
        name: "customers_of_channel",
        title: "Customers of a channel",
        icon: Icon::Label,
        description: "The customers who came through a channel and were seen last.",
        mime_type: MARKDOWN,
    },
    Listed {
        uri: "directory://customers/company/{company}",
        name: "customers_of_company",
        title: "Customers of a company",
        icon: Icon::Label,
        description: "The customers of a company who were seen last.",
        mime_type: MARKDOWN,
    },
    Listed {
        uri: "directory://customers/custom_field/{custom_field}",
        name: "customers_with_custom_field",
        title: "Customers with a custom field",
        icon: Icon::Label,
        description: "The customers who have a custom field and were seen last.",
        mime_type: MARKDOWN,
    },
];

/// Reads a resource.
pub(super) fn read(
    directory: &Directory,
    access: &Access,
    uri: &str,
) -> Result<Content, ToolError> {
    let reader = access
        .reader()
        .ok_or_else(|| missing_scope("resources/read", Scope::Read, access))?;
    let address = Address::parse(uri).map_err(|problem| {
        let message = format!("there is no resource `{}`: {problem}", echo(uri));
        ToolError::refused(Code::NotFound, message)
    })?;
    let written = address.to_string();
    let (mime_type, text) = match address {
        Address::Summary => (MARKDOWN, summary::markdown(directory, reader)),
        Address::Profile(id) => (
            MARKDOWN,
            profile::answer(directory, reader, id).map(|answer| profile::markdown(&answer)),
        ),
        Address::ProfileData(id) => (
            JSON,
            profile::answer(directory, reader, id).map(|answer| profile::json(&answer)),
        ),
        Address::Feedback(id) => (MARKDOWN, feedback::markdown(directory, reader, id)),
        Address::Sharing(label, value) => {
            (MARKDOWN, sharing::markdown(directory, reader, label, value))
        }
    };
    Ok(Content {
        uri: written,
        mime_type,
        text: text?,
    })
}

/// What is wrong with the id in a URI. Nobody is like a number, so nobody else is named.
fn unknown(mut error: DirectoryError) -> ToolError {
    if let DirectoryError::NotFound { near, .. } = &mut error {
        near.clear();
    }
    error.into()
}

#[cfg(test)]
mod tests {
    use super::{Code, DirectoryError, ToolError, unknown};
    use crate::domain::customer::CustomerId;
    use crate::surface::view::samples;

    #[test]
    fn whoever_was_deleted_is_said_to_be_deleted_and_nothing_else() {
        let error = unknown(DirectoryError::Deleted {
            id: CustomerId(7),
            at: samples::at("2026-11-03T10:15:00Z"),
        });
        let ToolError::Refused(refusal) = error else {
            panic!("{error:?}");
        };
        assert_eq!(refusal.code(), Code::NotFound);
        insta::assert_snapshot!(refusal.message(), @"`cus_7` was deleted at 2026-11-03T10:15:00Z");
    }

    #[test]
    fn whoever_is_not_known_by_a_number_is_like_nobody() {
        let error = unknown(DirectoryError::NotFound {
            asked: "cus_7".to_owned(),
            near: vec![samples::listed(1).summary],
        });
        let ToolError::Refused(refusal) = error else {
            panic!("{error:?}");
        };
        assert_eq!(refusal.data().get("near_matches"), None);
    }
}
