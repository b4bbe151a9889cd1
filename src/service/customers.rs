//! Finding one customer by whatever they are known by.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::contact::{ContactKey, ContactKind, Email, Phone, Region, UserId};
use crate::domain::customer::{Customer, CustomerId, CustomerSummary, Origin};
use crate::domain::feedback::{Feedback, FeedbackNumber};
use crate::domain::folding;
use crate::domain::profile::{FeedbackSource, Profile};
use crate::domain::search::{CustomerQuery, SearchText};
use crate::store::{ReadRecords, StoreError};

use super::DirectoryError;

/// How many customers are named when the one that was asked for is not there.
const MOST_NEAR: usize = 3;

/// The profile of the customer who is known by what was asked for.
pub(super) fn profile(
    records: &dyn ReadRecords,
    asked: &str,
    region: Option<Region>,
    feedback_limit: usize,
) -> Result<Profile, DirectoryError> {
    let Found {
        customer,
        resolved_from,
    } = find(records, asked, region)?;
    of(records, customer, resolved_from, feedback_limit)
}

/// A customer who was found, and the old id that was asked for.
pub(super) struct Found {
    pub(super) customer: Customer,
    pub(super) resolved_from: Option<CustomerId>,
}

/// A customer's profile.
pub(super) fn of(
    records: &dyn ReadRecords,
    customer: Customer,
    resolved_from: Option<CustomerId>,
    feedback_limit: usize,
) -> Result<Profile, DirectoryError> {
    let feedback = records.latest_feedback(customer.id, feedback_limit)?;
    Ok(Profile {
        sources: sources(records, &customer, &feedback)?,
        feedback,
        merged_ids: records.merged_into(customer.id)?,
        resolved_from,
        customer,
    })
}

/// The one customer who is known by what was asked for.
pub(super) fn find(
    records: &dyn ReadRecords,
    asked: &str,
    region: Option<Region>,
) -> Result<Found, DirectoryError> {
    let asked = asked.trim();
    // An id of ours means nothing else.
    if let Ok(id) = asked.parse()
        && let Some(found) = by_id(records, id)?
    {
        return Ok(found);
    }
    let known = known_by(records, asked, region)?;
    let customer = match known.as_slice() {
        [only] => records.customer(*only)?,
        [] => None,
        several => {
            return Err(DirectoryError::SeveralMeant {
                asked: asked.to_owned(),
                customers: several.to_vec(),
            });
        }
    };
    match customer {
        Some(customer) => Ok(Found {
            customer,
            resolved_from: None,
        }),
        None => Err(DirectoryError::NotFound {
            asked: asked.to_owned(),
            near: near(records, asked)?,
        }),
    }
}

/// The customer with an id, or the one whom that id has become. `None` for an id that was never
/// given.
pub(super) fn by_id(
    records: &dyn ReadRecords,
    id: CustomerId,
) -> Result<Option<Found>, DirectoryError> {
    if let Some(customer) = records.customer(id)? {
        return Ok(Some(Found {
            customer,
            resolved_from: None,
        }));
    }
    let Some(former) = records.former(id)? else {
        return Ok(None);
    };
    let Some(survivor) = former.became else {
        return Err(DirectoryError::Deleted {
            id,
            at: former.ended_at,
        });
    };
    let customer = records.customer(survivor)?.ok_or(StoreError::Corrupt {
        table: "former_customers",
        row: id.0,
    })?;
    Ok(Some(Found {
        customer,
        resolved_from: Some(id),
    }))
}

/// Everybody whom a text identifies. It may be a user id and a phone number at once, and then
/// nobody guesses which was meant.
fn known_by(
    records: &dyn ReadRecords,
    asked: &str,
    region: Option<Region>,
) -> Result<Vec<CustomerId>, StoreError> {
    let user_id = UserId::parse(asked).map(ContactKey::from);
    let email = Email::parse(asked).map(ContactKey::from);
    let keys: Vec<ContactKey> = [user_id, email, written_out(asked)]
        .into_iter()
        .flatten()
        .collect();
    let owners = records.owners(&keys.iter().collect::<Vec<_>>())?;
    let mut known: BTreeSet<CustomerId> = owners.iter().copied().flatten().collect();
    let is_known_number = keys
        .iter()
        .zip(&owners)
        .any(|(key, owner)| key.kind == ContactKind::Phone && owner.is_some());
    if !is_known_number
        && may_be_number(asked)
        && let Some(phone) = Phone::parse(asked, region).map(ContactKey::from)
    {
        known.extend(records.owners(&[&phone])?.into_iter().flatten());
    }
    Ok(known.into_iter().collect())
}

/// A number that is written out with its country needs no parser, which is slow to start.
/// Anything else in the text, such as an extension, does.
fn written_out(asked: &str) -> Option<ContactKey> {
    let number = asked.strip_prefix('+')?;
    let is_plain = number
        .chars()
        .all(|letter| letter.is_ascii_digit() || " -.".contains(letter));
    let digits = number.chars().filter(char::is_ascii_digit);
    is_plain.then(|| ContactKey {
        kind: ContactKind::Phone,
        address: std::iter::once('+').chain(digits).collect(),
    })
}

fn may_be_number(asked: &str) -> bool {
    asked.chars().any(char::is_numeric)
        && asked
            .chars()
            .all(|letter| !letter.is_alphabetic() || "telxTELX".contains(letter))
}

/// Customers whose words are like a text: all of its words, else any one of them.
fn near(records: &dyn ReadRecords, asked: &str) -> Result<Vec<CustomerSummary>, StoreError> {
    let mut texts = vec![asked.to_owned()];
    texts.extend(
        folding::words(asked.split('@').next().unwrap_or(asked))
            .into_iter()
            .filter(|word| word.len() > 1),
    );
    let mut near: Vec<CustomerSummary> = Vec::new();
    for text in texts {
        let query = CustomerQuery {
            search: Some(SearchText::parse(&text)),
            ..CustomerQuery::latest(MOST_NEAR)
        };
        for listed in records.list(&query)?.customers {
            if near.len() < MOST_NEAR && near.iter().all(|known| known.id != listed.summary.id) {
                near.push(listed.summary);
            }
        }
        if near.len() == MOST_NEAR {
            break;
        }
    }
    Ok(near)
}

/// Where the feedback came from that brought the values of a customer. The latest feedback is
/// known; most customers have no other.
fn sources(
    records: &dyn ReadRecords,
    customer: &Customer,
    latest: &[Feedback],
) -> Result<BTreeMap<FeedbackNumber, FeedbackSource>, StoreError> {
    let mut behind = feedback_behind(customer);
    let known: BTreeMap<FeedbackNumber, FeedbackSource> = latest
        .iter()
        .filter(|feedback| behind.contains(&feedback.number))
        .map(|feedback| (feedback.number, FeedbackSource::of(feedback)))
        .collect();
    behind.retain(|number| !known.contains_key(number));
    let mut sources = known;
    if !behind.is_empty() {
        sources.extend(records.feedback_sources(&behind)?);
    }
    Ok(sources)
}

/// The feedback that brought the values of a customer.
fn feedback_behind(customer: &Customer) -> Vec<FeedbackNumber> {
    let mut numbers: Vec<FeedbackNumber> =
        customer.origins().filter_map(Origin::feedback).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
