//! Phone numbers, by libphonenumber's rules.

use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use phonenumber::metadata::DATABASE;
use phonenumber::{PhoneNumber, country};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

use crate::domain::invisible::is_invisible;

/// Longest text that is read as a number, in bytes.
const LONGEST: usize = 64;

/// Fewest digits of a number with its country. Fewer are order numbers, years and house numbers.
const FEWEST_DIGITS: usize = 7;

/// A country whose national numbers are understood, by its ISO 3166 code: `US`, `DE`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region(country::Id);

/// Text that is not the code of a country.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a country; give its two-letter ISO 3166 code, such as `US` or `DE`")]
pub struct RegionError(String);

impl FromStr for Region {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, RegionError> {
        let code = text.trim().to_ascii_uppercase();
        code.parse()
            .map(Self)
            .map_err(|_unknown| RegionError(text.to_owned()))
    }
}

/// A phone number in E.164, with its extension as RFC 3966 writes it: `+14155550132;ext=12`.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    spelling: String,
    national_digits: String,
}

impl Phone {
    /// Reads a number in any usual spelling; national ones need the region that they belong to.
    ///
    /// `None` for text that is no number, or whose length no number of its country has. A number
    /// need not be in a range that is known to be assigned: ranges open faster than metadata.
    pub fn parse(text: &str, region: Option<Region>) -> Option<Self> {
        let phone = Self::read(text, region)?;
        // Of a trunk prefix that was typed twice one is left, and would go when the stored spelling is
        // read again. No such number can be called.
        let may_be_prefixed = phone.national_digits.starts_with(['0', '1', '8']);
        let is_stable =
            !may_be_prefixed || Self::read(&phone.spelling, None).as_ref() == Some(&phone);
        is_stable.then_some(phone)
    }

    fn read(text: &str, region: Option<Region>) -> Option<Self> {
        let text = clean(text)?;
        // A default region would strip its own trunk prefix from another country's number.
        let region = if text.starts_with('+') {
            None
        } else {
            Some(region?.0)
        };
        let number = phonenumber::parse(region, &text).ok()?;
        let (spelling, national_digits) = (stored_spelling(&number), national_digits(&number));
        let digits = national_digits.len() + number.code().value().to_string().len();
        (digits >= FEWEST_DIGITS && is_possible(&number)).then_some(Self {
            spelling,
            national_digits,
        })
    }

    /// Whether nobody has this number: people type it to fill a field. One digit over and over
    /// (with an area code or without), or the digits in their order.
    pub fn is_filler(&self) -> bool {
        let digits = self.national_digits.trim_start_matches('0');
        let is_one_digit = |digits: &str| digits.chars().all(|digit| digits.starts_with(digit));
        let subscriber = digits
            .get(digits.len().saturating_sub(7)..)
            .unwrap_or(digits);
        is_one_digit(digits) || is_one_digit(subscriber) || "123456789012345".starts_with(digits)
    }

    /// The stored spelling.
    pub fn as_str(&self) -> &str {
        &self.spelling
    }

    /// Gives up the stored spelling.
    pub fn into_string(self) -> String {
        self.spelling
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Phone(hidden)")
    }
}

/// Prepares text for the parser: one spelling for full-width digits and signs, nothing
/// invisible, no `tel:`, and of the RFC 3966 parameters only the extension.
fn clean(text: &str) -> Option<String> {
    let text: String = text
        .nfkc()
        .filter(|letter| !is_invisible(*letter))
        .collect();
    let text = text.trim();
    let text = match text.split_at_checked("tel:".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest.trim(),
        _ => text,
    };
    let (number, parameters) = text.split_once(';').unwrap_or((text, ""));
    let mut number = number.trim().replace("(0)", "");
    if number.len() > LONGEST || !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Some(extension) = parameters
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("ext="))
    {
        write!(number, " ext. {extension}").ok()?;
    }
    (has_only_an_extension(&number) && !is_date(&number)).then_some(number)
}

/// Whether no letters are in a text but those of an extension. The parser would dial the others
/// on a keypad.
fn has_only_an_extension(text: &str) -> bool {
    let Some(start) = text.find(char::is_alphabetic) else {
        return true;
    };
    let rest = text.get(start..).unwrap_or_default().to_ascii_lowercase();
    ["extension", "ext", "x"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .is_some_and(|rest| {
            let digits = rest.trim_matches(['.', ':', '=', ' ']);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Whether a text is written as a date: `2026-11-03`, `3.11.2026`, `11/03/2026`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let are_digits = parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    are_digits && matches!(lengths.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

fn national_digits(number: &PhoneNumber) -> String {
    number.national().to_string()
}

/// Whether some kind of number in some region of its country has as many digits.
///
/// The metadata leaves a country's general lengths empty, so they are gathered from its kinds.
fn is_possible(number: &PhoneNumber) -> bool {
    let Ok(digits) = u16::try_from(national_digits(number).len()) else {
        return false;
    };
    DATABASE
        .by_code(&number.code().value())
        .into_iter()
        .flatten()
        .any(|region| {
            let kinds = region.descriptors();
            [
                kinds.fixed_line(),
                kinds.mobile(),
                kinds.toll_free(),
                kinds.premium_rate(),
                kinds.shared_cost(),
                kinds.personal_number(),
                kinds.voip(),
                kinds.pager(),
                kinds.uan(),
            ]
            .into_iter()
            .flatten()
            .any(|kind| kind.possible_length().contains(&digits))
        })
}

fn stored_spelling(number: &PhoneNumber) -> String {
    let mut spelling = format!("+{}{}", number.code().value(), national_digits(number));
    if let Some(extension) = number.extension().filter(|extension| !extension.is_empty()) {
        spelling.push_str(";ext=");
        spelling.push_str(extension);
    }
    spelling
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Phone, Region};

    fn read(text: &str, region: &str) -> Option<String> {
        let region = (!region.is_empty()).then(|| region.parse::<Region>().unwrap());
        Phone::parse(text, region).map(Phone::into_string)
    }

    #[test]
    fn spellings_of_one_number_are_stored_alike() {
        for (text, region, stored) in [
            ("+1 415-555-0132", "", "+14155550132"),
            ("(415) 555-0132", "US", "+14155550132"),
            ("1 415 555 0132", "US", "+14155550132"),
            ("415.555.0132", "US", "+14155550132"),
            ("tel:+1-212-555-0187", "", "+12125550187"),
            ("tel:+1-212-555-0187;ext=12", "", "+12125550187;ext=12"),
            ("+1 (212) 555-0187 ext. 12", "", "+12125550187;ext=12"),
            ("020 7946 0018", "GB", "+442079460018"),
            ("+44 (0)20 7946 0018", "US", "+442079460018"),
            ("+49 1512 3456789", "US", "+4915123456789"),
            ("030 901820", "DE", "+4930901820"),
            ("06 12 34 56 78", "FR", "+33612345678"),
            ("+81 90-1234-5678", "", "+819012345678"),
            ("090-1234-5678", "JP", "+819012345678"),
            ("+39 06 6982 1234", "", "+390669821234"),
            ("+７ ９１２ ３４５-６７-８９", "", "+79123456789"),
            ("8 (912) 345-67-89", "RU", "+79123456789"),
            ("\u{202a}+1 415 555 0132\u{202c}", "", "+14155550132"),
            ("+1 555 123 4567", "", "+15551234567"),
            ("+91 98765 43210", "", "+919876543210"),
            ("011 44 20 7946 0018", "US", "+442079460018"),
        ] {
            assert_eq!(
                read(text, region).as_deref(),
                Some(stored),
                "{text} in {region}"
            );
        }
    }

    #[test]
    fn text_that_is_no_number_is_not_one() {
        for (text, region) in [
            ("", "US"),
            ("call me", "US"),
            ("12", "US"),
            ("415-555-01", "US"),
            ("(415) 555-0132", ""),
            ("+1 415 555 0132 99999", ""),
            ("+999 123 456", ""),
            ("0049 30 901820", "US"),
            ("1234", "DE"),
            ("5511", "DE"),
            ("Bestellung 4711", "DE"),
            ("12.11.2024", "DE"),
            ("2024-11-03", "DE"),
            ("call 2024-11-03", "DE"),
            ("+4930901820 privat", "DE"),
            ("tel:+49--0-0-0-030-820;ext=7", ""),
            (
                "1234567890123456789012345678901234567890123456789012345678901234567890",
                "US",
            ),
        ] {
            assert_eq!(read(text, region), None, "{text} in {region}");
        }
    }

    #[test]
    fn a_country_is_named_by_its_iso_code() {
        assert!("us".parse::<Region>().is_ok());
        assert_eq!(
            "Narnia".parse::<Region>().unwrap_err().to_string(),
            "`Narnia` is not a country; give its two-letter ISO 3166 code, such as `US` or `DE`"
        );
    }

    proptest! {
        #[test]
        fn reading_a_stored_spelling_again_changes_nothing(
            text in "([+](49|44|39|7|1|36)[0 18-]{0,6})?[+]?[0-9 ()x.-]{3,20}",
        ) {
            if let Some(stored) = read(&text, "DE") {
                prop_assert_eq!(read(&stored, "DE"), Some(stored));
            }
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,70}") {
            let _ = read(&text, "US").is_some();
        }
    }
}
