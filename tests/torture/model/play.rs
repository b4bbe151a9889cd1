//! A step, taken by the directory and by the model, and the two answers held against each other.

use std::fmt::Debug;

use customer_directory::domain::access::Operator;
use customer_directory::domain::customer::CustomerId;
use customer_directory::domain::event::FeedbackEvent;
use customer_directory::domain::feedback::Receipt;
use customer_directory::service::{Directory, DirectoryError, Location, Purpose, Settings};
use jiff::Timestamp;
use tempfile::TempDir;

use super::directory::{Answered, Model, pair};
use super::editing::{Draft, No};
use super::shown;
use super::step::{Step, Timed, Who};
use crate::program::folder_in_memory;

/// A directory in a file, and the model of it.
pub(super) struct Both {
    pub(super) directory: Directory,
    pub(super) model: Model,
    location: Location,
    ceiling: usize,
    _folder: TempDir,
}

pub(super) fn time(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::MAX)
}

/// Fails where two things that should be the same are not.
pub(super) fn same<T: PartialEq + Debug>(
    what: &str,
    found: &T,
    expected: &T,
) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!(
        "{what}:\n  found    {found:?}\n  expected {expected:?}"
    ))
}

fn open(location: &Location, ceiling: usize) -> Result<Directory, String> {
    let settings = Settings {
        contact_ceiling: ceiling,
        ..Settings::default()
    };
    Directory::open(location, Purpose::Write, settings).map_err(|error| error.to_string())
}

pub(super) fn answer(receipt: &Receipt) -> Answered {
    let mut candidates: Vec<i64> = receipt.candidates.iter().map(|id| id.0).collect();
    candidates.sort_unstable();
    Answered {
        candidates,
        feedback: receipt.feedback.0,
        outcome: receipt.outcome,
        matched_on: receipt.matched_on,
        customer: receipt.customer.map(|id| id.0),
        effect: receipt.effect,
    }
}

/// The kind of a refusal. What is no refusal is a failure of its own.
pub(super) fn refused<T>(answer: Result<T, DirectoryError>) -> Result<Result<T, No>, String> {
    let no = match answer {
        Ok(answer) => return Ok(Ok(answer)),
        Err(DirectoryError::NotFound { .. }) => No::NotFound,
        Err(DirectoryError::Deleted { .. }) => No::Deleted,
        Err(DirectoryError::SeveralMeant { .. }) => No::Several,
        Err(DirectoryError::VersionConflict { .. }) => No::Version,
        Err(DirectoryError::Unusable { .. }) => No::Unusable,
        Err(DirectoryError::ContactTaken { .. }) => No::Taken,
        Err(DirectoryError::NameReused { .. }) => No::Reused,
        Err(DirectoryError::Refused { .. }) => No::Refused,
        Err(DirectoryError::PlanInvalid { .. }) => No::Plan,
        Err(error) => return Err(format!("an unexpected error: {error}")),
    };
    Ok(Err(no))
}

impl Both {
    pub(super) fn new(ceiling: usize) -> Result<Self, String> {
        let folder = folder_in_memory();
        let location = Location::File {
            path: folder.path().join("customers.db"),
            may_be_shared: false,
        };
        Ok(Self {
            directory: open(&location, ceiling)?,
            model: Model {
                ceiling,
                ..Model::default()
            },
            location,
            ceiling,
            _folder: folder,
        })
    }

    /// How somebody is named.
    pub(super) fn named(&self, who: Who) -> String {
        let everybody: Vec<i64> = if who.is_anybody || self.model.people.is_empty() {
            (1..=self.model.customers_made + 1).collect()
        } else {
            self.model.people.keys().copied().collect()
        };
        let id = everybody[who.place % everybody.len()];
        let person = self.model.people.get(&id);
        match person.and_then(|person| person.addresses.get(who.contact)) {
            Some(address) => address.spelling.clone(),
            None => CustomerId(id).to_string(),
        }
    }

    pub(super) fn take(&mut self, timed: &Timed) -> Result<(), String> {
        match &timed.step {
            Step::Ingest(batches) => self.ingest(batches, timed.at),
            Step::Record(event, name) => self.record(event, *name, timed.at),
            Step::Create(draft, name) => self.create(draft, name.as_deref(), timed.at),
            Step::Update(who, draft, expected) => {
                let asked = self.named(*who);
                self.update(&asked, draft, *expected, timed.at)
            }
            Step::Mark(one, other, different) => {
                let (one, other) = (self.named(*one), self.named(*other));
                self.mark(&one, &other, *different, timed.at)
            }
            Step::Merge(target, source, spoilt) => {
                let (target, source) = (self.named(*target), self.named(*source));
                self.merge(&target, &source, *spoilt, timed.at)
            }
            Step::Delete(who, fate, spoilt) => {
                let asked = self.named(*who);
                self.delete(&asked, *fate, *spoilt, timed.at)
            }
            Step::Reopen => {
                self.directory = open(&self.location, self.ceiling)?;
                Ok(())
            }
        }
    }

    fn ingest(&mut self, batches: &[Vec<FeedbackEvent>], at: i64) -> Result<(), String> {
        let writer = Operator.writer(time(at));
        let receipts = self.directory.ingest(writer, batches.to_vec());
        let found: Vec<Answered> = refused(receipts)?
            .map_err(|no| format!("{no:?}"))?
            .iter()
            .map(answer)
            .collect();
        let events = batches.iter().flatten();
        let expected: Vec<Answered> = events.map(|event| self.model.take(event, at)).collect();
        same("receipts", &found, &expected)
    }

    fn create(&mut self, draft: &Draft, name: Option<&str>, at: i64) -> Result<(), String> {
        let asked = format!("{draft:?}");
        let known = name.and_then(|name| self.model.requests.get(name));
        let expected = match known {
            Some((other, _)) if *other != asked => Err(No::Reused),
            Some((_, id)) => Ok((*id, true)),
            None => self.model.change(None, draft, at).map(|id| (id, false)),
        };
        if let (Some(name), Ok((id, false))) = (name, &expected) {
            self.model.requests.insert(name.to_owned(), (asked, *id));
        }
        let writer = Operator.writer(time(at));
        let made = self.directory.create_customer(writer, &draft.edit(), name);
        let found = refused(made)?.map(|made| (shown::customer(&made.customer), made.repeated));
        let expected = expected.map(|(id, repeated)| (shown::person(&self.model, id), repeated));
        same("created", &found, &expected)
    }

    pub(super) fn update(
        &mut self,
        asked: &str,
        draft: &Draft,
        expected: Option<bool>,
        at: i64,
    ) -> Result<(), String> {
        let found = self.model.find(asked);
        let is_wrong = expected == Some(false);
        let version = found.map_or(1, |(id, _)| self.model.people[&id].version);
        let version = expected.map(|_| version + u64::from(is_wrong));
        let wanted = found.and_then(|(id, _)| {
            if is_wrong {
                return Err(No::Version);
            }
            self.model.change(Some(id), draft, at)
        });
        let writer = Operator.writer(time(at));
        let updated = self
            .directory
            .update_customer(writer, asked, &draft.edit(), version);
        let answered = refused(updated)?.map(|updated| {
            let is_old = updated.resolved_from.is_some();
            (shown::customer(&updated.customer), is_old)
        });
        let wanted = wanted.map(|id| {
            let is_old = found.is_ok_and(|(_, is_old)| is_old);
            (shown::person(&self.model, id), is_old)
        });
        same("updated", &answered, &wanted)
    }

    fn mark(&mut self, one: &str, other: &str, different: bool, at: i64) -> Result<(), String> {
        let (first, second) = (self.model.find(one), self.model.find(other));
        let expected = first.and_then(|(first, _)| {
            let (second, _) = second?;
            if first == second {
                return Err(No::Unusable);
            }
            let pair = pair(first, second);
            let changed = if different {
                self.model.marks.insert(pair)
            } else {
                self.model.marks.remove(&pair)
            };
            Ok((first, second, different, changed))
        });
        let writer = Operator.writer(time(at));
        let judged = self
            .directory
            .mark_different(writer, (one, other), different);
        let found = refused(judged)?.map(|judged| {
            let ids = (judged.one.id.0, judged.other.id.0);
            (ids.0, ids.1, judged.mark.is_some(), judged.changed)
        });
        same("marked", &found, &expected)
    }
}
