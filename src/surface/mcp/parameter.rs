//! One parameter of a tool: which values its schema lets through, and in which words it says so.

use serde_json::{Number, Value};

use super::error::ToolError;
use super::schema::SchemaObject;

/// One parameter of a tool.
pub(super) struct Parameter<'a> {
    name: &'a str,
    schema: &'a SchemaObject,
}

impl<'a> Parameter<'a> {
    /// A parameter with its schema.
    pub(super) fn new(name: &'a str, schema: &'a SchemaObject) -> Self {
        Self { name, schema }
    }

    /// Brings a value into the form that the schema describes, or says what would be accepted.
    pub(super) fn accept(&self, value: Value) -> Result<Value, ToolError> {
        let value = self.unpacked(value);
        let value = whole(value);
        if self.takes(&value) {
            Ok(value)
        } else {
            Err(ToolError::invalid(self.name, &value, &self.accepted()))
        }
    }

    /// JSON in a text, where an array or an object is expected.
    fn unpacked(&self, value: Value) -> Value {
        match &value {
            Value::String(text) if self.is("array") || self.is("object") => {
                serde_json::from_str(text).unwrap_or(value)
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => value,
        }
    }

    fn takes(&self, value: &Value) -> bool {
        let is_listed = |key: &str, value: &Value| {
            let values = self.schema.get(key).and_then(Value::as_array);
            values.is_none_or(|values| values.contains(value))
        };
        let within = |size: Option<f64>, least: &str, most: &str| {
            let bound = |key: &str| self.schema.get(key).and_then(Value::as_f64);
            size.is_none_or(|size| {
                bound(least).is_none_or(|least| least <= size)
                    && bound(most).is_none_or(|most| size <= most)
            })
        };
        #[expect(clippy::cast_precision_loss, reason = "bounds of lengths are small")]
        let sizes = [
            value.as_str().map(|text| text.chars().count() as f64),
            value.as_array().map(|values| values.len() as f64),
            value.as_object().map(|entries| entries.len() as f64),
        ];
        let [length, values, entries] = sizes;
        let kinds: &[&str] = match value {
            Value::Null => &["null"],
            Value::Bool(_) => &["boolean"],
            Value::Number(number) if number.is_f64() => &["number"],
            Value::Number(_) => &["integer", "number"],
            Value::String(_) => &["string"],
            Value::Array(_) => &["array"],
            Value::Object(_) => &["object"],
        };
        let items = value.as_array().into_iter().flatten();
        kinds.iter().any(|kind| self.is(kind))
            && is_listed("enum", value)
            && within(value.as_f64(), "minimum", "maximum")
            && within(length, "minLength", "maxLength")
            && within(values, "minItems", "maxItems")
            && within(entries, "minProperties", "maxProperties")
            && self
                .items()
                .is_none_or(|kind| items.clone().all(|item| kind.takes(item)))
    }

    /// What each value of a list must be.
    fn items(&self) -> Option<Self> {
        let schema = self.schema.get("items")?.as_object()?;
        Some(Self::new(self.name, schema))
    }

    /// Whether the parameter takes values of a JSON type. A schema without a type takes all.
    fn is(&self, kind: &str) -> bool {
        match self.schema.get("type") {
            None => true,
            Some(Value::String(only)) => only == kind,
            Some(several) => several
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|known| known == kind)),
        }
    }

    /// What is accepted, in words.
    fn accepted(&self) -> String {
        if let Some(values) = self.schema.get("enum").and_then(Value::as_array) {
            return quoted(values.iter().filter_map(Value::as_str));
        }
        let words = [
            ("string", "text"),
            ("integer", "whole numbers"),
            ("number", "numbers"),
            ("boolean", "`true` or `false`"),
            ("array", "a list"),
            ("object", "an object"),
        ];
        let kinds: Vec<&str> = words
            .into_iter()
            .filter(|(kind, _)| self.is(kind))
            .map(|(_, words)| words)
            .collect();
        let bound = |key: &str| self.schema.get(key).map(ToString::to_string);
        let range = match (bound("minimum"), bound("maximum")) {
            (Some(least), Some(most)) => format!(" from {least} to {most}"),
            (Some(least), None) => format!(" from {least}"),
            (None, Some(most)) => format!(" up to {most}"),
            (None, None) => String::new(),
        };
        let length = match (bound("minLength"), bound("maxLength")) {
            (Some(least), Some(most)) => format!(" of {least} to {most} characters"),
            (Some(least), None) => format!(" of at least {least} characters"),
            (None, Some(most)) => format!(" of at most {most} characters"),
            (None, None) => String::new(),
        };
        let items = self
            .items()
            .map(|kind| format!(" of {}", kind.accepted()))
            .unwrap_or_default();
        let most = match (bound("maxItems"), bound("maxProperties")) {
            (Some(most), _) => format!(", at most {most}"),
            (None, Some(most)) => format!(" of at most {most} entries"),
            (None, None) => String::new(),
        };
        format!("{}{range}{length}{items}{most}", kinds.join(" or "))
    }
}

/// `20.0` is a whole number, whatever the language that wrote it.
fn whole(value: Value) -> Value {
    match value.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() < 1e15 => {
            Value::Number(Number::from(number as i64))
        }
        Some(_) | None => value,
    }
}

/// Words as a message names them.
pub(super) fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
