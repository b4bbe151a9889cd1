//! The records of an import: judged by themselves, against the tables, and written.

use std::collections::{HashMap, HashSet};

use super::{DirectoryError, Problem, at_line};
use crate::domain::contact::{Contact, ContactKey, ContactPolicy};
use crate::domain::customer::{Customer, CustomerId, Origin};
use crate::domain::event::EventReference;
use crate::domain::export::{
    ExportExtent, ExportRecord, ExportedFeedback, MadeCustomer, recorded_elsewhere,
};
use crate::domain::feedback::{Feedback, FeedbackNumber, PossibleDuplicate};
use crate::domain::former::FormerCustomer;
use crate::store::{CustomerChange, ReadRecords, WriteRecords};

/// Records of one kind, each with its line.
type Lines<T> = Vec<(u64, T)>;

/// What is wrong with a record, whatever others there are.
pub(super) fn judge(record: &ExportRecord, extent: &ExportExtent) -> Result<(), Problem> {
    let customer = |id: CustomerId| is_given(id.0, extent.last_customer, "customer");
    let feedback = |number: FeedbackNumber| is_given(number.0, extent.last_feedback, "feedback");
    match record {
        ExportRecord::Customer(known) => {
            customer(known.id)?;
            if extent.person.is_some_and(|person| person != known.id) {
                return Err("the export is about somebody else".to_owned());
            }
            known
                .origins()
                .filter_map(Origin::feedback)
                .try_for_each(feedback)?;
            judge_contacts(known)
        }
        ExportRecord::Former(former) => {
            customer(former.id)?;
            former.became.map_or(Ok(()), customer)
        }
        ExportRecord::Feedback(exported) => {
            feedback(exported.feedback.number)?;
            exported.feedback.customer.map_or(Ok(()), customer)
        }
        ExportRecord::PossibleDuplicate(pair) => ordered(pair.one, pair.other),
        ExportRecord::Difference(mark) => ordered(mark.one, mark.other),
        ExportRecord::Request(_) | ExportRecord::Change(_) => Ok(()),
    }
}

fn is_given(id: i64, last: i64, what: &str) -> Result<(), Problem> {
    if (1..=last).contains(&id) {
        Ok(())
    } else {
        Err(format!(
            "the {what} {id} was never given an id; the last one is {last}"
        ))
    }
}

fn ordered(one: CustomerId, other: CustomerId) -> Result<(), Problem> {
    if one < other {
        Ok(())
    } else {
        Err(format!("`one` is {one}; it has the lower id of the two"))
    }
}

fn judge_contacts(customer: &Customer) -> Result<(), Problem> {
    let policy = ContactPolicy::default();
    let mut known = HashSet::new();
    let mut chosen = HashSet::new();
    for contact in &customer.contacts {
        let kind = contact.kind.as_str();
        if !known.insert((contact.kind, &contact.address)) {
            return Err(format!("it has one contact of the kind `{kind}` twice"));
        }
        if contact.is_chosen && !chosen.insert(contact.kind) {
            return Err(format!("two contacts of the kind `{kind}` are chosen"));
        }
        if contact.is_misspelled(&policy) || contact.address.trim().is_empty() {
            return Err(format!(
                "a contact of the kind `{kind}` is not in the form in which it is matched"
            ));
        }
    }
    Ok(())
}

/// Writes records of one kind. Those of the audit are written only where it is whole.
pub(super) fn write(
    store: &mut dyn WriteRecords,
    records: Lines<ExportRecord>,
    is_whole: bool,
) -> Result<(), DirectoryError> {
    let (mut customers, mut feedback) = (Vec::new(), Vec::new());
    for (line, record) in records {
        match record {
            ExportRecord::Customer(customer) => customers.push((line, *customer)),
            ExportRecord::Feedback(exported) => feedback.push((line, *exported)),
            ExportRecord::Former(former) => write_former(store, line, &former)?,
            ExportRecord::PossibleDuplicate(pair) => write_pair(store, line, &pair)?,
            ExportRecord::Difference(mark) => {
                refuse_unknown(store, line, [mark.one, mark.other])?;
                store.mark_different(&mark)?;
            }
            ExportRecord::Request(made) => write_request(store, line, &made)?,
            ExportRecord::Change(row) if is_whole => store.append_to_audit(&row)?,
            ExportRecord::Change(_) => {}
        }
    }
    write_customers(store, &customers)?;
    write_feedback(store, &feedback)
}

fn write_customers(
    store: &mut dyn WriteRecords,
    customers: &[(u64, Customer)],
) -> Result<(), DirectoryError> {
    let mut keys: Vec<(ContactKey, u64)> = customers
        .iter()
        .flat_map(|(line, customer)| {
            let keys = customer.contacts.iter().filter_map(Contact::key);
            keys.map(|key| (key, *line))
        })
        .collect();
    keys.sort_unstable();
    let asked: Vec<&ContactKey> = keys.iter().map(|(key, _)| key).collect();
    let owners = store.owners(&asked)?;
    let earlier = std::iter::once(None).chain(keys.iter().map(|(key, _)| Some(key)));
    let taken = keys
        .iter()
        .zip(owners)
        .zip(earlier)
        .find(|(((key, _), owner), earlier)| owner.is_some() || *earlier == Some(key));
    if let Some((((key, line), _), _)) = taken {
        let problem = format!(
            "a contact of the kind `{}` identifies another customer already",
            key.kind.as_str()
        );
        return Err(at_line(*line, &problem));
    }
    let changes: Vec<CustomerChange<'_>> = customers
        .iter()
        .map(|(_, customer)| CustomerChange {
            before: None,
            after: customer,
        })
        .collect();
    Ok(store.save_customers(&changes)?)
}

fn write_feedback(
    store: &mut dyn WriteRecords,
    exported: &[(u64, ExportedFeedback)],
) -> Result<(), DirectoryError> {
    let mut places: HashMap<&EventReference, u64> = HashMap::with_capacity(exported.len());
    for (line, ExportedFeedback { feedback, .. }) in exported {
        refuse_unknown(store, *line, feedback.customer)?;
        if places.insert(&feedback.reference, *line).is_some() {
            return Err(known_feedback(*line));
        }
    }
    let mut references: Vec<&EventReference> = places.keys().copied().collect();
    references.sort_unstable();
    if let Some((known, _)) = store.recorded(&references)?.first() {
        let line = places.get(&known.reference).copied();
        return Err(known_feedback(line.unwrap_or(0)));
    }
    let feedback: Vec<&Feedback> = exported.iter().map(|(_, it)| &it.feedback).collect();
    store.insert_feedback(&feedback)?;
    for (
        _,
        ExportedFeedback {
            feedback,
            recording,
        },
    ) in exported
    {
        if let Some(hash) = recording {
            store.note_recording(feedback.number, &recorded_elsewhere(hash))?;
        }
    }
    Ok(())
}

fn known_feedback(line: u64) -> DirectoryError {
    at_line(
        line,
        "feedback with this `source` and `id` is there already",
    )
}

fn write_former(
    store: &mut dyn WriteRecords,
    line: u64,
    former: &FormerCustomer,
) -> Result<(), DirectoryError> {
    refuse_unknown(store, line, former.became)?;
    if store.has_customer(former.id)? {
        let problem = format!("{} is a customer, and a former one at once", former.id);
        return Err(at_line(line, &problem));
    }
    Ok(store.note_former(former)?)
}

fn write_pair(
    store: &mut dyn WriteRecords,
    line: u64,
    pair: &PossibleDuplicate,
) -> Result<(), DirectoryError> {
    refuse_unknown(store, line, [pair.one, pair.other])?;
    if !store.has_feedback(pair.feedback)? {
        let problem = format!("there is no feedback {} in the export", pair.feedback.0);
        return Err(at_line(line, &problem));
    }
    Ok(store.note_possible_duplicate(pair)?)
}

fn write_request(
    store: &mut dyn WriteRecords,
    line: u64,
    made: &MadeCustomer,
) -> Result<(), DirectoryError> {
    refuse_unknown(store, line, [made.customer])?;
    Ok(store.note_made(&made.request, made.customer, made.at)?)
}

/// Refuses a line that names a customer who is not there.
fn refuse_unknown(
    records: &dyn ReadRecords,
    line: u64,
    customers: impl IntoIterator<Item = CustomerId>,
) -> Result<(), DirectoryError> {
    for id in customers {
        if !records.has_customer(id)? {
            let problem = format!("there is no customer {id} in the export");
            return Err(at_line(line, &problem));
        }
    }
    Ok(())
}
