//! What the events of a batch name: keys and references, each once and in the order of the
//! store's indexes. From there on an event names them by their places, so that nothing is
//! compared or hashed again.

use std::ops::Range;

use crate::domain::contact::ContactKey;
use crate::domain::event::FeedbackEvent;
use crate::domain::matching;

/// Values of a batch, each once.
pub(super) struct Distinct<'a, T> {
    /// The values in order; a place is an index into it.
    pub(super) values: Vec<&'a T>,
    /// The place of each value that was given.
    pub(super) places: Vec<usize>,
}

impl<'a, T: Ord> Distinct<'a, T> {
    pub(super) fn of(given: impl Iterator<Item = &'a T>) -> Self {
        let mut given: Vec<(&T, usize)> = given.zip(0..).collect();
        given.sort_unstable();
        let mut values: Vec<&T> = Vec::with_capacity(given.len());
        let mut places = vec![0; given.len()];
        for (value, position) in given {
            if values.last() != Some(&value) {
                values.push(value);
            }
            if let Some(place) = places.get_mut(position) {
                *place = values.len() - 1;
            }
        }
        Self { values, places }
    }
}

/// The keys of the events of a batch, one event's after the other's.
pub(super) struct BatchKeys {
    pub(super) keys: Vec<ContactKey>,
    of_event: Vec<Range<usize>>,
}

impl BatchKeys {
    pub(super) fn of(events: &[FeedbackEvent]) -> Self {
        let mut keys = Vec::with_capacity(2 * events.len());
        let of_event = events
            .iter()
            .map(|event| {
                let start = keys.len();
                keys.extend(matching::keys(&event.identity.claims));
                start..keys.len()
            })
            .collect();
        Self { keys, of_event }
    }

    /// The keys of each event, with their places.
    pub(super) fn by_event<'a>(
        &'a self,
        places: &'a [usize],
    ) -> impl Iterator<Item = EventKeys<'a>> {
        self.of_event.iter().map(|range| EventKeys {
            keys: self.keys.get(range.clone()).unwrap_or_default(),
            places: places.get(range.clone()).unwrap_or_default(),
        })
    }
}

/// The keys of one event, strongest first, each with its place among those of the batch.
#[derive(Clone, Copy)]
pub(super) struct EventKeys<'a> {
    pub(super) keys: &'a [ContactKey],
    places: &'a [usize],
}

impl<'a> EventKeys<'a> {
    pub(super) fn iter(self) -> impl Iterator<Item = (&'a ContactKey, usize)> {
        self.keys.iter().zip(self.places.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::Distinct;

    #[test]
    fn each_value_is_named_once_and_found_by_its_place() {
        let given = ["b", "a", "c", "a", "b"];
        let distinct = Distinct::of(given.iter());
        assert_eq!(distinct.values, [&"a", &"b", &"c"]);
        assert_eq!(distinct.places, [1, 0, 2, 0, 1]);
    }
}
