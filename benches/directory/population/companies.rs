//! Companies, the largest first.

use crate::random::{Random, Zipf};

/// One company for so many customers.
const CUSTOMERS_EACH: u64 = 20;

const FIRST: &str = "Bright Silver Harbor Cedar North Blue Copper Maple Iron River Summit Willow \
    Amber Stone Falcon Clear Golden Lunar Oak Pine Coral Ember Frost Granite Hazel Indigo Juniper \
    Kestrel Linden Marble Nimbus Onyx Prairie Quartz Raven Saffron Tidal Umber Velvet Wander";
const SECOND: &str = "works labs forge field port bridge gate stack leaf wave mill path line craft \
    point well yard grove light house signal ledger metrics freight garden kitchen press motors \
    optics robotics textiles foods travel clinic energy water paper tools games music";
const PLACES: &str = "Lisbon Oslo Kyoto Lagos Porto Riga Lima Cork Graz Bern Pune Hanoi Quito Turin \
    Malmo Ghent Leeds Osaka Accra Split";
const FORMS: [&str; 8] = [
    "",
    " Ltd",
    " GmbH",
    " S.L.",
    " Inc.",
    " AB",
    " 株式会社",
    " Group",
];
const ENDINGS: [&str; 5] = ["com", "io", "de", "co.uk", "net"];

/// Every company there is.
pub(crate) struct Companies {
    sizes: Zipf,
}

/// A company by its rank.
#[derive(Clone, Copy)]
pub(crate) struct Company(usize);

impl Companies {
    /// The companies of so many customers.
    pub(crate) fn of(customers: u64) -> Self {
        Self {
            sizes: Zipf::new((customers / CUSTOMERS_EACH).max(1)),
        }
    }

    /// The company of somebody.
    pub(crate) fn draw(&self, random: &mut Random) -> Company {
        Company(self.sizes.draw(random))
    }

    /// The one with the most customers.
    pub(crate) fn largest() -> Company {
        Company(0)
    }
}

impl Company {
    /// The name.
    pub(crate) fn name(self) -> String {
        let (first, second, place) = self.words();
        let form = FORMS[self.0 % FORMS.len()];
        let place = place.map_or_else(String::new, |place| format!(" {place}"));
        format!("{first}{second}{place}{form}")
    }

    /// The domain of its addresses.
    pub(crate) fn domain(self) -> String {
        let (first, second, place) = self.words();
        let ending = ENDINGS[self.0 % ENDINGS.len()];
        let place = place.map_or_else(String::new, |place| format!("-{place}"));
        format!("{first}{second}{place}.{ending}").to_ascii_lowercase()
    }

    /// Two words, and past the first sixteen hundred a place, later with the number of a branch.
    fn words(self) -> (&'static str, &'static str, Option<String>) {
        let mut rest = self.0;
        let (first, second) = (take(FIRST, &mut rest), take(SECOND, &mut rest));
        let Some(mut rest) = rest.checked_sub(1) else {
            return (first, second, None);
        };
        let place = take(PLACES, &mut rest).to_owned();
        let place = if rest == 0 {
            place
        } else {
            format!("{place}{rest}")
        };
        (first, second, Some(place))
    }
}

/// The word that a number stands for, taken out of the number.
fn take(words: &'static str, number: &mut usize) -> &'static str {
    let count = words.split_whitespace().count();
    let word = words.split_whitespace().nth(*number % count);
    *number /= count;
    word.unwrap_or_default()
}
