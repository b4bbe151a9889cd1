//! Characters that take no place on a screen.

/// Whether a character is invisible wherever it stands: soft hyphens, zero-width characters,
/// byte-order marks, and those that turn the direction of text.
pub fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}
