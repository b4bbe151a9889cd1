//! Flags whose value is a key and a value.

use serde_json::{Map, Value};

/// A key and a value.
pub(super) type Pair = (String, String);

/// Reads `KEY=VALUE`.
pub(super) fn parse(text: &str) -> Result<Pair, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.to_owned()))
        }
        Some(_) | None => Err("write it as KEY=VALUE".to_owned()),
    }
}

/// Values by key. Numbers, `true` and `false` are what they look like; of several values under one
/// key the last one counts, as it does with other flags.
pub(super) fn values(pairs: &[Pair]) -> Map<String, Value> {
    let value = |text: &str| match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        Ok(_) | Err(_) => Value::from(text),
    };
    pairs
        .iter()
        .map(|(key, text)| (key.clone(), value(text)))
        .collect()
}

/// Lists of texts by key.
pub(super) fn lists(pairs: &[Pair]) -> Map<String, Value> {
    let mut lists: Map<String, Value> = Map::new();
    for (key, text) in pairs {
        let list = lists
            .entry(key.as_str())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Some(list) = list.as_array_mut() {
            list.push(text.as_str().into());
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Pair, lists, parse, values};

    #[test]
    fn a_pair_is_split_at_its_first_sign() {
        assert_eq!(parse("cf_a=b=c"), Ok(("cf_a".to_owned(), "b=c".to_owned())));
        assert_eq!(parse(" cf_a ="), Ok(("cf_a".to_owned(), String::new())));
        assert!(parse("cf_a").is_err() && parse(" =x").is_err());
    }

    #[test]
    fn values_are_what_they_look_like_and_lists_are_texts() {
        let pairs = |texts: &[&str]| -> Vec<Pair> {
            texts.iter().map(|text| parse(text).unwrap()).collect()
        };
        let read = values(&pairs(&[
            "a=1.5", "b=true", "c=x", "d=\"1\"", "e=[1]", "a=2",
        ]));
        let expected = json!({ "a": 2, "b": true, "c": "x", "d": "\"1\"", "e": "[1]" });
        assert_eq!(json!(read), expected);
        let read = lists(&pairs(&["a=1", "b=2", "a=3"]));
        assert_eq!(json!(read), json!({ "a": ["1", "3"], "b": ["2"] }));
    }
}
