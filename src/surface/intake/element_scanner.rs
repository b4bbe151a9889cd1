//! Finding where a JSON value ends, without reading it.

/// Deepest nesting whose kinds are remembered; deeper ones are counted. It is the depth at which
/// parsing gives up.
const REMEMBERED: u32 = 128;

/// Walks over the bytes of one JSON value until it ends.
///
/// Damage must not swallow what follows. A string ends at a line end at the latest; a closing
/// bracket closes what it belongs to, whatever was left open inside; and a `{` at the start of a
/// line, where JSON allows none, begins the next value.
#[derive(Debug, Default)]
pub(super) struct ElementScanner {
    place: Place,
    /// The last byte that was neither white space nor in a string.
    last: Option<u8>,
    depth: u32,
    /// One bit for each open bracket, the innermost lowest: set for objects.
    objects: u128,
    /// Whether a misplaced `{` begins the next value anywhere, not only at the start of a line.
    pub(super) is_impatient: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Outside strings, with nothing but white space before it on its line.
    LineStart,
    /// Outside strings, anywhere else.
    #[default]
    Outside,
    /// In a string.
    Text,
    /// In a string, after a backslash.
    Escape,
}

impl ElementScanner {
    /// Whether the bytes so far end amid a string.
    pub(super) fn is_in_string(&self) -> bool {
        match self.place {
            Place::Text | Place::Escape => true,
            Place::LineStart | Place::Outside => false,
        }
    }

    /// Walks on, and answers how many of the bytes belong to the value and whether it ended.
    pub(super) fn scan(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            if self.is_in_string() {
                at += self.scan_string(bytes.get(at..).unwrap_or_default());
                continue;
            }
            if self.last.is_some() && self.ends_before(byte) {
                return (at, true);
            }
            at += 1;
            if self.take(byte) {
                return (at, true);
            }
        }
        (at, false)
    }

    /// Walks to the end of a string, or of the bytes.
    fn scan_string(&mut self, bytes: &[u8]) -> usize {
        for (index, byte) in bytes.iter().enumerate() {
            self.place = match (self.place, byte) {
                (_, b'\n') => Place::LineStart,
                (Place::Escape, _) => Place::Text,
                (_, b'\\') => Place::Escape,
                (_, b'"') => Place::Outside,
                _ => continue,
            };
            if !self.is_in_string() {
                return index + 1;
            }
        }
        bytes.len()
    }

    /// Whether the value ended before this byte.
    fn ends_before(&self, byte: u8) -> bool {
        if self.depth == 0 {
            // Something that is no array and no object: it cannot be an event, so it is enough
            // to find where it ends.
            return matches!(byte, b',' | b']' | b'{' | b'\n');
        }
        let is_misplaced = byte == b'{'
            && match self.last {
                Some(b'[' | b':') => false,
                Some(b',') => self.objects & 1 == 1 && self.depth <= REMEMBERED,
                Some(_) | None => true,
            };
        is_misplaced && (self.place == Place::LineStart || self.is_impatient)
    }

    /// Takes one byte outside strings, and answers whether the value ends with it.
    fn take(&mut self, byte: u8) -> bool {
        if byte.is_ascii_whitespace() {
            if byte == b'\n' {
                self.place = Place::LineStart;
            }
            return false;
        }
        self.place = Place::Outside;
        self.last = Some(byte);
        match byte {
            b'"' => self.place = Place::Text,
            b'{' => self.open(true),
            b'[' => self.open(false),
            b'}' => return self.close(true),
            b']' => return self.close(false),
            _ => {}
        }
        false
    }

    fn open(&mut self, is_object: bool) {
        if self.depth < REMEMBERED {
            self.objects = self.objects << 1 | u128::from(is_object);
        }
        self.depth = self.depth.saturating_add(1);
    }

    /// Closes the innermost bracket of a kind, and answers whether none is open any more.
    fn close(&mut self, is_object: bool) -> bool {
        if self.depth > REMEMBERED {
            self.depth -= 1;
            return false;
        }
        let same = if is_object {
            self.objects
        } else {
            !self.objects
        };
        let levels_up = same.trailing_zeros() + 1;
        if levels_up > self.depth {
            return false;
        }
        self.depth -= levels_up;
        self.objects = self.objects.checked_shr(levels_up).unwrap_or_default();
        self.depth == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::ElementScanner;

    /// The first value in a text, found in pieces of one length.
    fn first(text: &str, piece: usize) -> (&str, bool) {
        let mut scanner = ElementScanner::default();
        let mut total = 0;
        for bytes in text.as_bytes().chunks(piece) {
            let (used, is_done) = scanner.scan(bytes);
            total += used;
            if is_done {
                return (&text[..total], true);
            }
        }
        (&text[..total], false)
    }

    #[test]
    fn a_value_ends_with_its_last_bracket() {
        for (text, value) in [
            (r#"{"a":{"b":[1,2]}},{"c":3}"#, r#"{"a":{"b":[1,2]}}"#),
            (r#"{"a":"} \" ]"}]"#, r#"{"a":"} \" ]"}"#),
            (r#"{"a":"\\"} x"#, r#"{"a":"\\"}"#),
            (r#""text",{}"#, r#""text""#),
            ("12]", "12"),
            ("oops, {}", "oops"),
        ] {
            for piece in 1..8 {
                assert_eq!(first(text, piece), (value, true), "{text} by {piece}");
            }
        }
    }

    #[test]
    fn damage_does_not_swallow_what_follows() {
        for (text, value) in [
            ("{\"a\":[1,2},{\"b\":1}", "{\"a\":[1,2}"),
            ("{\"a\":\"cut\n{\"b\":1}", "{\"a\":\"cut\n"),
            ("{\"a\":1,\n{\"b\":1}", "{\"a\":1,\n"),
            ("{\"a\":1\n  {\"b\":1}", "{\"a\":1\n  "),
            ("{\"a\":\"cut,\n\"b\":1},{}", "{\"a\":\"cut,\n\"b\":1}"),
            ("{\"a\":1]}{", "{\"a\":1]}"),
        ] {
            assert_eq!(first(text, 3), (value, true), "{text}");
        }
    }

    #[test]
    fn nesting_without_end_is_counted_and_not_kept() {
        let text = "[".repeat(100_000) + &"]".repeat(100_000) + ",";
        assert_eq!(first(&text, 4096).0.len(), 200_000);
    }

    proptest! {
        #[test]
        fn a_sound_value_is_found_whole_however_it_is_printed(
            keys in proptest::collection::vec("[a-z\"\\\\{}\\[\\],:\n é]{0,6}", 1..6),
            is_pretty in any::<bool>(),
        ) {
            let nested = keys.iter().fold(Value::Null, |inner, key| {
                serde_json::json!({ key.as_str(): [inner, key, {"x": {}}, [], 1.5] })
            });
            let text = if is_pretty {
                serde_json::to_string_pretty(&nested).unwrap()
            } else {
                nested.to_string()
            };
            let followed = format!("{text}\n{{}}");
            prop_assert_eq!(first(&followed, 5), (text.as_str(), true));
        }
    }
}
