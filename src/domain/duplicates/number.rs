//! Phone numbers that nobody could read, beside those that somebody could.

/// Fewest digits that two numbers must share. Fewer are shared by chance among a million people.
const FEWEST_DIGITS: usize = 8;

/// A phone number by its digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    digits: String,
    is_read: bool,
}

impl std::fmt::Debug for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Number(hidden)")
    }
}

impl Number {
    /// A number with its country, in its stored spelling.
    pub fn read(stored: &str) -> Option<Self> {
        let number = stored.split(';').next().unwrap_or(stored);
        Self::of_digits(number, true)
    }

    /// Text that could not be read as a number. Zeros in front, which stand for the trunk or for
    /// another country, are no part of it.
    pub fn unread(text: &str) -> Option<Self> {
        let text = without_separators(text);
        let ends_in_digits = text
            .chars()
            .rev()
            .take(FEWEST_DIGITS)
            .all(|letter| letter.is_ascii_digit());
        ends_in_digits.then(|| Self::of_digits(&text, false))?
    }

    fn of_digits(text: &str, is_read: bool) -> Option<Self> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches('0').to_owned();
        (digits.len() >= FEWEST_DIGITS).then_some(Self { digits, is_read })
    }

    /// The digits, without zeros in front.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether it could be read.
    pub fn is_read(&self) -> bool {
        self.is_read
    }

    /// The last digits, by which other numbers are looked up.
    pub fn ending(&self) -> &str {
        let start = self.digits.len().saturating_sub(FEWEST_DIGITS);
        self.digits.get(start..).unwrap_or_default()
    }

    /// Whether two numbers are one, written otherwise. Two that could be read are two numbers.
    pub fn is_same(&self, other: &Self) -> bool {
        let (one, other_digits) = (&self.digits, &other.digits);
        match (self.is_read, other.is_read) {
            (true, true) => false,
            (true, false) => one.ends_with(other_digits.as_str()),
            (false, true) => other_digits.ends_with(one.as_str()),
            (false, false) => {
                one.ends_with(other_digits.as_str()) || other_digits.ends_with(one.as_str())
            }
        }
    }
}

/// The text without what people write between digits. The index of such texts does the same.
fn without_separators(text: &str) -> String {
    text.chars()
        .filter(|letter| !" -./()".contains(*letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn national_spellings_are_the_end_of_the_whole_number() {
        for (stored, written, expected) in [
            ("+14155550132", "(415) 555-0132", true),
            ("+14155550132", "1 415 555 0132", true),
            ("+14155550132;ext=12", "415.555.0132", true),
            ("+442079460018", "020 7946 0018", true),
            ("+4930901820", "030/901820", true),
            ("+4930901820", "0049 30 901820", true),
            ("+819012345678", "090-1234-5678", true),
            ("+4520123456", "20 12 34 56", true),
            ("+14155550132", "555-0132", false),
            ("+14155550132", "415 555 0133", false),
            ("+14155550132", "94155550132", false),
            ("+14155550132", "415 555 0132 x12", false),
            ("+14155550132", "ask at desk 5", false),
            ("+14155550132", "", false),
        ] {
            let (stored, written) = (Number::read(stored).unwrap(), Number::unread(written));
            let is_same = written.is_some_and(|written| {
                assert_eq!(written.is_same(&stored), stored.is_same(&written));
                stored.is_same(&written)
            });
            assert_eq!(is_same, expected, "{stored:?}");
        }
    }

    #[test]
    fn two_texts_may_be_one_number_and_two_numbers_never_are() {
        let unread = |text| Number::unread(text).unwrap();
        assert!(unread("0415 555 0132").is_same(&unread("(415) 555-0132")));
        assert!(!unread("0415 555 0132").is_same(&unread("(416) 555-0132")));
        let read = |text| Number::read(text).unwrap();
        assert!(!read("+14155550132;ext=1").is_same(&read("+14155550132;ext=2")));
        assert_eq!(read("+14155550132").ending(), "55550132");
    }
}
