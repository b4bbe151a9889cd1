//! Addresses and numbers. None belongs to two people.

use super::companies::Company;
use super::names::Name;
use crate::random::Random;

/// Mail providers, each as often as its weight says. With company addresses beside them, the first
/// is on about three rows of ten.
const PROVIDERS: [(&str, u64); 8] = [
    ("gmail.com", 66),
    ("outlook.com", 9),
    ("yahoo.com", 7),
    ("icloud.com", 6),
    ("mail.ru", 4),
    ("qq.com", 4),
    ("web.de", 2),
    ("proton.me", 2),
];

/// Numbers of twelve countries in their usual spelling, each with eight digits to fill in.
const NUMBERS: [&str; 12] = [
    "+1 (2##) 5##-####",
    "+44 74## ######",
    "+49 15# #######",
    "+33 6 ## ## ## ##",
    "+34 6## ### ###",
    "+48 5## ### ###",
    "+55 11 9####-####",
    "+7 91# ###-##-##",
    "+81 90-####-####",
    "+82 10-####-####",
    "+86 138 #### ####",
    "+91 98### #####",
];

/// Numbers below which no two people share one.
const NUMBERED: u64 = 10_000_000;

/// A person's address: at work, or at a provider.
pub(super) fn email(
    person: u64,
    name: &Name<'_>,
    company: Option<Company>,
    random: &mut Random,
) -> String {
    let at_work = company.filter(|_| random.is_in(75));
    let domain = at_work.map_or_else(
        || {
            PROVIDERS[random.weighted(&PROVIDERS.map(|(_, weight)| weight))]
                .0
                .to_owned()
        },
        Company::domain,
    );
    let (given, family) = (name.given, name.family);
    let counted = |count: u64| match count {
        0 => String::new(),
        count => count.to_string(),
    };
    let local = match random.weighted(&[50, 20, 12, 18]) {
        0 => format!("{given}.{family}{}", counted(name.namesakes)),
        1 => format!("{given}_{family}{}", counted(name.namesakes)),
        2 => format!("{given}{person}"),
        _ => format!("{}{family}{}", initial(given), counted(name.relatives)),
    };
    format!("{local}@{domain}")
}

/// A person's number.
pub(super) fn phone(person: u64, random: &mut Random) -> String {
    // A factor without a common divisor with the bound: every person has another number.
    let number = (person * 7_368_787 + 2_718_281) % NUMBERED;
    // The last digit differs from the one before it: one digit over and over is nobody's number.
    let last = (number % 10 + 1 + number / 10 % 9) % 10;
    let digits = format!("{number:07}{last}");
    let mut digits = digits.chars();
    let spelling = random.pick(&NUMBERS).chars();
    spelling
        .map(|letter| match letter {
            '#' => digits.next().unwrap_or('5'),
            letter => letter,
        })
        .collect()
}

fn initial(name: &str) -> &str {
    name.get(..1).unwrap_or(name)
}
