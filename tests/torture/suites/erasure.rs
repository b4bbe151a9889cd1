//! A person is erased. None of their bytes are left in any of the directory's files.

use customer_directory::domain::erasure::FeedbackFate;
use customer_directory::domain::event::FeedbackEvent;
use customer_directory::service::Purpose;

use crate::chance::Chance;
use crate::program::Folder;
use crate::scene;
use crate::trials::{Budget, Trials};

/// How many people a directory has of whom some are erased.
const PEOPLE: u64 = 60;

/// How many of them are erased, one after the other.
const ERASED: u64 = 5;

pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let mut trials = Trials::default();
    let mut chance = Chance::new(seed);
    while budget.has_more_after(trials.trials) {
        let folder = Folder::new();
        drop(scene::populated(&folder.database(), PEOPLE));
        for _ in 0..ERASED {
            let outcome = erase(&folder, &mut chance);
            budget.count(
                &mut trials,
                outcome.map_err(|error| format!("seed {seed}: {error}")),
            );
        }
    }
    trials
}

/// Takes somebody in who is like nobody else, changes them, erases them and looks for them.
fn erase(folder: &Folder, chance: &mut Chance) -> Result<(), String> {
    let mark: String = (0..10)
        .map(|_| char::from(b'a' + u8::try_from(chance.below(26)).unwrap_or(0)))
        .collect();
    let mut directory = scene::open(&folder.database(), Purpose::Write).unwrap();
    let address = format!("{mark}@lumenworks.io");
    let events = (0..=chance.next() % 4).map(|number| FeedbackEvent {
        identity: marked(&mark, &address),
        ..scene::event(chance.next(), number)
    });
    let events: Vec<FeedbackEvent> = events.collect();
    directory.ingest(scene::writer(1), [events]).unwrap();
    if chance.one_in(2) {
        let edit = scene::edit(chance.next());
        directory
            .update_customer(scene::writer(2), &address, &edit, None)
            .unwrap();
    }
    if traces(folder, &mark).is_empty() {
        return Err(format!("{mark} was never there"));
    }
    let fate = [FeedbackFate::Remove, FeedbackFate::KeepAnonymous][chance.below(2)];
    let plan = directory
        .plan_deletion(scene::remover(3), &address, fate)
        .map_err(|error| format!("{mark}: {error}"))?;
    let code = plan.plan.code.as_str();
    directory
        .delete_customer(scene::remover(4), &address, fate, code)
        .map_err(|error| format!("{mark}: {error}"))?;
    // While the directory is still open: the log and the shared memory are there.
    let left = traces(folder, &mark);
    if left.is_empty() {
        Ok(())
    } else {
        Err(format!("{mark} ({fate:?}) is left in {left:?}"))
    }
}

fn marked(mark: &str, address: &str) -> customer_directory::domain::event::Identity {
    customer_directory::domain::event::Identity {
        claims: vec![scene::email(address)],
        name: Some(format!("Mira {mark}")),
        company: Some(format!("{mark} Works")),
        ..customer_directory::domain::event::Identity::default()
    }
}

/// The files in which a word is found, in whatever case.
fn traces(folder: &Folder, word: &str) -> Vec<String> {
    let files = ["customers.db", "customers.db-wal", "customers.db-shm"];
    let has = |file: &&str| {
        let bytes = std::fs::read(folder.path(file)).unwrap_or_default();
        bytes
            .windows(word.len())
            .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
    };
    files.into_iter().filter(has).map(str::to_owned).collect()
}
