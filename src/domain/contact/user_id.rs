//! The customer's id in the operator's own product.

use std::fmt;

/// Longest user id, in bytes.
const LONGEST: usize = 256;

/// An id that the operator's product gave this person: exact, case and all.
#[derive(Clone, PartialEq, Eq)]
pub struct UserId(String);

impl UserId {
    /// Reads an id: trimmed, not empty, at most 256 bytes, no control characters.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= LONGEST && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }

    /// The id as the product writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives up the text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UserId(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::UserId;

    #[test]
    fn user_ids_keep_their_case_and_lose_only_outer_space() {
        assert_eq!(UserId::parse(" U-7a ").unwrap().as_str(), "U-7a");
        assert!(UserId::parse("a\u{7}b").is_none());
        assert!(UserId::parse(&"x".repeat(257)).is_none());
    }

    #[test]
    fn debug_output_hides_the_id() {
        assert_eq!(
            format!("{:?}", UserId::parse("u_1").unwrap()),
            "UserId(hidden)"
        );
    }
}
