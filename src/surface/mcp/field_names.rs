//! Names the fields of an answer's parts in words.
//!
//! Hosts read every schema in every conversation. A field as a schema of its own is three times as
//! long as its name, and an answer shows its values anyway.

use serde_json::Value;

use super::schema::SchemaObject;

/// Puts the names of fields in the place of their schemas, in everything that an answer holds:
/// `name, tags[], customer{id, name}`. What stands at the root keeps its type.
pub(super) fn name_parts(answer: &mut SchemaObject) {
    let properties = answer.get_mut("properties").and_then(Value::as_object_mut);
    for property in properties.into_iter().flatten().map(|(_, schema)| schema) {
        name_fields(property);
    }
}

fn name_fields(schema: &mut Value) {
    if let Some(names) = names(schema) {
        *schema = serde_json::json!({ "type": "object", "description": names });
    } else if let Some(items) = schema.get_mut("items") {
        name_fields(items);
    }
}

/// The fields of an object, if it has some of its own.
fn names(schema: &Value) -> Option<String> {
    let fields = schema.get("properties")?.as_object()?.iter();
    let names: Vec<String> = fields
        .map(|(name, schema)| format!("{name}{}", shape(schema)))
        .collect();
    Some(names.join(", "))
}

/// What a field holds, where that is no single value.
fn shape(schema: &Value) -> String {
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => match schema.get("items").and_then(names) {
            Some(names) => format!("[{{{names}}}]"),
            None => "[]".to_owned(),
        },
        Some("object") => format!("{{{}}}", names(schema).unwrap_or_default()),
        Some(_) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::name_parts;

    #[test]
    fn the_root_keeps_its_types_and_parts_have_names() {
        let text = || json!({ "type": "string" });
        let mention = json!({ "type": "object", "properties": { "id": text(), "name": text() } });
        let row = json!({
            "type": "object",
            "properties": {
                "id": text(),
                "tags": { "type": "array", "items": text() },
                "fields": { "type": "object" },
                "handles": { "type": "array", "items": mention },
                "customer": mention
            }
        });
        let mut schema = json!({
            "type": "object",
            "properties": {
                "total": { "type": "integer" },
                "rows": { "type": "array", "items": row },
                "first": row,
                "parts": { "type": "array", "items": { "type": "object" } }
            }
        });
        name_parts(schema.as_object_mut().unwrap());
        insta::assert_json_snapshot!(schema, @r#"
        {
          "type": "object",
          "properties": {
            "total": {
              "type": "integer"
            },
            "rows": {
              "type": "array",
              "items": {
                "type": "object",
                "description": "id, tags[], fields{}, handles[{id, name}], customer{id, name}"
              }
            },
            "first": {
              "type": "object",
              "description": "id, tags[], fields{}, handles[{id, name}], customer{id, name}"
            },
            "parts": {
              "type": "array",
              "items": {
                "type": "object"
              }
            }
          }
        }
        "#);
    }
}
