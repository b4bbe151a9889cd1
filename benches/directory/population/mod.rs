//! A company's feedback of three years, made up from a seed: the same in every run and on every
//! machine, each event without those before it.

mod companies;
mod contacts;
mod event;
pub(crate) mod labels;
mod names;
mod person;

use anyhow::Result;

pub(crate) use companies::Companies;
pub(crate) use event::Event;
pub(crate) use person::RARE_NAME;

use crate::random::{Random, Shuffle};
use labels::Tags;
use names::Names;

/// Changes whenever the same seed makes other events, so that no file of before is used again.
pub(crate) const GENERATION: u32 = 1;

/// Sets the sequences of events apart from all others.
const EVENTS: u64 = 0x0065_7665_6e74_7321;

/// The first moment, 2022-11-01, and the moment after the last, 2025-11-01, in milliseconds.
const BEGIN: u64 = 1_667_260_800_000;
const END: u64 = 1_761_955_200_000;

/// Everybody who writes, and all that they write.
pub(crate) struct Population {
    /// How many people there are.
    pub(crate) customers: u64,
    names: Names,
    companies: Companies,
    tags: Tags,
    words: Vec<&'static str>,
    order: Shuffle,
}

impl Population {
    /// So many people.
    pub(crate) fn of(customers: u64) -> Result<Self> {
        Ok(Self {
            customers,
            names: Names::read()?,
            companies: Companies::of(customers),
            tags: Tags::new(),
            words: include_str!("words.txt").split_whitespace().collect(),
            order: Shuffle::new(Self::events_of(customers)),
        })
    }

    /// How many events there are.
    pub(crate) fn events(&self) -> u64 {
        Self::events_of(self.customers)
    }

    /// How many events so many people write: fourteen for ten of them.
    pub(crate) fn events_of(customers: u64) -> u64 {
        customers * 7 / 5
    }

    /// How many of them name nobody.
    pub(crate) fn anonymous(&self) -> u64 {
        self.events() / 100
    }

    /// An event by its place in time.
    pub(crate) fn event(&self, place: u64) -> Event<'_> {
        let mut random = Random::of(EVENTS, place);
        let lot = self.order.at(place);
        // Everybody writes once. Of the other events some name nobody, and the rest come from those
        // who write again: the lower their number, the more often.
        let author = if lot < self.customers {
            Some(lot)
        } else if lot < self.customers + self.anonymous() {
            None
        } else {
            let share = random.draw() >> 32;
            Some((self.customers * ((share * share) >> 32)) >> 32)
        };
        self.event_of(
            author,
            format!("fb_{place}"),
            self.moment(place),
            &mut random,
        )
    }

    /// An event that comes in later, of somebody new or of somebody known.
    pub(crate) fn later_event(&self, id: String, number: u64) -> Event<'_> {
        let mut random = Random::of(EVENTS, self.events() + number);
        let author = match number % 2 {
            0 => self.customers + number,
            _ => random.below(self.customers),
        };
        self.event_of(Some(author), id, END + number, &mut random)
    }

    /// When an event comes in. There are three times as many a month in the end as at first.
    fn moment(&self, place: u64) -> u64 {
        let (all, place) = (u128::from(self.events()), u128::from(place));
        // The inverse of (x + x²) / 2, the share of events before a share x of the time.
        let root = ((all * all + 8 * place * all) << 20).isqrt();
        let offset = u128::from(END - BEGIN) * (root - (all << 10)) / (all << 11);
        BEGIN + u64::try_from(offset).unwrap_or_default()
    }

    /// The most common given and family name in English and in Chinese letters.
    pub(crate) fn common_names(&self) -> [(&'static str, &'static str); 2] {
        [self.names.common(0), self.names.common(3)]
    }

    /// Tags by rank.
    pub(crate) fn tags(&self) -> &Tags {
        &self.tags
    }
}
