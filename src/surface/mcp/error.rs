//! How a call fails: what a caller can mend, and what is ours.

use serde_json::{Map, Value, json};

use super::conflict;
use crate::domain::customer::CustomerSummary;
use crate::service::{DirectoryError, StoreError};
use crate::surface::question::QuestionError;
use crate::surface::view::{CustomerRow, clean};

/// The most characters of a caller's own value that a message repeats.
const LONGEST_ECHO: usize = 100;

/// A call that was not carried out.
#[derive(Debug)]
pub(super) enum ToolError {
    /// The caller can do something about it.
    Refused(Refusal),
    /// The directory failed; nobody outside can do anything about it.
    Failed(DirectoryError),
}

/// Why a call was refused, for the caller to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    code: Code,
    message: String,
    /// What a message must not repeat, such as a stranger's text, and what a program reads.
    facts: Map<String, Value>,
}

/// The kinds of refusal. Their words never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    /// A value that a parameter does not take, or a parameter that is missing.
    InvalidValue,
    /// A parameter that the tool does not have.
    UnknownParameter,
    /// Nobody is known by what was asked for.
    NotFound,
    /// What was asked for means several customers, or is somebody else's already.
    Conflict,
    /// A customer has changed since the caller looked.
    VersionConflict,
    /// The caller may not use the tool.
    MissingScope,
    /// A plan that waits for a person's yes.
    PlanRequired,
    /// A plan that cannot be carried out.
    PlanInvalid,
    /// A person said no, nobody said yes, or the rules forbid it.
    Refused,
    /// The caller has done as much as it may for now.
    LimitReached,
    /// Not now; the same call may work in a moment.
    Busy,
    /// The directory's file cannot be used, and a person at the machine can mend it.
    Unavailable,
}

impl Code {
    fn as_str(self) -> &'static str {
        match self {
            Self::InvalidValue => "invalid_value",
            Self::UnknownParameter => "unknown_parameter",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::VersionConflict => "version_conflict",
            Self::MissingScope => "missing_scope",
            Self::PlanRequired => "plan_required",
            Self::PlanInvalid => "plan_invalid",
            Self::Refused => "refused",
            Self::LimitReached => "limit_reached",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
        }
    }
}

impl Refusal {
    /// A refusal without facts beside its message, which never repeats a stranger's text.
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            facts: Map::new(),
        }
    }

    /// The kind of refusal.
    pub(super) fn code(&self) -> Code {
        self.code
    }

    /// What is wrong, and what to do.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// The refusal with facts beside its message.
    pub(super) fn with(self, facts: Map<String, Value>) -> Self {
        Self { facts, ..self }
    }

    /// The refusal as text: one for people, and one with the facts where there are any.
    pub(super) fn texts(&self) -> Vec<String> {
        let mut texts = vec![format!("{}: {}", self.code.as_str(), self.message)];
        if !self.facts.is_empty() {
            texts.push(Value::Object(self.facts.clone()).to_string());
        }
        texts
    }

    /// The same facts as data.
    pub(super) fn data(&self) -> Value {
        let mut data = json!({ "code": self.code.as_str(), "message": self.message });
        if let Some(data) = data.as_object_mut() {
            data.extend(self.facts.clone());
        }
        data
    }
}

impl ToolError {
    /// A refusal of this kind.
    pub(super) fn refused(code: Code, message: impl Into<String>) -> Self {
        Self::Refused(Refusal::new(code, message))
    }

    /// The refusal of a value, with what would be accepted instead.
    pub(super) fn invalid(parameter: &str, value: &Value, accepted: &str) -> Self {
        let value = echo(&value.to_string());
        let message = format!("`{parameter}` is `{value}`; accepted: {accepted}");
        Self::refused(Code::InvalidValue, message)
    }

    /// The refusal of a text that a parameter was given, with what is wrong with it.
    pub(super) fn unusable(parameter: &str, problem: impl std::fmt::Display) -> Self {
        Self::refused(Code::InvalidValue, format!("`{parameter}`: {problem}"))
    }
}

/// A caller's own value as a message repeats it: cleaned and cut.
pub(super) fn echo(value: &str) -> String {
    clean::excerpt(value, LONGEST_ECHO)
}

impl From<QuestionError> for ToolError {
    fn from(error: QuestionError) -> Self {
        Self::unusable(error.parameter, clean::line(&error.problem))
    }
}

impl From<DirectoryError> for ToolError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::NotFound { asked, near } => Self::Refused(not_found(&asked, &near)),
            DirectoryError::SeveralMeant { asked, customers } => {
                let ids: Vec<String> = customers.iter().map(|id| format!("`{id}`")).collect();
                let message = format!(
                    "`{}` means several customers: {}; ask for one of them by id",
                    echo(&asked),
                    ids.join(", ")
                );
                Self::refused(Code::Conflict, message)
            }
            DirectoryError::Deleted { .. } => Self::refused(Code::NotFound, error.to_string()),
            DirectoryError::Unusable { field, problem } => {
                Self::unusable(&field, clean::line(&problem))
            }
            DirectoryError::KeyEnded { .. } => Self::refused(Code::MissingScope, error.to_string()),
            DirectoryError::LimitReached { .. } => {
                Self::refused(Code::LimitReached, error.to_string())
            }
            DirectoryError::ContactTaken { contact, owner } => {
                Self::Refused(conflict::contact_taken(&contact, &owner))
            }
            DirectoryError::VersionConflict { expected, customer } => {
                Self::Refused(conflict::version(expected, &customer))
            }
            DirectoryError::NameReused { field, name } => {
                Self::Refused(conflict::name_reused(field, &name))
            }
            DirectoryError::PlanRequired { .. } => {
                Self::refused(Code::PlanRequired, error.to_string())
            }
            DirectoryError::PlanInvalid { .. } => {
                Self::refused(Code::PlanInvalid, error.to_string())
            }
            DirectoryError::Refused { .. } => Self::refused(Code::Refused, error.to_string()),
            DirectoryError::Store(_) if error.is_passing() => {
                Self::refused(Code::Busy, error.to_string())
            }
            DirectoryError::Store(
                StoreError::DiskFull
                | StoreError::DiskFailed
                | StoreError::NotPermitted
                | StoreError::Gone
                | StoreError::OtherSchema { .. },
            ) => Self::refused(Code::Unavailable, error.to_string()),
            DirectoryError::Store(_) => Self::Failed(error),
        }
    }
}

fn not_found(asked: &str, near: &[CustomerSummary]) -> Refusal {
    let next = if near.is_empty() {
        "search with `list_customers`"
    } else {
        "ask for one of the near matches by id, or search with `list_customers`"
    };
    let message = format!("no customer is known by `{}`; {next}", echo(asked));
    let shown = near.iter().map(CustomerRow::of_summary).map(|row| {
        let words = [
            ("id", Some(row.id)),
            ("name", row.name),
            ("email", row.email),
        ];
        let known = words
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?))));
        Value::Object(known.collect())
    });
    let near_matches = (!near.is_empty()).then(|| ("near_matches".to_owned(), shown.collect()));
    Refusal::new(Code::NotFound, message).with(near_matches.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Refusal, ToolError, echo};
    use crate::domain::customer::CustomerId;
    use crate::service::{DirectoryError, StoreError};
    use crate::surface::view::samples;

    fn refusal(error: DirectoryError) -> Refusal {
        match ToolError::from(error) {
            ToolError::Refused(refusal) => refusal,
            ToolError::Failed(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_missing_customer_is_answered_with_near_matches_as_data() {
        let refusal = refusal(DirectoryError::NotFound {
            asked: "jnae\u{202e}".to_owned(),
            near: vec![samples::listed(1).summary, samples::blank_listed().summary],
        });
        let [sentence, near] = <[String; 2]>::try_from(refusal.texts()).unwrap();
        insta::assert_snapshot!(sentence, @"not_found: no customer is known by `jnae`; ask for one of the near matches by id, or search with `list_customers`");
        insta::assert_snapshot!(near, @r#"{"near_matches":[{"id":"cus_1","name":"Jane Doe","email":"jane@acme.io"},{"id":"cus_5"}]}"#);
        assert_eq!(refusal.data()["code"], json!("not_found"));
        assert_eq!(
            refusal.data()["near_matches"][0]["email"],
            json!("jane@acme.io")
        );
    }

    #[test]
    fn strangers_text_is_in_no_message_and_clean_where_it_is_data() {
        let refusal = refusal(DirectoryError::NotFound {
            asked: "x".to_owned(),
            near: vec![samples::hostile_listed().summary],
        });
        samples::assert_clean(&refusal.data().to_string());
        assert!(!refusal.texts()[0].contains("[31m"));
    }

    #[test]
    fn other_refusals_say_what_to_do() {
        let several = refusal(DirectoryError::SeveralMeant {
            asked: "415".to_owned(),
            customers: vec![CustomerId(1), CustomerId(2)],
        });
        insta::assert_snapshot!(several.texts().join("\n"), @"conflict: `415` means several customers: `cus_1`, `cus_2`; ask for one of them by id");
        let busy = refusal(DirectoryError::Store(StoreError::Busy));
        insta::assert_snapshot!(busy.texts().join("\n"), @"busy: another process is writing to the directory; try again in a moment");
    }

    #[test]
    fn a_failing_store_is_no_refusal_but_what_a_person_can_mend_is_told() {
        let error = ToolError::from(DirectoryError::Store(StoreError::Damaged));
        assert!(matches!(error, ToolError::Failed(_)));
        let full = refusal(DirectoryError::Store(StoreError::DiskFull));
        insta::assert_snapshot!(full.texts().join("\n"), @"unavailable: the disk is full, so this was not done; free some space and try again");
    }

    #[test]
    fn a_long_value_is_repeated_in_part() {
        assert_eq!(echo(&"李".repeat(101)), format!("{}…", "李".repeat(100)));
    }
}
