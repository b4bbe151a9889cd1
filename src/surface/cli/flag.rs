//! What a parameter is called on the command line.

use crate::service::DirectoryError;

/// Parameters that have no flag, but a place.
const PLACES: [(&str, &str); 3] = [("customer", "CUSTOMER"), ("other", "OTHER"), ("key", "KEY")];

/// Parameters that take several values are flags that are repeated, each with one.
const REPEATED: [(&str, &str); 6] = [
    ("custom_fields", "field"),
    ("social_handles", "social"),
    ("user_ids", "user-id"),
    ("emails", "email"),
    ("phones", "phone"),
    ("tags", "tag"),
];

/// An error in the words of whoever typed the command: with the flag instead of the field. What is
/// wrong with a whole list of the customer's is no flag's fault.
pub(super) fn told(error: &DirectoryError) -> String {
    let is_list = |field: &str| REPEATED.iter().any(|(several, _)| field == *several);
    if let DirectoryError::Unusable { field, problem } = error
        && !is_list(field)
    {
        return format!("`{}`: {problem}", flag(field));
    }
    error.to_string()
}

/// The flag of a parameter.
pub(super) fn flag(parameter: &str) -> String {
    if let Some((_, place)) = PLACES.iter().find(|(known, _)| *known == parameter) {
        return (*place).to_owned();
    }
    let mut name = parameter.to_owned();
    for (several, one) in REPEATED {
        if let Some(start) = name.strip_suffix(several) {
            name = format!("{start}{one}");
        }
    }
    format!("--{}", name.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, Command};

    use super::super::{CreateArgs, FeedbackArgs, ListArgs, SummaryArgs, UpdateArgs};
    use super::flag;

    /// Every parameter of a question or a change that can be refused.
    const PARAMETERS: [&str; 37] = [
        "channel",
        "tag",
        "company",
        "custom_field",
        "custom_value",
        "seen_after",
        "seen_before",
        "limit",
        "cursor",
        "custom_field_key",
        "unlinked",
        "category",
        "rating_min",
        "rating_max",
        "created_after",
        "created_before",
        "name",
        "notes",
        "append_notes",
        "emails",
        "phones",
        "user_ids",
        "tags",
        "custom_fields",
        "social_handles",
        "add_emails",
        "add_phones",
        "add_user_ids",
        "add_tags",
        "set_custom_fields",
        "add_social_handles",
        "remove_emails",
        "remove_phones",
        "remove_user_ids",
        "remove_tags",
        "remove_custom_fields",
        "remove_social_handles",
    ];

    #[test]
    fn every_parameter_is_a_flag_of_some_command() {
        let commands = [
            ListArgs::augment_args(Command::new("list")),
            FeedbackArgs::augment_args(Command::new("feedback")),
            SummaryArgs::augment_args(Command::new("summary")),
            CreateArgs::augment_args(Command::new("create")),
            UpdateArgs::augment_args(Command::new("update")),
        ];
        let flags: Vec<String> = commands
            .iter()
            .flat_map(Command::get_arguments)
            .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
            .collect();
        for parameter in PARAMETERS {
            let flag = flag(parameter);
            assert!(flags.contains(&flag), "{parameter}: {flag} is no flag");
        }
    }
}
