//! Folding: the form in which names are searched and sorted.
//!
//! Text is decomposed, its marks dropped and its letters lower-cased; the few letters that do
//! not decompose are mapped; apostrophes vanish, so that `O'Brien` is found as `obrien`; Chinese,
//! Japanese and Korean text is split by character, because it has no spaces to split at.
//! Everything else that is no letter or digit separates words.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::invisible::is_invisible;

/// The words of a text, folded, in the order in which they stand.
pub fn words(text: &str) -> Vec<String> {
    if text.is_ascii() {
        return ascii_words(text);
    }
    let mut words = Vec::new();
    let mut word = String::new();
    // What vanishes goes before anything is composed: letters that it kept apart, parts of a Korean
    // syllable say, meet here and not when the folded text is folded again.
    for letter in text.nfkd().filter(|letter| !vanishes(*letter)).nfc() {
        if stands_alone(letter) {
            end(&mut word, &mut words);
            fold_into(letter, &mut word);
            end(&mut word, &mut words);
        } else if letter.is_alphanumeric() {
            fold_into(letter, &mut word);
        } else {
            end(&mut word, &mut words);
        }
    }
    end(&mut word, &mut words);
    words
}

/// A text with its letters folded and everything else as it is.
pub fn letters(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::new();
    for letter in text.nfkc().filter(|letter| !is_combining_mark(*letter)) {
        fold_into(letter, &mut folded);
    }
    folded
}

/// The words of a text in which nothing is to be decomposed: most of what is folded.
fn ascii_words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && !is_apostrophe(letter))
        .map(|word| {
            word.chars()
                .filter(|letter| !is_apostrophe(*letter))
                .map(|letter| letter.to_ascii_lowercase())
        })
        .map(Iterator::collect)
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// A text in the form in which names are sorted: its words, with one space between.
pub fn sort_form(text: &str) -> String {
    if !text.is_ascii() {
        return words(text).join(" ");
    }
    let mut form = String::with_capacity(text.len());
    let mut is_between = false;
    for letter in text.chars().filter(|letter| !is_apostrophe(*letter)) {
        if letter.is_ascii_alphanumeric() {
            if is_between && !form.is_empty() {
                form.push(' ');
            }
            is_between = false;
            form.push(letter.to_ascii_lowercase());
        } else {
            is_between = true;
        }
    }
    form
}

fn end(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

fn fold_into(letter: char, word: &mut String) {
    for part in std::iter::once(letter)
        .nfkd()
        .filter(|part| !is_combining_mark(*part))
    {
        for lower in part
            .to_lowercase()
            .filter(|lower| !is_combining_mark(*lower))
        {
            match undecomposed(lower) {
                Some(spelling) => word.push_str(spelling),
                None if lower == '\u{640}' => {} // the Arabic tatweel only stretches a word
                None => word.push(lower),
            }
        }
    }
}

/// Letters with a stroke, ligatures and the like, which Unicode does not decompose.
fn undecomposed(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ς' => "σ",
        _ => return None,
    })
}

fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '＇' | '״' | '׳'
    )
}

/// What is no part of a word and does not end one: apostrophes, marks, what joins, and the Arabic
/// tatweel, which only stretches a word.
fn vanishes(letter: char) -> bool {
    is_apostrophe(letter) || is_combining_mark(letter) || is_joiner(letter) || letter == '\u{640}'
}

/// Invisible characters inside words.
fn is_joiner(letter: char) -> bool {
    is_invisible(letter) || matches!(letter, '\u{fe00}'..='\u{fe0f}')
}

/// Characters that are words of their own: CJK and emoji.
fn stands_alone(letter: char) -> bool {
    matches!(letter,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
pub(super) mod samples {
    use proptest::prelude::*;

    /// Every character but for the ideographs and the Korean syllables, which are all alike.
    pub(in super::super) fn every_letter() -> impl Iterator<Item = char> {
        ('\0'..='\u{33ff}')
            .chain('\u{a000}'..='\u{ac00}')
            .chain('\u{d7a3}'..='\u{1ffff}')
            .chain('\u{2f800}'..='\u{2fa1f}')
    }

    /// Characters that change what stands beside them when a text is composed or lower-cased: marks
    /// of many classes, parts of Korean syllables, what vanishes, and letters that become several.
    const UNSTABLE: &[char] = &[
        '\u{300}', '\u{301}', '\u{307}', '\u{308}', '\u{30a}', '\u{30c}', '\u{313}', '\u{323}',
        '\u{327}', '\u{331}', '\u{338}', '\u{342}', '\u{345}', '\u{5b0}', '\u{5bf}', '\u{640}',
        '\u{64b}', '\u{651}', '\u{654}', '\u{670}', '\u{93c}', '\u{9be}', '\u{9c7}', '\u{e38}',
        '\u{f71}', '\u{3099}', '\u{309a}', '\u{1100}', '\u{1112}', '\u{1161}', '\u{1175}',
        '\u{11a8}', '\u{11c2}', '\'', '’', '´', '\u{200d}', '\u{fe0f}', '\u{34f}', 'İ', 'ı', 'I',
        'J', 'H', 'T', 'Y', 'Σ', 'ς', 'ß', 'ẞ', 'ŉ', 'ΐ', 'Ι', 'Υ', 'Ω', 'ᾳ', 'ﷺ', 'ﬃ', 'か', '가',
        '각', '가', 'ㄱ', '①', '½', '5', ' ', 'a',
    ];

    /// Texts of every character there is, most of which change their neighbours.
    pub(in super::super) fn hostile_text() -> impl Strategy<Value = String> {
        let letter = prop_oneof![
            3 => prop::sample::select(UNSTABLE),
            1 => any::<char>(),
            1 => proptest::char::range('a', 'z'),
        ];
        prop::collection::vec(letter, 0..16).prop_map(|letters| letters.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::samples::{self, every_letter};
    use super::{letters, sort_form, words};

    #[test]
    fn names_fold_to_the_words_that_people_type() {
        for (text, folded) in [
            ("José García", "jose garcia"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("Straßenbau Müller GmbH", "strassenbau muller gmbh"),
            ("STRASSE", "strasse"),
            ("Þóra Ægisdóttir", "thora aegisdottir"),
            ("Søren Đorđević", "soren dordevic"),
            ("O'Brien", "obrien"),
            ("O’Brien", "obrien"),
            ("Anne-Marie  d'Angelo", "anne marie dangelo"),
            ("İpek Yılmaz", "ipek yilmaz"),
            ("Nguyễn Thị Hương", "nguyen thi huong"),
            ("李雷", "李 雷"),
            ("佐藤さくら", "佐 藤 さ く ら"),
            (
                "김민준",
                "\u{1100}\u{1175}\u{11b7} \u{1106}\u{1175}\u{11ab} \u{110c}\u{116e}\u{11ab}",
            ),
            ("Γιώργος", "γιωργοσ"),
            ("ΓΙΩΡΓΟΣ", "γιωργοσ"),
            ("Анна Йовчева", "анна иовчева"),
            ("أحمد", "احمد"),
            ("محمّد", "محمد"),
            ("Ｊａｎｅ", "jane"),
            ("Ma\u{200b}ya 🌻", "maya 🌻"),
            ("e\u{301}te\u{301}", "ete"),
            ("\u{1112}'\u{1161}", "\u{1112}\u{1161}"),
            ("Robert'); DROP TABLE", "robert drop table"),
            ("… -- \u{202e}", ""),
        ] {
            assert_eq!(sort_form(text), folded, "{text}");
        }
    }

    #[test]
    fn every_character_alone_and_among_others_is_folded_once() {
        for letter in every_letter() {
            let text = format!("{letter} a{letter}b \u{1112}{letter}\u{1161} İ{letter}\u{651}");
            let once = sort_form(&text);
            assert_eq!(sort_form(&once), once, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn ascii_text_folds_as_it_would_among_other_text(text in "[ -~]{0,30}") {
            let mut among_others = words(&format!("{text} é"));
            among_others.pop();
            prop_assert_eq!(words(&text), among_others);
            prop_assert_eq!(sort_form(&text), words(&text).join(" "));
        }

        #[test]
        fn folding_what_is_folded_changes_nothing(text in samples::hostile_text()) {
            let once = sort_form(&text);
            prop_assert_eq!(sort_form(&once), once);
            let once = letters(&text);
            prop_assert_eq!(letters(&once), once);
        }

        #[test]
        fn case_never_changes_the_words(text in "[a-zA-ZßéÉüÜłŁøØ ]{0,30}") {
            prop_assert_eq!(words(&text.to_uppercase()), words(&text.to_lowercase()));
        }
    }
}
