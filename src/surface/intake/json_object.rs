//! From the text of a record to a JSON object.

use serde_json::{Map, Value};

use super::LONGEST_RECORD;
use super::refusal::Refused;

/// Reads a text that should be one JSON object.
pub(super) fn read(bytes: &[u8]) -> Result<Map<String, Value>, Refused> {
    let text = utf8(bytes)?;
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(Refused::new(format!(
            "it is {}; each event is an object such as `{{\"message\": \"…\"}}`",
            kind_of(&other)
        ))),
        Err(error) => Err(Refused::new(format!(
            "it is not JSON: {}; write one object for each event",
            place(&error, text)
        ))),
    }
}

/// Reads bytes as text.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Refused> {
    std::str::from_utf8(bytes).map_err(|error| {
        Refused::new(format!(
            "byte {} of it is not UTF-8; save the file as UTF-8",
            error.valid_up_to() + 1
        ))
    })
}

/// The refusal of a record that is too long to be read.
pub(super) fn too_long(what: &str, size: u64) -> Refused {
    Refused::new(format!(
        "the {what} has {size} bytes; at most {LONGEST_RECORD} are read, so shorten or split it"
    ))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// What the parser says, with the place in the record rather than in a file that it never saw.
fn place(error: &serde_json::Error, text: &str) -> String {
    let said = error.to_string();
    let said = said
        .rsplit_once(" at line ")
        .map_or(said.as_str(), |(what, _)| what);
    if text.contains('\n') {
        let (line, column) = (error.line(), error.column());
        format!("{said} at column {column} of the record's line {line}")
    } else {
        format!("{said} at column {}", error.column())
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_no_object_is_refused_with_the_place() {
        let deep = "[".repeat(200);
        for (text, reason) in [
            (
                &b"{\"message\": \"hi\""[..],
                "it is not JSON: EOF while parsing an object at column 16; write one object for each event",
            ),
            (
                b"{\n\"a\" 1}",
                "it is not JSON: expected `:` at column 5 of the record's line 2; write one object for each event",
            ),
            (
                b"{\"rating\": 1e999}",
                "it is not JSON: number out of range at column 16; write one object for each event",
            ),
            (
                b"{\"rating\": NaN}",
                "it is not JSON: expected value at column 12; write one object for each event",
            ),
            (
                deep.as_bytes(),
                "it is not JSON: recursion limit exceeded at column 128; write one object for each event",
            ),
            (
                b"[1]",
                "it is an array; each event is an object such as `{\"message\": \"…\"}`",
            ),
            (
                b"null",
                "it is `null`; each event is an object such as `{\"message\": \"…\"}`",
            ),
            (
                b"{\"message\": \"caf\xe9\"}",
                "byte 17 of it is not UTF-8; save the file as UTF-8",
            ),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), reason);
        }
    }
}
