//! The words under which a customer is found.

use super::SearchText;
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::folding;

/// Stands in front of a number that is kept backwards, so that its last digits can be found.
/// A private-use character: no text of a customer or a question keeps one.
pub(super) const REVERSED: char = '\u{e000}';

/// Calling codes of two digits (ITU-T E.164); `1` and `7` have one, all others three.
const TWO_DIGIT_CALLING_CODES: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// Where a search text was found.
#[derive(Clone, PartialEq, Eq)]
pub enum MatchedOn {
    /// In the name.
    Name,
    /// In the company.
    Company,
    /// In an e-mail address or a phone number, in its stored spelling.
    Contact(ContactKind, String),
}

impl std::fmt::Debug for MatchedOn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Name => "Name",
            Self::Company => "Company",
            Self::Contact(kind, _) => kind.as_str(),
        })
    }
}

/// The words of texts and contacts. A contact is its kind, address and spelling.
pub fn words_of<'a>(
    texts: impl Iterator<Item = &'a str>,
    contacts: impl Iterator<Item = (ContactKind, &'a str, &'a str)>,
) -> Vec<String> {
    let mut words: Vec<String> = texts.flat_map(folding::words).collect();
    for (kind, address, spelling) in contacts {
        words.extend(contact_words(kind, address, spelling));
    }
    words
}

impl MatchedOn {
    /// The places of a customer in which some term of a search is found: in their name, their
    /// company, or one of their contacts, which stay in their order.
    pub fn places(
        name: Option<&str>,
        company: Option<&str>,
        contacts: &[&Contact],
        search: &SearchText,
    ) -> Vec<Self> {
        let is_hit = |words: &[String]| {
            search
                .terms()
                .iter()
                .flat_map(|term| &term.alternatives)
                .any(|beginning| {
                    words
                        .iter()
                        .any(|word| word.starts_with(beginning.as_str()))
                })
        };
        let is_in = |text: Option<&str>| text.is_some_and(|text| is_hit(&folding::words(text)));
        let mut places = Vec::new();
        places.extend(is_in(name).then_some(Self::Name));
        places.extend(is_in(company).then_some(Self::Company));
        for contact in contacts {
            if is_hit(&contact_words(
                contact.kind,
                &contact.address,
                &contact.spelling,
            )) {
                places.push(Self::Contact(contact.kind, contact.address.clone()));
            }
        }
        places
    }
}

fn contact_words(kind: ContactKind, address: &str, spelling: &str) -> Vec<String> {
    match kind {
        ContactKind::UserId => Vec::new(),
        ContactKind::Email => {
            let mut words = email_words(address);
            // An international domain is stored in ASCII; people search for what they read.
            if !spelling.is_ascii() {
                words.extend(email_words(spelling));
            }
            words
        }
        ContactKind::Phone => phone_words(address),
    }
}

/// An address as one word: folded like a name but for its punctuation, and without what cannot
/// stand inside a word of the index.
pub(super) fn address_form(text: &str) -> String {
    folding::letters(text)
        .chars()
        .filter(|letter| {
            !letter.is_control()
                && !letter.is_whitespace()
                && !matches!(*letter, '\'' | '"' | REVERSED)
        })
        .collect()
}

/// The whole address, the parts of its local part, and its domain from each dot on.
fn email_words(address: &str) -> Vec<String> {
    let address = address_form(address);
    let Some((local, domain)) = address.split_once('@') else {
        return folding::words(&address);
    };
    let mut words = vec![address.clone()];
    words.extend(folding::words(local));
    let mut rest = domain;
    words.push(rest.to_owned());
    while let Some((part, parent)) = rest.split_once('.') {
        words.extend(folding::words(part));
        words.push(parent.to_owned());
        rest = parent;
    }
    words
}

/// The digits with and without the country, and backwards.
fn phone_words(address: &str) -> Vec<String> {
    let number = address.split(';').next().unwrap_or(address);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return folding::words(address);
    }
    let mut words = vec![
        std::iter::once(REVERSED)
            .chain(digits.chars().rev())
            .collect(),
    ];
    if number.starts_with('+') {
        let national = digits
            .get(calling_code_length(&digits)..)
            .unwrap_or_default();
        words.extend([
            national.to_owned(),
            national.trim_start_matches('0').to_owned(),
        ]);
    }
    words.push(digits);
    words.retain(|word| !word.is_empty());
    words
}

fn calling_code_length(digits: &str) -> usize {
    if digits.starts_with(['1', '7']) {
        1
    } else if TWO_DIGIT_CALLING_CODES
        .iter()
        .any(|code| digits.starts_with(code))
    {
        2
    } else {
        3
    }
}
