//! Answers are what the published schemas say: types at the root, the names of fields below.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::program::Folder;

/// The names of a part's fields, each with what it holds: `[`, `{` or nothing.
fn named_fields(names: &str) -> BTreeMap<String, Option<char>> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for letter in names.chars() {
        match letter {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ => {}
        }
        if letter != ' ' && (letter != ',' || depth > 0) {
            parts.last_mut().unwrap().push(letter);
        }
    }
    parts
        .into_iter()
        .map(|part| match part.find(['[', '{']) {
            Some(end) => (part[..end].to_owned(), part[end..].chars().next()),
            None => (part, None),
        })
        .collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Holds a part of an answer to the names in its schema, where there are some.
fn assert_part(part: &Value, schema: &Value) {
    assert_eq!(schema["type"], kind(part), "{part}");
    if let Some(items) = schema.get("items") {
        for row in part.as_array().unwrap() {
            assert_part(row, items);
        }
    }
    let Some(names) = schema.get("description").and_then(Value::as_str) else {
        return;
    };
    let fields = named_fields(names);
    for (name, value) in part.as_object().unwrap() {
        let holds = match kind(value) {
            "array" => Some('['),
            "object" => Some('{'),
            _ => None,
        };
        assert_eq!(fields.get(name), Some(&holds), "`{name}` in `{names}`");
    }
}

fn assert_answer(answer: &Map<String, Value>, schema: &Value) {
    assert_eq!(schema["type"], "object");
    for (name, value) in answer {
        let schema = &schema["properties"][name];
        assert!(schema.is_object(), "`{name}` has no schema");
        assert_part(value, schema);
    }
}

#[test]
fn every_answer_conforms_to_the_schema_of_its_tool() {
    let folder = Folder::with_samples();
    let mut server = folder.greeted();
    let tools = server.ask("tools/list", json!({}))["result"]["tools"].take();
    let calls = [
        ("list_customers", json!({})),
        ("list_customers", json!({ "search": "jane", "limit": 1 })),
        ("list_customers", json!({ "search": "…" })),
        ("list_customers", json!({ "limit": 100 })),
        (
            "get_customer",
            json!({ "customer": "jane@lumenworks.io", "detail": "full" }),
        ),
        (
            "get_customer",
            json!({ "customer": "cus_1", "feedback_limit": 0 }),
        ),
        ("list_feedback", json!({ "limit": 100 })),
        (
            "list_feedback",
            json!({ "unlinked": true, "detail": "full" }),
        ),
        ("list_feedback", json!({ "search": "nothing of this kind" })),
        ("find_duplicates", json!({})),
        ("find_duplicates", json!({ "min_score": 50, "limit": 1 })),
        ("summarize_customers", json!({})),
        (
            "summarize_customers",
            json!({ "custom_field_key": "plna", "top": 1 }),
        ),
    ];
    for (name, arguments) in calls {
        let tools = tools.as_array().unwrap();
        let tool = tools.iter().find(|tool| tool["name"] == name).unwrap();
        let answer = server.data(name, arguments);
        assert_answer(answer.as_object().unwrap(), &tool["outputSchema"]);
    }
}

#[test]
fn names_are_read_with_what_they_hold() {
    let named = named_fields("id, tags[], handles[{network, handle}], fields{}, of{id, name}");
    let named: Vec<_> = named
        .iter()
        .map(|(name, holds)| (name.as_str(), *holds))
        .collect();
    let expected = [
        ("fields", Some('{')),
        ("handles", Some('[')),
        ("id", None),
        ("of", Some('{')),
        ("tags", Some('[')),
    ];
    assert_eq!(named, expected);
}
