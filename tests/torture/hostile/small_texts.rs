//! Small texts: names, addresses, numbers, cursors, codes and keys.

use customer_directory::domain::access::Key;
use customer_directory::domain::contact::{
    Claim, ContactKind, ContactPolicy, Email, Phone, UserId,
};
use customer_directory::domain::folding;
use customer_directory::domain::label::{Channel, Tag, compare_key};
use customer_directory::domain::page::{Position, SortKey};
use customer_directory::domain::plan::PlanCode;
use customer_directory::domain::search::{CustomerQuery, SearchText, Sort};
use customer_directory::surface::view::cursor;

use super::mutation::bent_text;
use super::watch;
use crate::chance::Chance;
use crate::trials::{Budget, Trials};

const SEEDS: &[&str] = &[
    "Jane Holloway",
    "Łukasz Żółć",
    "İpek Yılmaz",
    "佐藤さくら",
    "أحمد محمّد",
    "O’Brien-d'Angelo",
    "Jane <Jane.Holloway+news@Lumenworks.io>",
    "mailto:omar@straßenbau.de",
    "jane@xn--straenbau-n1a.de.",
    "+1 (415) 555-0132 ext. 12",
    "tel:+49-30-901820;ext=7",
    "0049 30 90 18 20",
    "u_1042",
    "4F7K-Q2MD",
    "cus_1042",
];

/// Tries texts in every place that reads a short one.
pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let draw = |chance: &mut Chance| {
        let text = bent_text(chance, chance.clone().pick(SEEDS));
        (chance.next(), text)
    };
    watch::run(budget, seed, draw, |(number, text)| attempt(*number, text))
}

fn holds(is_so: bool, what: &str) -> Result<(), String> {
    if is_so { Ok(()) } else { Err(what.to_owned()) }
}

fn attempt(number: u64, text: &str) -> Result<(), String> {
    let folded = folding::sort_form(text);
    holds(
        folding::sort_form(&folded) == folded,
        "folding twice is not folding once",
    )?;
    let key = compare_key(text);
    holds(
        compare_key(&key) == key,
        "a comparable form has another one",
    )?;
    if let Some(email) = Email::parse(text) {
        let again = Email::parse(email.as_str());
        holds(
            again.as_ref() == Some(&email),
            "an address is read otherwise when it is read again",
        )?;
    }
    if let Some(phone) = Phone::parse(text, None) {
        let again = Phone::parse(phone.as_str(), None);
        let is_same = again.is_some_and(|again| again.as_str() == phone.as_str());
        holds(is_same, "a number is read otherwise when it is read again")?;
    }
    if let Some(user_id) = UserId::parse(text) {
        let again = UserId::parse(user_id.as_str());
        holds(
            again.as_ref() == Some(&user_id),
            "a user id is read otherwise when it is read again",
        )?;
    }
    for kind in ContactKind::ALL {
        Claim::read(kind, text, &ContactPolicy::default());
    }
    if let Ok(tag) = Tag::parse(text) {
        holds(
            Tag::parse(tag.spelling()) == Ok(tag),
            "a tag is read otherwise",
        )?;
    }
    if let Ok(channel) = Channel::parse(text) {
        holds(
            Channel::parse(channel.as_str()) == Ok(channel),
            "a channel is read otherwise",
        )?;
    }
    if let Ok(code) = text.parse::<PlanCode>() {
        holds(
            code.to_string().parse() == Ok(code),
            "a code is read otherwise",
        )?;
    }
    attempt_key(number, text)?;
    attempt_cursor(number, text)
}

/// A key is itself, and no other text is one.
fn attempt_key(number: u64, text: &str) -> Result<(), String> {
    holds(Key::parse(text).is_err(), "a text by chance is a key")?;
    let mut chance = Chance::new(number);
    let bytes: Vec<u8> = (0..128).map(|_| chance.next().to_be_bytes()[0]).collect();
    let Some(key) = Key::from_random(&bytes) else {
        return Ok(());
    };
    holds(
        Key::parse(key.reveal()).as_ref() == Ok(&key),
        "a key is not itself",
    )?;
    let bent = bent_text(&mut chance, key.reveal());
    let is_same = bent.trim() == key.reveal();
    holds(is_same || Key::parse(&bent).is_err(), "a bent key is taken")
}

/// A cursor leads back to its position; a bent one to none, or to a position of its own question.
fn attempt_cursor(number: u64, text: &str) -> Result<(), String> {
    let mut query = CustomerQuery {
        search: number.is_multiple_of(3).then(|| SearchText::parse(text)),
        ..CustomerQuery::latest(10)
    };
    let id = number.cast_signed();
    let mut key = SortKey::Number(id.wrapping_mul(31));
    if number.is_multiple_of(2) {
        query.sort = Sort::Name;
        key = SortKey::Text(folding::sort_form(text));
    }
    let position = Position { key, id };
    let whole = cursor::encode(&query, &position);
    holds(
        cursor::decode(&query, &whole) == Ok(position),
        "a cursor leads elsewhere",
    )?;
    let bent = bent_text(&mut Chance::new(number), &whole);
    if let Ok(position) = cursor::decode(&query, &bent) {
        let again = cursor::encode(&query, &position);
        holds(
            cursor::decode(&query, &again) == Ok(position),
            "a bent cursor leads elsewhere",
        )?;
    }
    let mut other = query;
    other.filter.tag = Some("vip".to_owned());
    holds(
        cursor::decode(&other, &whole).is_err(),
        "a cursor is taken to another question",
    )
}
