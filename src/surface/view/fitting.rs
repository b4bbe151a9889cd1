//! Keeps an answer within what a reader can take, and remembers what was left out.
//!
//! A limit is never lowered silently: whatever is left out here ends up in the answer's `note`.

use std::io;

use serde::Serialize;

use super::written::Written;

/// How large an answer may be.
///
/// Counted in bytes of JSON, where bytes beyond ASCII count double: one character of Chinese or
/// an emoji is up to three tokens of a language model, and one token of English is four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance(usize);

impl Allowance {
    /// What one answer to an assistant may hold: 10,000 tokens, by a wide margin.
    pub const ASSISTANT: Self = Self(24_000);

    /// No bound, for output that no language model reads.
    pub const UNLIMITED: Self = Self(usize::MAX);

    /// What one customer may take of an answer, so that feedback and other rows have room.
    pub(super) fn of_one_customer(self) -> Self {
        Self(self.0 / 2)
    }

    /// Whether there is room for a value.
    pub(super) fn has_room_for(self, value: &impl Serialize) -> bool {
        cost(value) <= self.0
    }

    /// How many characters at the beginning of a text there is room for, as part of a value.
    pub(super) fn characters_of(self, text: &str) -> usize {
        let mut left = self.0;
        text.chars()
            .take_while(|letter| {
                let taken = left.checked_sub(cost_in_text(*letter));
                left = taken.unwrap_or(left);
                taken.is_some()
            })
            .count()
    }

    /// Takes the cost of a value off, or answers that there is no room for it.
    pub(super) fn spend(&mut self, value: &impl Serialize) -> bool {
        match self.0.checked_sub(cost(value)) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }

    /// Takes the cost of a value off that is shown in any case.
    pub(super) fn spend_anyhow(&mut self, value: &impl Serialize) {
        self.spend_cost(cost(value));
    }

    /// Takes a cost off that has been counted.
    pub(super) fn spend_cost(&mut self, cost: usize) {
        self.0 = self.0.saturating_sub(cost);
    }

    /// A value within the widest of the known bounds under which it has room, with its cost; within
    /// the narrowest if there is none.
    pub(super) fn fit<T: Serialize>(self, shape: impl Fn(Bounds) -> (T, Omissions)) -> Fitted<T> {
        let fitted = |bounds| {
            let (value, omissions) = shape(bounds);
            let value = Written::of(value, self);
            let is_counted = self != Self::UNLIMITED;
            let cost = if is_counted { cost(&value) } else { 0 };
            Fitted {
                value,
                omissions,
                cost,
            }
        };
        if self == Self::UNLIMITED {
            return fitted(Bounds::NONE);
        }
        let mut ladder = Bounds::LADDER.into_iter().map(fitted);
        let fitting = ladder.find(|fitted| fitted.cost <= self.0);
        fitting.unwrap_or_else(|| fitted(Bounds::NARROWEST))
    }
}

/// A value that was made to fit, what was left out of it, and what it costs; nothing where nobody
/// counts.
pub(super) struct Fitted<T> {
    pub(super) value: Written<T>,
    pub(super) omissions: Omissions,
    pub(super) cost: usize,
}

/// How much of one customer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The most values of one list.
    pub(super) values: usize,
    /// The most characters of one value.
    pub(super) value_length: usize,
    /// The most characters of the notes.
    pub(super) notes_length: usize,
}

impl Bounds {
    const NONE: Self = Self::new(usize::MAX, usize::MAX, usize::MAX);
    const NARROWEST: Self = Self::new(3, 100, 100);
    const LADDER: [Self; 4] = [
        Self::new(50, 500, 4_000),
        Self::new(25, 300, 2_000),
        Self::new(10, 200, 1_000),
        Self::new(5, 100, 400),
    ];
    /// What a row of a list shows.
    pub(super) const ROW: Self = Self::new(8, 200, 0);

    const fn new(values: usize, value_length: usize, notes_length: usize) -> Self {
        Self {
            values,
            value_length,
            notes_length,
        }
    }
}

/// What was left out of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Omissions {
    parts: Vec<String>,
    shortened_values: usize,
}

impl Omissions {
    /// Cuts a list and remembers by how much.
    pub(super) fn cut_list<T>(&mut self, field: &str, list: &mut Vec<T>, most: usize) {
        if list.len() > most {
            let whole = list.len();
            self.add(format!("{} of {whole} `{field}`", whole - most));
            list.truncate(most);
        }
    }

    /// Cuts one value of many, shows that it goes on, and remembers it.
    pub(super) fn cut_value(&mut self, value: String, most: usize) -> String {
        let (mut value, cut) = cut(value, most);
        if cut > 0 {
            self.shortened_values += 1;
            value.push('…');
        }
        value
    }

    /// Cuts a text and remembers by how much.
    pub(super) fn cut_text(&mut self, field: &str, text: String, most: usize) -> String {
        let (text, cut) = cut(text, most);
        if cut > 0 {
            let whole = most.saturating_add(cut);
            self.add(format!("{cut} of {whole} characters of `{field}`"));
        }
        text
    }

    /// Remembers something else that was left out.
    pub(super) fn add(&mut self, what: String) {
        self.parts.push(what);
    }

    /// Whether nothing was left out.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What was left out, as a sentence.
    pub(super) fn sentence(&self) -> Option<String> {
        let mut parts = self.parts.clone();
        if self.shortened_values > 0 {
            parts.push(format!("the ends of {} long values", self.shortened_values));
        }
        (!parts.is_empty())
            .then(|| format!("left out to keep the answer short: {}", parts.join(", ")))
    }
}

/// Cuts a text to its first characters; the answer tells how many were cut.
pub(super) fn cut(mut text: String, most: usize) -> (String, usize) {
    // No text has more characters than bytes.
    if text.len() <= most {
        return (text, 0);
    }
    let Some((end, _)) = text.char_indices().nth(most) else {
        return (text, 0);
    };
    let rest = text.get(end..).unwrap_or_default().chars().count();
    text.truncate(end);
    (text, rest)
}

fn cost(value: &impl Serialize) -> usize {
    let mut counter = Counter(0);
    match serde_json::to_writer(&mut counter, value) {
        Ok(()) => counter.0,
        // Never so for our shapes; what cannot be written cannot be sent either.
        Err(_unwritable) => usize::MAX,
    }
}

/// The cost of one character inside a text; quotes, backslashes and breaks are written in two.
fn cost_in_text(letter: char) -> usize {
    match letter {
        '"' | '\\' | '\n' | '\t' => 2,
        _ if letter.is_control() => 6,
        _ if letter.is_ascii() => 1,
        _ => 2 * letter.len_utf8(),
    }
}

/// Counts what is written instead of keeping it.
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        // Most of it is, and that is quicker to see than to count.
        if !bytes.is_ascii() {
            self.0 += bytes.iter().filter(|byte| !byte.is_ascii()).count();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowance, Omissions, cost, cut};

    #[test]
    fn text_is_cut_between_characters_and_counted() {
        for (text, most, expected) in [
            ("abc", 3, ("abc", 0)),
            ("李雷🌻", 2, ("李雷", 1)),
            ("", 0, ("", 0)),
            ("ab", 0, ("", 2)),
        ] {
            let (kept, rest) = cut(text.to_owned(), most);
            assert_eq!((kept.as_str(), rest), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_ascii_counts_double() {
        assert_eq!(cost(&"abc"), 5);
        assert_eq!(cost(&"李"), 8);
    }

    #[test]
    fn the_beginning_of_a_text_that_has_room_costs_no_more() {
        for text in ["plain text", "李雷🌻 ab", "a\"b\\c\nd\u{1}e", ""] {
            for size in 0..30 {
                let count = Allowance(size).characters_of(text);
                let start: String = text.chars().take(count).collect();
                assert!(cost(&start) - 2 <= size, "{start:?} in {size}");
            }
            assert_eq!(
                Allowance::UNLIMITED.characters_of(text),
                text.chars().count()
            );
        }
    }

    #[test]
    fn what_has_no_room_is_not_paid_for() {
        let mut allowance = Allowance(6);
        assert!(!allowance.spend(&"abcde"));
        assert!(allowance.spend(&"abcd"));
        assert_eq!(allowance, Allowance(0));
    }

    #[test]
    fn what_is_left_out_is_said() {
        let mut omissions = Omissions::default();
        assert_eq!(omissions.sentence(), None);
        omissions.cut_list("emails", &mut vec![1, 2, 3], 1);
        omissions.cut_text("notes", "abcd".to_owned(), 3);
        assert_eq!(
            omissions.sentence().as_deref(),
            Some(
                "left out to keep the answer short: 2 of 3 `emails`, 1 of 4 characters of `notes`"
            )
        );
    }
}
