//! Custom fields as JSON.

use serde_json::{Map, Number, Value};

use super::clean;
use super::fitting::{Bounds, Omissions};
use crate::domain::customer::{Customer, FieldValue};

/// The custom fields of a customer.
pub(super) fn all(
    customer: &Customer,
    bounds: Bounds,
    omissions: &mut Omissions,
) -> Map<String, Value> {
    let mut fields: Vec<(&String, &FieldValue)> = customer
        .custom_fields
        .iter()
        .map(|(key, taken)| (key, &taken.value))
        .collect();
    omissions.cut_list("custom_fields", &mut fields, bounds.values);
    // A key with something invisible in it must not hide the key that it looks like.
    fields.sort_by_key(|(key, _)| clean::line(key) != key.as_str());
    let mut shown = Map::new();
    for (key, value) in fields {
        let key = omissions.cut_value(clean::line(key).into_owned(), bounds.value_length);
        if shown.contains_key(&key) {
            omissions.add("a custom field whose key looks like another".to_owned());
            continue;
        }
        let value = match value {
            FieldValue::Text(text) => {
                let text = clean::text(text).into_owned();
                Value::String(omissions.cut_value(text, bounds.value_length))
            }
            FieldValue::Number(spelling) => number(spelling),
            FieldValue::Boolean(is_set) => Value::Bool(*is_set),
        };
        shown.insert(key, value);
    }
    shown
}

/// A number in its JSON spelling; as text where a JSON number would lose digits.
fn number(spelling: &str) -> Value {
    let is_whole = spelling
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    serde_json::from_str::<Number>(spelling)
        .ok()
        .filter(|number| !(is_whole && number.is_f64()))
        .map_or_else(
            || Value::String(clean::line(spelling).into_owned()),
            Value::Number,
        )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fitting::{Bounds, Omissions};
    use super::super::samples;
    use super::{all, number};

    #[test]
    fn numbers_keep_every_digit() {
        for (spelling, shown) in [
            ("42", json!(42)),
            ("-1.5", json!(-1.5)),
            ("12345678901234567890123", json!("12345678901234567890123")),
            ("no number", json!("no number")),
        ] {
            assert_eq!(number(spelling), shown, "{spelling}");
        }
    }

    #[test]
    fn a_key_that_only_looks_like_another_does_not_hide_it() {
        let mut omissions = Omissions::default();
        let shown = all(&samples::hostile(), Bounds::ROW, &mut omissions);
        assert_eq!(shown["cf_plan"], json!("pro"));
        assert!(!omissions.is_empty());
    }
}
