//! JSON Schemas of tools, in the form that every host reads.
//!
//! Hosts disagree on `$ref`, on `null` unions, on number formats and on combinators, so a schema
//! here has none of them: a flat object, everything in place, and what is optional is absent.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use super::field_names;

/// A schema as a JSON object.
pub(super) type SchemaObject = Map<String, Value>;

/// The schema of a tool's arguments. Nothing but the named parameters is accepted.
pub(super) fn of_input<T: JsonSchema>() -> SchemaObject {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let mut schema = plain(generated::<T>(settings));
    schema
        .entry("properties")
        .or_insert_with(|| Map::new().into());
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

/// The schema of a tool's answer: types at its root, and the names of what is in its parts.
///
/// Nothing is required at its root: some clients hold a refusal's data to this schema too, and
/// would hide the refusal behind a protocol error.
pub(super) fn of_output<T: JsonSchema>() -> SchemaObject {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = plain(generated::<T>(settings));
    schema.remove("required");
    let mut schema = Value::Object(schema);
    visit(&mut schema, &mut |schema| {
        schema.remove("description");
        schema.remove("minimum");
        schema.remove("additionalProperties");
    });
    let mut schema = into_object(schema);
    field_names::name_parts(&mut schema);
    schema
}

fn generated<T: JsonSchema>(mut settings: SchemaSettings) -> Schema {
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    settings.into_generator().into_root_schema_for::<T>()
}

fn plain(schema: Schema) -> SchemaObject {
    let mut schema = schema.to_value();
    visit(&mut schema, &mut |schema| {
        schema.remove("title");
        schema.remove("format");
        // What is not said is allowed.
        if schema.get("additionalProperties") == Some(&Value::Bool(true)) {
            schema.remove("additionalProperties");
        }
        if schema.get("default") == Some(&Value::Null) {
            schema.remove("default");
        }
        drop_null(schema);
        join_constants(schema);
    });
    if let Some(root) = schema.as_object_mut() {
        root.remove("description");
    }
    into_object(schema)
}

fn into_object(schema: Value) -> SchemaObject {
    match schema {
        Value::Object(schema) => schema,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

/// Calls a function on a schema and every schema inside it, innermost first.
fn visit(schema: &mut Value, change: &mut dyn FnMut(&mut SchemaObject)) {
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for property in properties.values_mut() {
            visit(property, change);
        }
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get_mut(key) {
            visit(inner, change);
        }
    }
    for key in ["anyOf", "oneOf"] {
        for inner in schema
            .get_mut(key)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            visit(inner, change);
        }
    }
    change(schema);
}

/// Says "optional" by absence alone: `null` is taken off a type and off a choice.
fn drop_null(schema: &mut SchemaObject) {
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    let Some(choices) = schema.get_mut("anyOf").and_then(Value::as_array_mut) else {
        return;
    };
    choices.retain(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        schema.remove("anyOf");
        for (key, value) in only {
            schema.entry(key).or_insert(value);
        }
    }
}

/// Turns a choice between constants, one for each unit variant, into an `enum`.
fn join_constants(schema: &mut SchemaObject) {
    let constants: Option<Vec<Value>> =
        schema
            .get("oneOf")
            .and_then(Value::as_array)
            .map(|choices| {
                choices
                    .iter()
                    .filter_map(|choice| choice.get("const").cloned())
                    .collect()
            });
    if let Some(constants) = constants.filter(|constants| !constants.is_empty()) {
        schema.remove("oneOf");
        schema.insert("type".to_owned(), "string".into());
        schema.insert("enum".to_owned(), constants.into());
    }
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    use super::{of_input, of_output};

    /// A colour.
    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        /// Like the sky.
        Blue,
        /// Like a rose.
        DarkRed,
    }

    /// Something.
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Sample {
        /// Which colour.
        colour: Option<Colour>,
        /// What is written on it.
        title: Option<String>,
        /// How many.
        #[schemars(range(min = 1, max = 9), extend("default" = 3))]
        count: Option<u32>,
        /// Its parts.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
        /// Its size.
        size: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Part {
        name: String,
    }

    #[test]
    fn an_input_schema_is_flat_and_closed() {
        insta::assert_json_snapshot!(of_input::<Sample>(), @r#"
        {
          "type": "object",
          "properties": {
            "colour": {
              "description": "Which colour.",
              "type": "string",
              "enum": [
                "blue",
                "dark_red"
              ]
            },
            "title": {
              "type": "string",
              "description": "What is written on it."
            },
            "count": {
              "type": "integer",
              "default": 3,
              "minimum": 1,
              "description": "How many.",
              "maximum": 9
            },
            "parts": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "name": {
                    "type": "string"
                  }
                },
                "required": [
                  "name"
                ]
              },
              "description": "Its parts."
            },
            "size": {
              "type": "integer",
              "description": "Its size.",
              "minimum": 0
            }
          },
          "required": [
            "size"
          ],
          "additionalProperties": false
        }
        "#);
    }

    #[test]
    fn an_output_schema_has_types_at_its_root_and_names_below() {
        insta::assert_json_snapshot!(of_output::<Sample>(), @r#"
        {
          "type": "object",
          "properties": {
            "colour": {
              "enum": [
                "blue",
                "dark_red"
              ],
              "type": "string"
            },
            "title": {
              "type": "string"
            },
            "count": {
              "type": "integer",
              "default": 3,
              "maximum": 9
            },
            "parts": {
              "type": "array",
              "items": {
                "type": "object",
                "description": "name"
              }
            },
            "size": {
              "type": "integer"
            }
          }
        }
        "#);
    }
}
