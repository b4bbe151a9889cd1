//! Search text for what was said, as words that must be found in a message.

use crate::domain::folding;

/// Fewest letters that are looked for as the beginning of a word: nearly every message has a word
/// that begins with any two.
const FEWEST_BEGINNING_LETTERS: usize = 3;

/// One thing that must be found in a message, folded.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum MessageTerm {
    /// A word: a short one, or a character that is a word of its own.
    Word(String),
    /// The beginning of a word.
    Beginning(String),
}

/// Search text with its terms, all of which must be found, in any order.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageSearch {
    terms: Vec<MessageTerm>,
}

impl MessageTerm {
    fn of(word: String) -> Self {
        if word.chars().count() < FEWEST_BEGINNING_LETTERS {
            Self::Word(word)
        } else {
            Self::Beginning(word)
        }
    }

    /// The folded text that is looked for.
    pub fn text(&self) -> &str {
        match self {
            Self::Word(text) | Self::Beginning(text) => text,
        }
    }

    /// Whether a folded word of a message answers the term.
    pub fn is_answered_by(&self, word: &str) -> bool {
        match self {
            Self::Word(text) => word == text,
            Self::Beginning(text) => word.starts_with(text.as_str()),
        }
    }
}

impl MessageSearch {
    /// Reads what was typed. Every text is fine; one without letters or digits finds nothing.
    pub fn parse(text: &str) -> Self {
        let mut terms: Vec<MessageTerm> = folding::words(text)
            .into_iter()
            .map(MessageTerm::of)
            .collect();
        let mut seen = std::collections::HashSet::new();
        terms.retain(|term| seen.insert(term.clone()));
        Self { terms }
    }

    /// What must be found. Empty where the text has nothing to look for: then nothing is found.
    pub fn terms(&self) -> &[MessageTerm] {
        &self.terms
    }

    /// Whether every term is found in a message.
    pub fn is_found_in(&self, message: &str) -> bool {
        let words = folding::words(message);
        !self.terms.is_empty()
            && self
                .terms
                .iter()
                .all(|term| words.iter().any(|word| term.is_answered_by(word)))
    }
}

impl std::fmt::Debug for MessageTerm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Word(_) => "Word(hidden)",
            Self::Beginning(_) => "Beginning(hidden)",
        })
    }
}

impl std::fmt::Debug for MessageSearch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "MessageSearch({} terms, hidden)",
            self.terms.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::MessageSearch;

    #[test]
    fn every_term_must_begin_a_word_and_a_short_one_must_be_one() {
        for (text, message, is_found) in [
            ("export", "The exports are slow.", true),
            ("slow EXPORT", "The exports are slow.", true),
            ("port", "The exports are slow.", false),
            ("export fast", "The exports are slow.", false),
            ("us", "Tell us.", true),
            ("us", "It is useless.", false),
            ("use", "It is useless.", true),
            ("u", "It is useless.", false),
            ("v2", "API v2 fails", true),
            ("v2", "API v20 fails", false),
            ("42", "Error 42", true),
            ("42", "Error 422", false),
            ("zolty", "Żółty przycisk", true),
            ("strasse", "Die Straße", true),
            ("o'brien", "OBrien wrote", true),
            ("don't", "I dont know", true),
            ("雷", "雷声很大", true),
            ("声雷", "雷声很大", true),
            ("李", "雷声很大", false),
            ("가", "가격이 비싸요", true),
            ("가", "각각 비싸요", false),
            ("가격", "가격이 비싸요", true),
            ("🌻", "Thanks 🌻!", true),
            ("\u{1f469}\u{200d}\u{1f4bb}", "by a 👩‍💻", true),
            ("re: export!", "re the export", true),
            ("", "anything", false),
            ("…", "anything", false),
            ("a", "", false),
        ] {
            let search = MessageSearch::parse(text);
            assert_eq!(search.is_found_in(message), is_found, "{text} in {message}");
        }
    }

    #[test]
    fn words_that_repeat_are_looked_for_once() {
        let search = MessageSearch::parse(&"slow Slow ".repeat(2_000));
        assert_eq!(search.terms().len(), 1);
    }

    #[test]
    fn what_is_searched_for_is_hidden_from_logs() {
        let search = MessageSearch::parse("jane's invoice");
        assert_eq!(format!("{search:?}"), "MessageSearch(2 terms, hidden)");
        assert!(!format!("{:?}", search.terms()).contains("jane"));
    }

    proptest! {
        #[test]
        fn a_message_answers_each_of_its_own_words(message in "\\PC{0,60}") {
            for word in message.split_whitespace() {
                let search = MessageSearch::parse(word);
                prop_assert!(search.is_found_in(&message) || search.terms().is_empty());
            }
        }
    }
}
