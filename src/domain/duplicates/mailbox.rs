//! E-mail addresses that differ only by dots or by what follows a plus sign, and how to find them
//! all in a sorted list of addresses.

use crate::domain::contact::Email;

/// Two names of one provider.
const GOOGLE: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Whether two addresses differ only by dots before the `@`, by what follows a plus sign, or by
/// the name of Google's domain.
pub(super) fn are_alike(one: &Email, other: &Email) -> bool {
    base(one).is_some() && base(one) == base(other) && provider(one) == provider(other)
}

/// What stands before the `@` without dots and tag.
fn base(email: &Email) -> Option<String> {
    let local = email.local_part();
    if local.starts_with('.') {
        return None;
    }
    let base: String = local
        .split('+')
        .next()
        .unwrap_or(local)
        .chars()
        .filter(|letter| *letter != '.')
        .collect();
    (!base.is_empty()).then_some(base)
}

fn provider(email: &Email) -> &str {
    if GOOGLE.contains(&email.domain()) {
        GOOGLE[0]
    } else {
        email.domain()
    }
}

/// Every spelling of an address with other dots and tags, at one domain.
///
/// They are too many to be listed. Instead a sorted list of addresses is read from [`Self::first`],
/// and each address that comes says by its [`Verdict`] whether it is one of them, and from where to
/// read on: few steps, however long the list.
#[derive(Clone, PartialEq, Eq)]
pub struct Spellings {
    base: Vec<char>,
    domain: Vec<char>,
}

/// What an address of a sorted list is.
#[derive(Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A spelling. The next one comes after it.
    Alike,
    /// None. The next one does not come before this text.
    ReadOnFrom(String),
    /// None, and no other one comes.
    Over,
}

/// How far an address was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// So many letters of the base.
    Base(usize),
    /// Behind a plus sign.
    Tag,
    /// So many letters of the domain.
    Domain(usize),
}

impl Spellings {
    /// The spellings of an address, at each domain of its provider.
    pub fn of(email: &Email) -> Vec<Self> {
        let Some(base) = base(email) else {
            return Vec::new();
        };
        let domains = if GOOGLE.contains(&email.domain()) {
            GOOGLE.to_vec()
        } else {
            vec![email.domain()]
        };
        let at = |domain: &str| Self {
            base: base.chars().collect(),
            domain: domain.chars().collect(),
        };
        domains.into_iter().map(at).collect()
    }

    /// Where they begin in a sorted list.
    pub fn first(&self) -> String {
        self.base.iter().take(1).collect()
    }

    /// What an address is.
    pub fn judge(&self, address: &str) -> Verdict {
        let mut passed = Vec::new();
        let mut state = State::Base(0);
        for (index, letter) in address.char_indices() {
            passed.push((index, letter, state));
            match self.step(state, letter) {
                Some(next) => state = next,
                None => return self.read_on(address, &passed),
            }
        }
        if state == State::Domain(self.domain.len()) {
            Verdict::Alike
        } else {
            Verdict::ReadOnFrom(after(address))
        }
    }

    fn step(&self, state: State, letter: char) -> Option<State> {
        match (state, letter) {
            (State::Base(read), '.') if read > 0 => Some(state),
            (State::Base(read), '+') if read == self.base.len() => Some(State::Tag),
            (State::Base(read), '@') if read == self.base.len() => Some(State::Domain(0)),
            (State::Base(read), _) => {
                (self.base.get(read) == Some(&letter)).then_some(State::Base(read + 1))
            }
            (State::Tag, '@') => Some(State::Domain(0)),
            (State::Tag, _) => Some(State::Tag),
            (State::Domain(read), _) => {
                (self.domain.get(read) == Some(&letter)).then_some(State::Domain(read + 1))
            }
        }
    }

    /// The next beginning of a spelling: the last letter that may be a higher one is the lowest
    /// such.
    fn read_on(&self, address: &str, passed: &[(usize, char, State)]) -> Verdict {
        for (index, letter, state) in passed.iter().rev() {
            if let Some(next) = self.higher(*state, *letter) {
                let before = address.get(..*index).unwrap_or_default();
                return Verdict::ReadOnFrom(format!("{before}{next}"));
            }
        }
        Verdict::Over
    }

    /// The lowest letter above another that may stand there.
    fn higher(&self, state: State, letter: char) -> Option<char> {
        let may_stand: Vec<char> = match state {
            State::Base(0) => self.base.first().copied().into_iter().collect(),
            State::Base(read) => match self.base.get(read) {
                Some(next) => vec!['.', *next],
                None => vec!['.', '+', '@'],
            },
            State::Tag => (letter..=char::MAX).nth(1).into_iter().collect(),
            State::Domain(read) => self.domain.get(read).copied().into_iter().collect(),
        };
        may_stand.into_iter().filter(|next| *next > letter).min()
    }
}

/// The lowest text above another.
pub fn after(address: &str) -> String {
    format!("{address}\0")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Spellings, Verdict, after, are_alike};
    use crate::domain::contact::Email;

    fn email(text: &str) -> Email {
        Email::parse(text).unwrap()
    }

    #[test]
    fn addresses_are_alike_but_for_dots_and_tags() {
        for (one, other, expected) in [
            ("jane.doe@gmail.com", "janedoe@gmail.com", true),
            ("j.a.n.e@gmail.com", "ja.ne@gmail.com", true),
            ("jane.doe@googlemail.com", "janedoe@gmail.com", true),
            ("jane+news@acme.io", "jane@acme.io", true),
            ("jane+a@acme.io", "j.ane+b+c@acme.io", true),
            ("JANE.DOE@acme.io", "janedoe@acme.io", true),
            ("李.雷@acme.io", "李雷@acme.io", true),
            ("jane@acme.io", "jane@acme.com", false),
            ("jane@gmail.com", "jane@acme.io", false),
            ("jane_doe@acme.io", "janedoe@acme.io", false),
            ("jane-doe@acme.io", "janedoe@acme.io", false),
            ("jané@acme.io", "jane@acme.io", false),
            ("jane1@acme.io", "jane@acme.io", false),
            ("+a@acme.io", "+b@acme.io", false),
        ] {
            assert_eq!(
                are_alike(&email(one), &email(other)),
                expected,
                "{one} {other}"
            );
        }
    }

    /// Reads a sorted list as the store's index is read, and counts the steps.
    fn found(sought: &Email, list: &BTreeSet<String>) -> (BTreeSet<String>, usize) {
        let (mut found, mut steps) = (BTreeSet::new(), 0);
        for spellings in Spellings::of(sought) {
            let mut from = spellings.first();
            while let Some(address) = list.range(from.clone()..).next() {
                steps += 1;
                match spellings.judge(address) {
                    Verdict::Alike => {
                        found.insert(address.clone());
                        from = after(address);
                    }
                    Verdict::ReadOnFrom(next) => {
                        assert!(next > *address);
                        from = next;
                    }
                    Verdict::Over => break,
                }
            }
        }
        (found, steps)
    }

    #[test]
    fn a_long_list_is_read_in_few_steps() {
        let names = ["ann", "jane", "janet", "jo", "omar", "zoe"];
        let mut list: BTreeSet<String> = (0..20_000_usize)
            .map(|index| format!("{}.{index}@acme.io", names[index % names.len()]))
            .collect();
        list.extend(["jane.doe@acme.io", "j.anedoe+x@acme.io"].map(str::to_owned));
        let (found, steps) = found(&email("janedoe@acme.io"), &list);
        assert_eq!(found.len(), 2);
        assert!(steps < 20, "{steps}");
    }

    proptest! {
        #[test]
        fn the_list_is_read_as_if_all_were_compared(
            list in prop::collection::btree_set("[ab.]{1,4}([+][ab@.]{0,2})?@(a\\.io|b\\.io|gmail\\.com|googlemail\\.com)", 0..60),
            sought in "[ab][ab.]{0,3}([+][ab]{0,2})?@(a\\.io|gmail\\.com|googlemail\\.com)",
        ) {
            let sought = email(&sought);
            let list: BTreeSet<String> = list
                .iter()
                .filter_map(|text| Email::parse(text))
                .map(Email::into_string)
                .collect();
            let expected: BTreeSet<String> = list
                .iter()
                .filter(|address| are_alike(&sought, &email(address)))
                .cloned()
                .collect();
            prop_assert_eq!(found(&sought, &list).0, expected);
        }
    }
}
