//! The keys that are recognised, and what they stand for.

/// What a recognised key says something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    EventId,
    Project,
    Message,
    CreatedAt,
    UpdatedAt,
    Context,
    Metadata,
    Channel,
    Category,
    Rating,
    Status,
    Tags,
    UserId,
    Email,
    Phone,
    Name,
    Company,
    CustomFields,
    Custom,
    SocialHandles,
    SocialHandle,
}

/// Every recognised key. Of the keys of one field the first here comes first.
const KEYS: [(&str, Field); 54] = [
    ("message", Field::Message),
    ("metadata", Field::Metadata),
    ("context", Field::Context),
    ("id", Field::EventId),
    ("feedbackId", Field::EventId),
    ("feedback_id", Field::EventId),
    ("projectId", Field::Project),
    ("project_id", Field::Project),
    ("created_at", Field::CreatedAt),
    ("createdAt", Field::CreatedAt),
    ("updated_at", Field::UpdatedAt),
    ("updatedAt", Field::UpdatedAt),
    ("channel", Field::Channel),
    ("category", Field::Category),
    ("rating", Field::Rating),
    ("status", Field::Status),
    ("tags", Field::Tags),
    ("userId", Field::UserId),
    ("user_id", Field::UserId),
    ("externalId", Field::UserId),
    ("external_id", Field::UserId),
    ("email", Field::Email),
    ("userEmail", Field::Email),
    ("user_email", Field::Email),
    ("phone", Field::Phone),
    ("userPhone", Field::Phone),
    ("user_phone", Field::Phone),
    ("phoneNumber", Field::Phone),
    ("phone_number", Field::Phone),
    ("name", Field::Name),
    ("userName", Field::Name),
    ("user_name", Field::Name),
    ("fullName", Field::Name),
    ("full_name", Field::Name),
    ("displayName", Field::Name),
    ("display_name", Field::Name),
    (CUSTOMER, Field::Name),
    ("customerName", Field::Name),
    ("customer_name", Field::Name),
    ("company", Field::Company),
    ("companyName", Field::Company),
    ("company_name", Field::Company),
    ("organization", Field::Company),
    ("organizationName", Field::Company),
    ("organization_name", Field::Company),
    ("customFields", Field::CustomFields),
    ("custom_fields", Field::CustomFields),
    ("twitter", Field::SocialHandle),
    ("linkedin", Field::SocialHandle),
    ("github", Field::SocialHandle),
    ("instagram", Field::SocialHandle),
    ("facebook", Field::SocialHandle),
    ("socialHandles", Field::SocialHandles),
    ("social_handles", Field::SocialHandles),
];

/// The key that may hold a name, or an object with a name and contacts.
pub(super) const CUSTOMER: &str = "customer";

/// What custom fields start with.
pub(super) const CUSTOM_FIELD_PREFIX: &str = "cf_";

impl Field {
    /// What a key stands for, and its place among the keys of that field.
    pub(super) fn of(key: &str) -> Option<(Self, usize)> {
        KEYS.iter()
            .position(|(known, _)| *known == key)
            .and_then(|rank| KEYS.get(rank).map(|(_, field)| (*field, rank)))
            .or_else(|| is_custom_field(key).then_some((Self::Custom, 0)))
    }

    /// The name of a recognised key, to be kept without a copy.
    pub(super) fn name_of(key: &str) -> Option<&'static str> {
        let known = KEYS.iter().find(|(known, _)| *known == key);
        known.map(|(known, _)| *known)
    }

    /// Whether the field is read from metadata too.
    ///
    /// Which event it is, what was said and when is not: metadata may come from a visitor's
    /// browser, and an `id` in there is as a rule the id of something else.
    pub(super) fn is_read_in_metadata(self) -> bool {
        match self {
            Self::EventId
            | Self::Project
            | Self::Message
            | Self::CreatedAt
            | Self::UpdatedAt
            | Self::Context
            | Self::Metadata => false,
            Self::Channel
            | Self::Category
            | Self::Rating
            | Self::Status
            | Self::Tags
            | Self::UserId
            | Self::Email
            | Self::Phone
            | Self::Name
            | Self::Company
            | Self::CustomFields
            | Self::Custom
            | Self::SocialHandles
            | Self::SocialHandle => true,
        }
    }
}

/// The recognised keys that a column's title may mean, whatever its case, spaces, underscores and
/// dashes: all keys of that field, those that are nearest to the title first.
pub(super) fn meant_by(title: &str) -> Vec<&'static str> {
    let squashed = squash(title);
    let Some((_, field)) = KEYS.iter().find(|(key, _)| squash(key) == squashed) else {
        return Vec::new();
    };
    let mut keys: Vec<&str> = KEYS
        .iter()
        .filter(|(_, other)| other == field)
        .map(|(key, _)| *key)
        .collect();
    keys.sort_by_key(|key| squash(key) != squashed);
    if matches!(field, Field::SocialHandle) {
        keys.truncate(1);
    }
    keys
}

fn is_custom_field(key: &str) -> bool {
    key.len() > CUSTOM_FIELD_PREFIX.len() && key.starts_with(CUSTOM_FIELD_PREFIX)
}

fn squash(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, ' ' | '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Field, meant_by};

    #[test]
    fn keys_are_exact() {
        assert_eq!(
            Field::of("userEmail").map(|(field, _)| field),
            Some(Field::Email)
        );
        assert_eq!(
            Field::of("cf_plan").map(|(field, _)| field),
            Some(Field::Custom)
        );
        for unknown in ["Email", "cf_", "emails", ""] {
            assert_eq!(Field::of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn titles_of_columns_are_not() {
        for (title, key) in [
            ("User Email", Some("userEmail")),
            ("E-Mail", Some("email")),
            ("created at", Some("created_at")),
            ("CreatedAt", Some("created_at")),
            ("GitHub", Some("github")),
            ("widget", None),
        ] {
            assert_eq!(meant_by(title).first().copied(), key, "{title}");
        }
    }
}
