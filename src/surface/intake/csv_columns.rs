//! The header of a CSV input: what each column means.

use csv::StringRecord;
use serde_json::{Map, Value};

use super::keys::{CUSTOM_FIELD_PREFIX, Field, meant_by};

const METADATA: &str = "metadata";

/// How a column's title names a key of the metadata.
const METADATA_PREFIX: &str = "metadata.";

/// The columns of an input, in their order.
pub(super) struct Columns(Vec<Column>);

struct Column {
    key: String,
    is_in_metadata: bool,
}

impl Columns {
    /// Reads a header. Titles match whatever their case, spaces, underscores and dashes; a second
    /// column with one meaning takes that field's next key, so that both are read.
    pub(super) fn read(header: &StringRecord) -> Self {
        let mut columns: Vec<Column> = Vec::with_capacity(header.len());
        for (index, title) in header.iter().enumerate() {
            let title = title.trim();
            let (title, is_in_metadata) = match split_prefix(title, METADATA_PREFIX) {
                Some(rest) => (rest, true),
                None => (title, false),
            };
            let is_free = |key: &str| {
                !columns
                    .iter()
                    .any(|known| known.key == key && known.is_in_metadata == is_in_metadata)
            };
            let key = match meant_by(title).into_iter().find(|key| is_free(key)) {
                Some(key) => key.to_owned(),
                None => unknown_key(title, index, is_free),
            };
            columns.push(Column {
                key,
                is_in_metadata,
            });
        }
        Self(columns)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether any column could make an event of a record.
    pub(super) fn are_known(&self) -> bool {
        self.0.iter().any(|column| {
            matches!(
                Field::of(&column.key),
                Some((
                    Field::Message
                        | Field::UserId
                        | Field::Email
                        | Field::Phone
                        | Field::Name
                        | Field::Metadata,
                    _
                ))
            )
        })
    }

    /// Makes a record a JSON object; empty cells are absent. `None` where all cells are empty.
    pub(super) fn object(&self, cells: &StringRecord) -> Option<Map<String, Value>> {
        let mut object = Map::with_capacity(self.0.len());
        let mut metadata = Map::new();
        for (column, cell) in self.0.iter().zip(cells) {
            if cell.trim().is_empty() {
                continue;
            }
            let value = value_of(&column.key, cell);
            let may_be_all = column.key == METADATA && !column.is_in_metadata;
            if may_be_all && let Value::Object(all) = value {
                metadata.extend(all);
                continue;
            }
            let level = if column.is_in_metadata {
                &mut metadata
            } else {
                &mut object
            };
            level.insert(column.key.clone(), value);
        }
        if !metadata.is_empty() {
            let text = object.insert(METADATA.to_owned(), Value::Object(metadata));
            if let (Some(text), Some(Value::Object(metadata))) = (text, object.get_mut(METADATA)) {
                metadata.insert(METADATA.to_owned(), text);
            }
        }
        (!object.is_empty()).then_some(object)
    }
}

/// The text of a cell, or the object that it holds where one is expected.
fn value_of(key: &str, cell: &str) -> Value {
    let takes_object = matches!(
        Field::of(key),
        Some((
            Field::Metadata | Field::Context | Field::CustomFields | Field::SocialHandles,
            _
        ))
    );
    if takes_object
        && cell.trim_start().starts_with('{')
        && let Ok(object) = serde_json::from_str(cell)
    {
        return object;
    }
    Value::String(cell.to_owned())
}

/// The key of a column that no field has: a custom field's, its title, or its number.
fn unknown_key(title: &str, index: usize, is_free: impl Fn(&str) -> bool) -> String {
    let key = match custom_field_key(title) {
        Some(key) => key,
        None if title.is_empty() => format!("column_{}", index + 1),
        None => title.to_owned(),
    };
    if is_free(&key) {
        return key;
    }
    let mut again = format!("{key}_{}", index + 1);
    while !is_free(&again) {
        again.push('_');
    }
    again
}

/// `CF Plan` and `cf-plan` are `cf_plan`; `cf_Plan` is written as it is.
fn custom_field_key(title: &str) -> Option<String> {
    if title.starts_with(CUSTOM_FIELD_PREFIX) {
        return Some(title.to_owned());
    }
    let rest = ["cf_", "cf-", "cf "]
        .iter()
        .find_map(|prefix| split_prefix(title, prefix))?;
    let rest = rest.trim().to_lowercase().replace([' ', '-'], "_");
    Some(format!("{CUSTOM_FIELD_PREFIX}{rest}"))
}

fn split_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;
    use serde_json::Value;

    use super::Columns;

    fn object(header: &[&str], cells: &[&str]) -> String {
        Columns::read(&StringRecord::from(header))
            .object(&StringRecord::from(cells))
            .map_or("nothing".to_owned(), |object| {
                Value::Object(object).to_string()
            })
    }

    #[test]
    fn titles_become_keys() {
        for (header, expected) in [
            (
                ["User Email", "CREATED-AT"],
                r#"{"userEmail":"1","created_at":"2"}"#,
            ),
            (
                ["CF Plan Type", "cf_Plan"],
                r#"{"cf_plan_type":"1","cf_Plan":"2"}"#,
            ),
            (
                ["Metadata.User ID", "metadata.Plan"],
                r#"{"metadata":{"userId":"1","Plan":"2"}}"#,
            ),
            (["email", "E-Mail"], r#"{"email":"1","userEmail":"2"}"#),
            (["message", "Message"], r#"{"message":"1","Message":"2"}"#),
            (["plan", "plan"], r#"{"plan":"1","plan_2":"2"}"#),
            (["", "widget"], r#"{"column_1":"1","widget":"2"}"#),
        ] {
            assert_eq!(object(&header, &["1", "2"]), expected);
        }
    }

    #[test]
    fn cells_are_text_and_empty_ones_are_absent() {
        for (cells, expected) in [
            (&["5", " "][..], r#"{"rating":"5"}"#),
            (&["5"], r#"{"rating":"5"}"#),
            (&["", r#"{"a": 1}"#], r#"{"metadata":{"a":1}}"#),
            (&["", "{oops"], r#"{"metadata":"{oops"}"#),
            (&["", ""], "nothing"),
        ] {
            assert_eq!(object(&["rating", "metadata"], cells), expected);
        }
    }

    #[test]
    fn a_metadata_column_and_its_single_keys_add_up() {
        let header = ["metadata", "metadata.plan"];
        assert_eq!(
            object(&header, &[r#"{"seats":3}"#, "pro"]),
            r#"{"metadata":{"seats":3,"plan":"pro"}}"#
        );
        assert_eq!(
            object(&header, &["free text", "pro"]),
            r#"{"metadata":{"plan":"pro","metadata":"free text"}}"#
        );
    }
}
