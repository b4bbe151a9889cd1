//! The fields of a record: written one after another, and read by their names.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Problem;
use crate::domain::audit::from_hexadecimal;
use crate::domain::customer::{CustomerId, Origin};
use crate::domain::feedback::FeedbackNumber;

/// What stands for a hand as the origin of a value.
const HAND: &str = "hand";

/// What stands before the number of the feedback that a value came from.
const FEEDBACK: &str = "feedback ";

/// Fields that are written or read.
#[derive(Debug, Default, Clone)]
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    /// Begins a record of a kind.
    pub(super) fn of_kind(kind: &str) -> Self {
        Self::default().with("kind", kind)
    }

    /// The fields of a value inside a record.
    pub(super) fn inside(value: Value, name: &str) -> Result<Self, Problem> {
        let Value::Object(fields) = value else {
            return Err(format!("`{name}` holds something that is no object"));
        };
        Ok(Self(fields))
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// A list, unless it is empty.
    pub(super) fn with_list(self, name: &str, list: Vec<Value>) -> Self {
        self.with_some(name, (!list.is_empty()).then_some(list))
    }

    pub(super) fn with_time(self, name: &str, at: Timestamp) -> Self {
        self.with(name, at.to_string())
    }

    /// Where a value came from, in two fields.
    pub(super) fn with_origin(self, [from, at]: [&str; 2], origin: Origin) -> Self {
        let source = match origin.feedback() {
            Some(number) => format!("{FEEDBACK}{}", number.0),
            None => HAND.to_owned(),
        };
        self.with(from, source).with_time(at, origin.at())
    }

    /// The value of a field, if it is there.
    pub(super) fn some(&mut self, name: &str) -> Option<Value> {
        self.0.swap_remove(name)
    }

    pub(super) fn some_text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        match self.some(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("`{name}` is no text")),
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, Problem> {
        self.some_text(name)?.ok_or_else(|| missing(name))
    }

    /// A whole number that is not negative.
    pub(super) fn whole(&mut self, name: &str) -> Result<i64, Problem> {
        let value = self.some(name).ok_or_else(|| missing(name))?;
        let number = value.as_i64().filter(|number| *number >= 0);
        number.ok_or_else(|| format!("`{name}` is no whole number"))
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<bool, Problem> {
        let value = self.some(name).ok_or_else(|| missing(name))?;
        value
            .as_bool()
            .ok_or_else(|| format!("`{name}` is neither true nor false"))
    }

    /// A list; an empty one where the field is missing.
    pub(super) fn list(&mut self, name: &str) -> Result<Vec<Value>, Problem> {
        match self.some(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list),
            Some(_) => Err(format!("`{name}` is no list")),
        }
    }

    pub(super) fn some_time(&mut self, name: &str) -> Result<Option<Timestamp>, Problem> {
        let Some(text) = self.some_text(name)? else {
            return Ok(None);
        };
        let at = text.parse::<Timestamp>().ok().filter(is_kept);
        at.map(Some).ok_or_else(|| {
            format!("`{name}` is no time of an export, such as `2026-11-03T10:15:00.5Z`")
        })
    }

    pub(super) fn time(&mut self, name: &str) -> Result<Timestamp, Problem> {
        self.some_time(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn some_id(&mut self, name: &str) -> Result<Option<CustomerId>, Problem> {
        let Some(text) = self.some_text(name)? else {
            return Ok(None);
        };
        let id = text.parse().ok();
        id.map(Some)
            .ok_or_else(|| format!("`{name}` is no customer's id, such as `cus_1042`"))
    }

    pub(super) fn id(&mut self, name: &str) -> Result<CustomerId, Problem> {
        self.some_id(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn origin(&mut self, [from, at]: [&str; 2]) -> Result<Origin, Problem> {
        let at = self.time(at)?;
        let source = self.text(from)?;
        if source == HAND {
            return Ok(Origin::Hand { at });
        }
        let number = source.strip_prefix(FEEDBACK);
        let number = number.and_then(|number| number.parse().ok());
        let feedback = number.map(FeedbackNumber).ok_or_else(|| {
            format!(
                "`{from}` is neither `{HAND}` nor the number of feedback, such as `{FEEDBACK}12`"
            )
        })?;
        Ok(Origin::Feedback { feedback, at })
    }

    pub(super) fn hash(&mut self, name: &str) -> Result<[u8; 32], Problem> {
        let text = self.text(name)?;
        from_hexadecimal(&text).ok_or_else(|| format!("`{name}` is not 64 hexadecimal digits"))
    }

    /// One of some words.
    pub(super) fn some_word<T: Copy>(
        &mut self,
        name: &str,
        known: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.some_text(name)? else {
            return Ok(None);
        };
        let found = known.iter().find(|known| word(**known) == text);
        found.copied().map(Some).ok_or_else(|| {
            let words: Vec<&str> = known.iter().map(|known| word(*known)).collect();
            format!("`{name}` is none of `{}`", words.join("`, `"))
        })
    }

    pub(super) fn word<T: Copy>(
        &mut self,
        name: &str,
        known: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Result<T, Problem> {
        self.some_word(name, known, word)?
            .ok_or_else(|| missing(name))
    }
}

pub(super) fn missing(name: &str) -> Problem {
    format!("`{name}` is missing")
}

/// Whether a time is one that the directory keeps: to the millisecond.
fn is_kept(at: &Timestamp) -> bool {
    Timestamp::from_millisecond(at.as_millisecond()).is_ok_and(|kept| kept == *at)
}
