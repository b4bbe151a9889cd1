//! Takes out of strangers' text what a reader cannot see but a machine obeys.
//!
//! Control characters move a terminal's cursor, bidirectional ones swap what is read, and
//! invisible ones carry hidden instructions to a language model. Nothing that people see is lost.

use std::borrow::Cow;

/// Cleans text that may have several lines.
pub fn text(text: &str) -> Cow<'_, str> {
    cleaned(text, Lines::Kept)
}

/// Cleans text of one line, such as a name: line breaks and tabs become spaces.
pub fn line(text: &str) -> Cow<'_, str> {
    cleaned(text, Lines::Joined)
}

/// The beginning of a text as a message repeats it: cleaned, and cut after so many characters.
pub fn excerpt(text: &str, most: usize) -> String {
    let cleaned = line(text);
    match cleaned.char_indices().nth(most) {
        None => cleaned.into_owned(),
        Some((end, _)) => format!("{}…", cleaned.get(..end).unwrap_or_default()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Kept,
    Joined,
}

fn cleaned(text: &str, lines: Lines) -> Cow<'_, str> {
    // Most texts are such, and one look at their bytes tells.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut before = None;
    let is_clean = text.chars().all(|letter| {
        let stays = shown(letter, before, lines) == Some(letter);
        before = Some(letter);
        stays
    });
    if is_clean {
        return Cow::Borrowed(text);
    }
    let mut before = None;
    let mut cleaned = String::with_capacity(text.len());
    for letter in text.chars() {
        if let Some(letter) = shown(letter, before, lines) {
            cleaned.push(letter);
            before = Some(letter);
        }
    }
    Cow::Owned(cleaned)
}

/// What stands for a letter that follows another one, if anything does.
fn shown(letter: char, before: Option<char>, lines: Lines) -> Option<char> {
    match letter {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' if lines == Lines::Joined => Some(' '),
        '\n' | '\t' => Some(letter),
        '\u{fe0e}' | '\u{fe0f}' => before.is_some_and(has_emoji_style).then_some(letter),
        // Joiners shape scripts and emoji, never ASCII; a run of them is a hidden message.
        '\u{200c}' | '\u{200d}' => before
            .is_some_and(|before| !before.is_ascii() && !is_joiner(before))
            .then_some(letter),
        _ if is_hidden(letter) => None,
        _ => Some(letter),
    }
}

/// Whether a letter has no place in any text but as a break.
pub(in crate::surface) fn is_hidden(letter: char) -> bool {
    letter.is_control() || is_invisible(letter)
}

fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0d}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a variation selector chooses between text and emoji style here (Unicode's
/// `emoji-variation-sequences.txt`, by its ranges).
fn has_emoji_style(letter: char) -> bool {
    matches!(letter,
        '#' | '*' | '0'..='9' | '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | 'Ⓜ' | '〰' | '〽' | '㊗' | '㊙'
        | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}'
        | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::{line, text};

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        for (written, shown) in [
            ("Jane\u{202e}Doe", "JaneDoe"),
            ("\u{2066}a\u{2069}\u{200e}b\u{200f}\u{61c}", "ab"),
            ("a\u{0}b\u{7}c\u{1b}[31md\u{7f}e\u{9b}f", "abc[31mdef"),
            (
                "zero\u{200b}width\u{feff}soft\u{ad}hyphen",
                "zerowidthsofthyphen",
            ),
            (
                "\u{180e}\u{2060}\u{2061}\u{2062}\u{2063}\u{2064}\u{206a}\u{fff9}",
                "",
            ),
            ("hidden\u{e0001}\u{e0049}\u{e0067}\u{e007f}", "hidden"),
            ("a\u{fe0f}\u{fe00}\u{e0100}b", "ab"),
            ("plain\u{200d}ascii\u{200c}", "plainascii"),
            ("क\u{200d}\u{200c}\u{200d}ष", "क\u{200d}ष"),
            ("\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}", "\u{1f3f4}"),
        ] {
            assert_eq!(line(written), shown, "{written:?}");
            assert_eq!(text(written), shown, "{written:?}");
        }
    }

    #[test]
    fn what_people_write_stays_and_is_not_copied() {
        for written in [
            "José García",
            "محمد می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}💻",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "👍🏽",
            "李雷 🌻",
            "",
        ] {
            assert!(matches!(line(written), Cow::Borrowed(_)), "{written:?}");
        }
    }

    #[test]
    fn a_line_has_no_breaks_and_a_text_keeps_them() {
        assert_eq!(line("a\r\nb\tc\u{2028}d"), "a b c d");
        assert_eq!(text("a\r\nb\tc"), "a\nb\tc");
    }

    proptest! {
        #[test]
        fn cleaning_what_is_clean_changes_nothing(written in any::<String>()) {
            let once = line(&written).into_owned();
            prop_assert!(matches!(line(&once), Cow::Borrowed(_)));
        }
    }
}
