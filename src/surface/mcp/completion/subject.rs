//! What an argument takes, by its name: one name means one thing in every prompt and template.

use jiff::{SignedDuration, Timestamp};

use crate::domain::search::Dimension;

/// What ids begin with.
pub(super) const ID_PREFIX: &str = "cus_";

/// How many days before today the dates that are offered lie.
const DAYS_AGO: [i64; 4] = [1, 7, 30, 90];

/// What an argument takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// A customer.
    Customer,
    /// A label that customers have.
    Label(Dimension),
    /// A date that is past.
    Date,
    /// A person's own words.
    FreeText,
}

impl Subject {
    /// What an argument with a name takes.
    pub(super) fn named(argument: &str) -> Self {
        match argument {
            "id" | "customer" => Self::Customer,
            "tag" => Self::Label(Dimension::Tag),
            "channel" => Self::Label(Dimension::Channel),
            "company" => Self::Label(Dimension::Company),
            "custom_field" => Self::Label(Dimension::FieldKey),
            "since" => Self::Date,
            _ => Self::FreeText,
        }
    }
}

/// Dates that people often mean, if they begin as was typed.
pub(super) fn dates(now: Timestamp, typed: &str) -> Vec<String> {
    let days = DAYS_AGO.into_iter().filter_map(|days| {
        let then = now
            .checked_sub(SignedDuration::from_hours(24 * days))
            .ok()?;
        Some(then.strftime("%Y-%m-%d").to_string())
    });
    days.filter(|date| date.starts_with(typed.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::{Subject, dates};
    use crate::surface::mcp::{prompts, resources};
    use crate::surface::view::samples;

    #[test]
    fn every_argument_but_free_text_is_completed() {
        let arguments = prompts::ALL.iter().flat_map(|prompt| prompt.arguments);
        let free: Vec<&str> = arguments
            .map(|argument| argument.name)
            .filter(|name| Subject::named(name) == Subject::FreeText)
            .collect();
        assert_eq!(free, ["points"]);
        for template in resources::TEMPLATES {
            let (_, rest) = template.uri.split_once('{').unwrap();
            let (variable, _) = rest.split_once('}').unwrap();
            assert_ne!(Subject::named(variable), Subject::FreeText, "{variable}");
        }
    }

    #[test]
    fn dates_lie_in_the_past() {
        let now = samples::at("2026-11-24T10:00:00Z");
        let all = ["2026-11-23", "2026-11-17", "2026-10-25", "2026-08-26"];
        assert_eq!(dates(now, ""), all);
        assert_eq!(dates(now, "2026-11"), all[..2]);
        assert_eq!(dates(now, "yesterday"), Vec::<String>::new());
    }
}
