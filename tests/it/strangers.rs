//! What strangers hide in their text, and that none of it is shown.

/// Characters that are not seen: turned direction, no width, a tag, a bell.
pub(crate) const HIDDEN: &str = "\u{202e}\u{200b}\u{e0041}\u{7}";

/// Holds that an answer shows Eve, without what she hides.
pub(crate) fn assert_shows_eve_clean(answer: &str) {
    for letter in ['\u{202e}', '\u{200b}', '\u{e0041}'] {
        assert!(!answer.contains(letter), "{letter:?} in {answer}");
    }
    assert!(
        !answer.contains("\\u0007") && answer.contains("Eve"),
        "{answer}"
    );
}
