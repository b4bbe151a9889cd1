//! A first import decides as any other does, whatever it leaves for later.

use proptest::prelude::*;

use super::properties::entangled_events;
use super::{customers, day_of_january, directory, take_in};
use crate::domain::access::Operator;
use crate::domain::event::FeedbackEvent;
use crate::domain::feedback::Receipt;
use crate::service::{Directory, Location, Purpose, Settings};

/// Imports events in transactions of so many. `other`, where there is one, takes in every fifth.
fn import(
    directory: &mut Directory,
    other: Option<&mut Directory>,
    events: &[FeedbackEvent],
    size: usize,
) -> Vec<Receipt> {
    let writer = || Operator.writer(day_of_january(300));
    let mut other = other;
    directory.begin_import(writer()).unwrap();
    let mut receipts = Vec::new();
    for (number, events) in events.chunks(size).enumerate() {
        match &mut other {
            Some(other) if number % 5 == 4 => receipts.extend(take_in(other, events)),
            Some(_) | None => receipts.extend(take_in(directory, events)),
        }
    }
    directory.finish_import(writer()).unwrap();
    receipts
}

/// Takes in events in transactions of so many.
fn plain(events: &[FeedbackEvent], size: usize) -> (Directory, Vec<Receipt>) {
    let mut directory = directory(3);
    let transactions = events.chunks(size);
    let receipts = transactions.flat_map(|events| take_in(&mut directory, events));
    let receipts = receipts.collect();
    (directory, receipts)
}

/// A file as a process opens it.
fn opened(path: &std::path::Path) -> Directory {
    let location = Location::File {
        path: path.to_owned(),
        may_be_shared: false,
    };
    let settings = Settings {
        contact_ceiling: 3,
        ..Settings::default()
    };
    Directory::open(&location, Purpose::Import, settings).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_first_import_decides_as_any_other(events in entangled_events(4, 30), size in 1_usize..9) {
        let mut first = directory(3);
        let receipts = import(&mut first, None, &events, size);
        let (other, others) = plain(&events, size);
        prop_assert_eq!(receipts, others);
        prop_assert_eq!(customers(&first), customers(&other));
    }

    /// With more addresses than are kept in memory.
    #[test]
    fn a_large_first_import_decides_as_any_other(events in entangled_events(90, 300), size in 5_usize..60) {
        let mut first = directory(3);
        let receipts = import(&mut first, None, &events, size);
        let (other, others) = plain(&events, size);
        prop_assert_eq!(receipts, others);
        prop_assert_eq!(customers(&first), customers(&other));
    }

    #[test]
    fn a_first_import_sees_what_others_write_meanwhile(events in entangled_events(6, 40), size in 1_usize..4) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers.db");
        let (mut first, mut second) = (opened(&path), opened(&path));
        let receipts = import(&mut first, Some(&mut second), &events, size);
        let (other, others) = plain(&events, size);
        prop_assert_eq!(receipts, others);
        prop_assert_eq!(customers(&first), customers(&other));
    }

    #[test]
    fn a_transaction_that_was_taken_back_leaves_nothing_in_memory(events in entangled_events(6, 40)) {
        let mut first = directory(3);
        let writer = || Operator.writer(day_of_january(300));
        first.begin_import(writer()).unwrap();
        let failed = first.store.write(writer(), |records| {
            super::super::take_in(records, events.clone(), day_of_january(300), 3)?;
            Err::<(), _>(crate::store::StoreError::Busy)
        });
        prop_assert!(failed.is_err());
        let receipts = take_in(&mut first, &events);
        first.finish_import(writer()).unwrap();
        let (other, others) = plain(&events, events.len());
        prop_assert_eq!(receipts, others);
        prop_assert_eq!(customers(&first), customers(&other));
    }
}
