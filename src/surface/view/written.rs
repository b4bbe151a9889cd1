//! What was written to see how much room it takes, and need not be written again.

use std::ops::Deref;

use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::fitting::Allowance;

/// A value, with its JSON where that was needed already.
#[derive(Debug, Clone)]
pub struct Written<T> {
    value: T,
    json: Option<Box<RawValue>>,
}

impl<T: Serialize> Written<T> {
    /// Writes a value, unless nobody counts how much room it takes.
    pub(super) fn of(value: T, allowance: Allowance) -> Self {
        let json = (allowance != Allowance::UNLIMITED)
            .then(|| to_raw_value(&value))
            // Never so for our shapes; whoever writes the value meets the error again.
            .and_then(Result::ok);
        Self { value, json }
    }
}

impl<T> Written<T> {
    /// The value.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Deref for Written<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Written<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Serialize> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.json {
            Some(json) => json.serialize(serializer),
            None => self.value.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fitting::Allowance;
    use super::Written;

    #[test]
    fn it_is_the_same_json_whether_it_was_written_before_or_not() {
        let value = json!({ "name": "Zoë \"李\"\n", "tags": ["a", null, 1.5], "more": {} });
        for allowance in [Allowance::ASSISTANT, Allowance::UNLIMITED] {
            let written = Written::of(value.clone(), allowance);
            assert_eq!(written.json.is_some(), allowance != Allowance::UNLIMITED);
            assert_eq!(serde_json::to_string(&written).unwrap(), value.to_string());
            assert_eq!(serde_json::to_value(&written).unwrap(), value);
            assert_eq!(*written, value);
        }
    }
}
