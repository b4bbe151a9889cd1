//! Sorting the keys of an event into what is recognised and what is kept as it is.

use serde_json::{Map, Value};

use super::keys::{CUSTOMER, Field};

/// Ranks of one level lie below this; those of metadata above.
const LEVEL: usize = 1000;

/// A value under a recognised key.
#[derive(Debug)]
pub(super) struct Finding {
    /// What the key says something about.
    pub(super) field: Field,
    /// The key, within its container.
    pub(super) key: String,
    /// What is written there.
    pub(super) value: Value,
    /// The object in which it was found, where that is not the event or its metadata.
    container: Option<&'static str>,
    rank: usize,
    position: usize,
}

/// Values with their positions in the event and their keys.
type Rest = Vec<(usize, String, Value)>;

/// Everything that an event says, by what it is about.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
    /// What nothing has claimed.
    rest: Rest,
    position: usize,
}

impl Findings {
    /// Sorts the keys of an event, of its metadata, and of the envelope around it.
    pub(super) fn gather(data: Map<String, Value>, outer: Map<String, Value>) -> Self {
        let mut findings = Self {
            found: Vec::with_capacity(data.len()),
            ..Self::default()
        };
        let mut metadata = Map::new();
        for (key, value) in outer {
            findings.keep(key, value);
        }
        for (key, value) in data {
            match (Field::of(&key), value) {
                (Some((Field::Metadata, _)), Value::Object(object)) => metadata = object,
                (Some((field, rank)), value) => findings.sort_in(field, rank, key, value),
                (None, value) => findings.keep(key, value),
            }
        }
        for (key, value) in metadata {
            match Field::of(&key) {
                Some((field, rank)) if field.is_read_in_metadata() => {
                    findings.sort_in(field, LEVEL + rank, key, value);
                }
                Some(_) | None => findings.keep(key, value),
            }
        }
        findings
    }

    /// Takes everything that was found about a field, in the order of its keys.
    pub(super) fn take(&mut self, field: Field) -> Vec<Finding> {
        let mut taken: Vec<Finding> = self
            .found
            .extract_if(.., |finding| finding.field == field)
            .collect();
        taken.sort_by_key(|finding| finding.rank);
        taken
    }

    /// Leaves a finding that is no use to its field where it was.
    pub(super) fn put_back(&mut self, finding: Finding) {
        put_back(&mut self.rest, finding);
    }

    /// Takes the first text of a field that counts, with its key.
    ///
    /// The same text under another key is the same; everything else stays where it was.
    pub(super) fn take_text(
        &mut self,
        field: Field,
        counts: impl Fn(&str) -> bool,
    ) -> Option<(String, String)> {
        let mut first: Option<(String, String)> = None;
        for finding in self.take(field) {
            match (&first, finding.value) {
                (None, Value::String(text)) if counts(&text) => first = Some((finding.key, text)),
                (Some((_, known)), Value::String(text)) if text.trim() == known.trim() => {}
                (_, value) => self.put_back(Finding { value, ..finding }),
            }
        }
        first
    }

    /// Everything that nothing has claimed, as a JSON object.
    pub(super) fn into_metadata(mut self) -> Option<String> {
        for finding in std::mem::take(&mut self.found) {
            put_back(&mut self.rest, finding);
        }
        if self.rest.is_empty() {
            return None;
        }
        self.rest.sort_by_key(|(position, _, _)| *position);
        let mut metadata = Map::with_capacity(self.rest.len());
        for (_, mut key, value) in self.rest {
            while metadata.get(&key).is_some_and(|other| *other != value) {
                key.insert_str(0, "metadata.");
            }
            metadata.insert(key, value);
        }
        Some(Value::Object(metadata).to_string())
    }

    fn keep(&mut self, key: String, value: Value) {
        self.position += 1;
        self.rest.push((self.position, key, value));
    }

    /// Sorts in a value under a recognised key, and what it holds if it is a container.
    fn sort_in(&mut self, field: Field, rank: usize, key: String, value: Value) {
        self.position += 1;
        let position = self.position;
        match (field, value) {
            (_, value) if says_nothing(&value) => {}
            (Field::CustomFields, Value::Object(object)) => {
                self.open(position, key, object, |_| Some((Field::Custom, rank)));
            }
            (Field::SocialHandles, Value::Object(object)) => {
                self.open(position, key, object, |_| Some((Field::SocialHandle, rank)));
            }
            (Field::Name, Value::Object(object)) if key == CUSTOMER => {
                self.open(position, key, object, |inner| match inner {
                    "name" => Some((Field::Name, rank)),
                    "email" => Some((Field::Email, rank)),
                    "phone" => Some((Field::Phone, rank)),
                    _ => None,
                });
            }
            (field, value) => self.found.push(Finding {
                field,
                key,
                value,
                container: None,
                rank,
                position,
            }),
        }
    }

    /// Takes out of a container what its keys stand for; the others stay in it.
    fn open(
        &mut self,
        position: usize,
        container: String,
        object: Map<String, Value>,
        field_of: impl Fn(&str) -> Option<(Field, usize)>,
    ) {
        let name = Field::name_of(&container);
        let mut left = Map::new();
        for (key, value) in object {
            match field_of(&key) {
                Some(_) if says_nothing(&value) => {}
                Some((field, rank)) if is_plain(&value) => self.found.push(Finding {
                    field,
                    key,
                    value,
                    container: name,
                    rank,
                    position,
                }),
                Some(_) | None => {
                    left.insert(key, value);
                }
            }
        }
        if !left.is_empty() {
            self.rest.push((position, container, Value::Object(left)));
        }
    }
}

fn put_back(rest: &mut Rest, finding: Finding) {
    let key = match finding.container {
        Some(container) => format!("{container}.{}", finding.key),
        None => finding.key,
    };
    rest.push((finding.position, key, finding.value));
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Number(_) | Value::Bool(_) => true,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}
