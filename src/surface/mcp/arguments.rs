//! Checks the arguments of a call against the tool's own published schema, so that what is
//! advertised is what is enforced.

use serde_json::{Map, Value};

use super::error::{Code, ToolError, echo};
use super::parameter::{Parameter, quoted};
use super::schema::SchemaObject;

/// Arguments of a call, by parameter.
pub(super) type Arguments = Map<String, Value>;

/// Checks arguments, and brings them into the form that the tool's input is read from.
///
/// `null` is the same as leaving a parameter out, and JSON in a text is accepted where an array or
/// an object is expected: language models write both.
pub(super) fn check(
    tool: &str,
    schema: &SchemaObject,
    arguments: Arguments,
) -> Result<Arguments, ToolError> {
    let nothing = Map::new();
    let parameters = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&nothing);
    let mut checked = Map::new();
    for (name, value) in arguments {
        let Some(parameter) = parameters.get(&name).and_then(Value::as_object) else {
            return Err(unknown(tool, &name, parameters));
        };
        if !value.is_null() {
            let value = Parameter::new(&name, parameter).accept(value)?;
            checked.insert(name, value);
        }
    }
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for name in required.filter_map(Value::as_str) {
        if !checked.contains_key(name) {
            let message = format!("`{tool}` needs `{name}`");
            return Err(ToolError::refused(Code::InvalidValue, message));
        }
    }
    Ok(checked)
}

fn unknown(tool: &str, name: &str, parameters: &Map<String, Value>) -> ToolError {
    let meant = parameters
        .keys()
        .map(|known| (distance(name, known), known))
        .filter(|(distance, known)| *distance <= known.len() / 3 + 1)
        .min()
        .map(|(_, known)| format!(" (did you mean `{known}`?)"))
        .unwrap_or_default();
    let accepted = quoted(parameters.keys().map(String::as_str));
    let message = format!(
        "`{}` is not a parameter of `{tool}`{meant}; accepted: {accepted}",
        echo(name)
    );
    ToolError::refused(Code::UnknownParameter, message)
}

/// How many letters must be changed, added or left out to turn one word into another.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    // A parameter's name is short; the rest of a long text cannot make it any nearer.
    for (index, letter) in one.chars().take(64).enumerate() {
        let mut next = vec![index + 1];
        for ((known, above), diagonal) in other.iter().zip(row.iter().skip(1)).zip(&row) {
            let left = next.last().copied().unwrap_or_default();
            let changed = diagonal + usize::from(*known != letter);
            next.push(changed.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::error::ToolError;
    use super::{check, distance};

    fn checked(arguments: &Value) -> Result<Value, String> {
        let schema = json!({
            "type": "object",
            "properties": {
                "customer": { "type": "string", "maxLength": 5 },
                "limit": { "type": "integer", "minimum": 1, "maximum": 100 },
                "sort": { "type": "string", "enum": ["name", "last_seen"] },
                "value": { "type": ["string", "number", "boolean"] },
                "tags": { "type": "array", "maxItems": 2 },
                "fields": { "type": "object", "maxProperties": 1 },
                "by": { "type": "array", "items": { "type": "string", "enum": ["tag", "month"] } },
                "exact": { "type": "boolean" }
            },
            "required": ["customer"]
        });
        check(
            "find",
            schema.as_object().unwrap(),
            arguments.as_object().unwrap().clone(),
        )
        .map(Value::Object)
        .map_err(|error| match error {
            ToolError::Refused(refusal) => refusal.texts().join("\n"),
            ToolError::Failed(error) => panic!("{error}"),
        })
    }

    #[test]
    fn what_the_schema_allows_is_accepted() {
        for (given, read) in [
            (json!({"customer": "a"}), json!({"customer": "a"})),
            (
                json!({"customer": "a", "limit": null}),
                json!({"customer": "a"}),
            ),
            (
                json!({"customer": "a", "limit": 20.0}),
                json!({"customer": "a", "limit": 20}),
            ),
            (
                json!({"customer": "a", "tags": "[\"vip\"]"}),
                json!({"customer": "a", "tags": ["vip"]}),
            ),
            (
                json!({"customer": "a", "by": ["month", "tag"]}),
                json!({"customer": "a", "by": ["month", "tag"]}),
            ),
            (
                json!({"customer": "a", "value": 1.5}),
                json!({"customer": "a", "value": 1.5}),
            ),
            (
                json!({"customer": "李雷李雷李"}),
                json!({"customer": "李雷李雷李"}),
            ),
        ] {
            assert_eq!(checked(&given), Ok(read), "{given}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_what_is_accepted() {
        let refusals: Vec<String> = [
            json!({}),
            json!({"customer": null}),
            json!({"customer": "a", "limt": 5}),
            json!({"customer": "a", "colour": 5}),
            json!({"customer": "a", "limit": 500}),
            json!({"customer": "a", "limit": "5"}),
            json!({"customer": "a", "limit": 1.5}),
            json!({"customer": "a", "sort": "age"}),
            json!({"customer": "a", "value": []}),
            json!({"customer": "a", "tags": "vip"}),
            json!({"customer": "a", "tags": ["a", "b", "c"]}),
            json!({"customer": "a", "fields": {"a": 1, "b": 2}}),
            json!({"customer": "a", "by": ["tag", "year"]}),
            json!({"customer": "a", "by": "tag"}),
            json!({"customer": "a", "exact": "yes"}),
            json!({"customer": "abcdef"}),
            json!({"customer": 7}),
        ]
        .iter()
        .map(|arguments| checked(arguments).unwrap_err())
        .collect();
        insta::assert_snapshot!(refusals.join("\n"), @r#"
        invalid_value: `find` needs `customer`
        invalid_value: `find` needs `customer`
        unknown_parameter: `limt` is not a parameter of `find` (did you mean `limit`?); accepted: `customer`, `limit`, `sort`, `value`, `tags`, `fields`, `by`, `exact`
        unknown_parameter: `colour` is not a parameter of `find`; accepted: `customer`, `limit`, `sort`, `value`, `tags`, `fields`, `by`, `exact`
        invalid_value: `limit` is `500`; accepted: whole numbers from 1 to 100
        invalid_value: `limit` is `"5"`; accepted: whole numbers from 1 to 100
        invalid_value: `limit` is `1.5`; accepted: whole numbers from 1 to 100
        invalid_value: `sort` is `"age"`; accepted: `name`, `last_seen`
        invalid_value: `value` is `[]`; accepted: text or numbers or `true` or `false`
        invalid_value: `tags` is `"vip"`; accepted: a list, at most 2
        invalid_value: `tags` is `["a","b","c"]`; accepted: a list, at most 2
        invalid_value: `fields` is `{"a":1,"b":2}`; accepted: an object of at most 1 entries
        invalid_value: `by` is `["tag","year"]`; accepted: a list of `tag`, `month`
        invalid_value: `by` is `"tag"`; accepted: a list of `tag`, `month`
        invalid_value: `exact` is `"yes"`; accepted: `true` or `false`
        invalid_value: `customer` is `"abcdef"`; accepted: text of at most 5 characters
        invalid_value: `customer` is `7`; accepted: text of at most 5 characters
        "#);
    }

    #[test]
    fn distance_counts_letters() {
        for (one, other, expected) in [("limit", "limit", 0), ("limt", "limit", 1), ("", "ab", 2)] {
            assert_eq!(distance(one, other), expected);
        }
    }
}
