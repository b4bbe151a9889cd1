//! Search text: what people type, as terms that a customer's words must answer.

use unicode_normalization::UnicodeNormalization as _;

use super::words::{REVERSED, address_form};
use crate::domain::folding;

/// Fewest digits that are searched as the end of a phone number.
const FEWEST_LAST_DIGITS: usize = 4;

/// One thing that must be found: some word of the customer starts with one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Beginnings of words; one of them is enough.
    pub alternatives: Vec<String>,
}

/// Search text with its terms, all of which must be found, in any order.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchText {
    text: String,
    terms: Vec<Term>,
}

impl SearchText {
    /// Reads what was typed. Every text is fine; one without letters or digits finds nobody.
    pub fn parse(text: &str) -> Self {
        let composed: String = text.nfkc().collect();
        let mut terms: Vec<Term> = match phone_digits(&composed) {
            Some(digits) => vec![Term {
                alternatives: number_alternatives(&digits),
            }],
            None => text.split_whitespace().flat_map(terms_of_chunk).collect(),
        };
        let mut seen = std::collections::HashSet::new();
        terms.retain(|term| seen.insert(term.alternatives.clone()));
        Self {
            text: text.to_owned(),
            terms,
        }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether every term is found among the words of a customer.
    pub fn is_answered_by(&self, words: &std::collections::BTreeSet<String>) -> bool {
        !self.terms.is_empty()
            && self.terms.iter().all(|term| {
                let mut beginnings = term.alternatives.iter();
                beginnings.any(|beginning| words.iter().any(|word| word.starts_with(beginning)))
            })
    }

    /// What must be found. Empty where the text has nothing to look for: then nobody is found.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

impl std::fmt::Debug for SearchText {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SearchText({} terms, hidden)", self.terms.len())
    }
}

/// The digits of text that is a phone number or a part of one, and nothing else.
fn phone_digits(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let text = without_extension(text).replace("(0)", "");
    let is_number = text.chars().all(|letter| {
        letter.is_ascii_digit()
            || letter.is_whitespace()
            || "+-().–/\u{200e}\u{200f}\u{202a}\u{202c}".contains(letter)
    });
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (is_number && digits.len() >= FEWEST_LAST_DIGITS).then_some(digits)
}

/// A number without its extension: `…;ext=12` as we show it, `… ext. 12` or `… x12` as people do.
/// People at one number are few, so they are all found.
fn without_extension(text: &str) -> &str {
    let starts = |letter: char| letter == ';' || letter.is_ascii_alphabetic();
    let Some((number, extension)) = text.find(starts).map(|start| text.split_at(start)) else {
        return text;
    };
    let extension = extension
        .trim_start_matches([';', ' '])
        .to_ascii_lowercase();
    let is_extension = ["extension", "ext", "x"]
        .iter()
        .find_map(|word| extension.strip_prefix(word))
        .map(|rest| rest.trim_matches(['.', ':', '=', ' ']))
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    if is_extension { number } else { text }
}

/// A number may be the beginning of one, with or without its country, or the end of one.
/// In front of national numbers stands a trunk prefix, mostly `0`, in some countries `8`.
fn number_alternatives(digits: &str) -> Vec<String> {
    let mut alternatives = vec![digits.to_owned()];
    let without_zeros = digits.trim_start_matches('0');
    if without_zeros.len() >= FEWEST_LAST_DIGITS && without_zeros != digits {
        alternatives.push(without_zeros.to_owned());
        alternatives.push(reversed(without_zeros));
    }
    if digits.len() >= FEWEST_LAST_DIGITS {
        alternatives.push(reversed(digits));
    }
    if let Some(rest) = digits.strip_prefix('8')
        && rest.len() >= 9
    {
        alternatives.push(reversed(rest));
    }
    alternatives
}

fn reversed(digits: &str) -> String {
    std::iter::once(REVERSED)
        .chain(digits.chars().rev())
        .collect()
}

/// The terms of one run of text without white space.
fn terms_of_chunk(chunk_as_typed: &str) -> Vec<Term> {
    let chunk = address_form(chunk_as_typed);
    if let Some((local, domain)) = chunk
        .split_once('@')
        .filter(|(local, domain)| !(local.is_empty() && domain.is_empty()))
    {
        let whole = if local.is_empty() {
            domain.to_owned()
        } else {
            chunk.clone()
        };
        return vec![Term {
            alternatives: vec![whole],
        }];
    }
    let words = folding::words(chunk_as_typed);
    let is_dotted = words.len() > 1;
    words
        .into_iter()
        .map(|word| {
            let mut alternatives = if word.bytes().all(|byte| byte.is_ascii_digit()) {
                number_alternatives(&word)
            } else {
                vec![word]
            };
            if is_dotted && !alternatives.contains(&chunk) {
                alternatives.push(chunk.clone());
            }
            Term { alternatives }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::SearchText;

    #[test]
    fn text_without_anything_to_look_for_has_no_terms() {
        for text in [
            "", "   ", "\"", "* OR -", "\u{0}", "()", "'", "%_%", "@", "…",
        ] {
            let search = SearchText::parse(text);
            let has_letters = text.chars().any(char::is_alphanumeric);
            assert_eq!(search.terms().is_empty(), !has_letters, "{text:?}");
        }
    }

    #[test]
    fn words_that_repeat_are_looked_for_once() {
        assert_eq!(SearchText::parse(&"jane ".repeat(2_000)).terms().len(), 1);
    }

    #[test]
    fn an_extension_is_no_part_of_the_number_that_is_looked_for() {
        let plain = SearchText::parse("+15035550164");
        for text in [
            "+15035550164;ext=12",
            "+1 503-555-0164 ext. 12",
            "tel:+1-503-555-0164;ext=12",
            "+1 (503) 555-0164 x12",
            "+1 503 555 0164 Extension: 12",
        ] {
            assert_eq!(SearchText::parse(text).terms(), plain.terms(), "{text}");
        }
        for text in ["+15035550164 ext", "+15035550164 jane", "x12"] {
            assert_ne!(SearchText::parse(text).terms(), plain.terms(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_term_is_empty_and_none_holds_white_space(text in "\\PC{0,60}") {
            for term in SearchText::parse(&text).terms() {
                for word in &term.alternatives {
                    prop_assert!(!word.is_empty() && !word.contains(char::is_whitespace));
                }
            }
        }
    }
}
