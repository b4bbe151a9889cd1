//! The fields of customers, and what happens to each.

use std::collections::BTreeMap;

use super::super::contact::ContactKind;
use super::super::customer::{Customer, FieldValue, Taken};

/// What happens to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The target's value stays, and the source has no other one.
    Kept,
    /// The target has none and gets the source's.
    Filled,
    /// The values of both are there afterwards.
    Combined,
    /// A value is lost.
    Dropped,
}

impl Fate {
    /// The word for this in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Filled => "filled",
            Self::Combined => "combined",
            Self::Dropped => "dropped",
        }
    }
}

/// A field of two customers, and what becomes of it.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldPlan {
    /// The field, as tools call it; a custom field by its key.
    pub field: String,
    /// What becomes of it.
    pub fate: Fate,
    /// Whether it may have several values.
    pub is_list: bool,
    /// What the target has.
    pub target: Vec<String>,
    /// What the source has.
    pub source: Vec<String>,
    /// What the customer has afterwards.
    pub result: Vec<String>,
}

impl std::fmt::Debug for FieldPlan {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "FieldPlan({} {:?}, hidden)",
            self.field, self.fate
        )
    }
}

/// The values of a customer's fields, in the order in which a profile shows them.
struct Field {
    name: String,
    is_list: bool,
    values: Vec<String>,
}

fn shown(customer: &Customer) -> Vec<Field> {
    let one = |name: &str, value: Option<String>| Field {
        name: name.to_owned(),
        is_list: false,
        values: value.into_iter().collect(),
    };
    let several = |name: &str, values: Vec<String>| Field {
        name: name.to_owned(),
        is_list: true,
        values,
    };
    let text = |taken: &Option<Taken<String>>| taken.as_ref().map(|taken| taken.value.clone());
    let primary = |kind| {
        customer
            .primary(kind)
            .map(|contact| contact.address.clone())
    };
    let addresses = |kind| {
        let contacts = customer.contacts_of(kind).into_iter();
        contacts.map(|contact| contact.address.clone()).collect()
    };
    let handles = customer.social_handles.values();
    let tags = customer.tags.values();
    let mut fields = vec![
        one("name", text(&customer.name)),
        one("company", text(&customer.company)),
        one("primary_email", primary(ContactKind::Email)),
        one("primary_phone", primary(ContactKind::Phone)),
        several("emails", addresses(ContactKind::Email)),
        several("phones", addresses(ContactKind::Phone)),
        several("user_ids", addresses(ContactKind::UserId)),
        several(
            "social_handles",
            handles
                .map(|taken| format!("{} {}", taken.value.network, taken.value.handle))
                .collect(),
        ),
        several(
            "tags",
            tags.map(|taken| taken.value.spelling().to_owned())
                .collect(),
        ),
        several(
            "channels",
            customer
                .channels
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect(),
        ),
        one("first_seen", customer.first_seen.map(|at| at.to_string())),
        one("last_seen", customer.last_seen.map(|at| at.to_string())),
        one("notes", customer.notes.clone()),
    ];
    let text_of = |taken: &Taken<FieldValue>| taken.value.as_text().to_owned();
    let custom = customer.custom_fields.iter();
    fields.extend(custom.map(|(key, taken)| one(key, Some(text_of(taken)))));
    fields
}

/// What happens to each field that one of the two has.
pub(super) fn of(target: &Customer, source: &Customer, result: &Customer) -> Vec<FieldPlan> {
    let by_name = |customer| -> BTreeMap<String, Vec<String>> {
        let fields = shown(customer).into_iter();
        fields.map(|field| (field.name, field.values)).collect()
    };
    let (mut targets, mut sources) = (by_name(target), by_name(source));
    let mut plans = Vec::new();
    for field in shown(result) {
        let target = targets.remove(&field.name).unwrap_or_default();
        let source = sources.remove(&field.name).unwrap_or_default();
        if target.is_empty() && source.is_empty() {
            continue;
        }
        plans.push(FieldPlan {
            fate: fate(&field, &target, &source),
            field: field.name,
            is_list: field.is_list,
            target,
            source,
            result: field.values,
        });
    }
    plans
}

fn fate(result: &Field, target: &[String], source: &[String]) -> Fate {
    // A primary that is none any more, and a time between others, are no loss.
    let is_derived = ["primary_email", "primary_phone", "first_seen", "last_seen"]
        .contains(&result.name.as_str());
    if target.is_empty() {
        Fate::Filled
    } else if result.values != target {
        Fate::Combined
    } else if is_derived || result.is_list || source.is_empty() || source == target {
        Fate::Kept
    } else {
        Fate::Dropped
    }
}

/// How much of each kind the source brings.
pub(super) fn moves(
    target: &Customer,
    source: &Customer,
    result: &Customer,
) -> Vec<(&'static str, u64)> {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let contacts = |kind| {
        let of = |customer: &Customer| customer.contacts_of(kind).len();
        count(of(result) - of(target))
    };
    let moves = [
        ("feedback", source.feedback_count),
        ("emails", contacts(ContactKind::Email)),
        ("phones", contacts(ContactKind::Phone)),
        ("user_ids", contacts(ContactKind::UserId)),
        (
            "social_handles",
            count(result.social_handles.len() - target.social_handles.len()),
        ),
        ("tags", count(result.tags.len() - target.tags.len())),
        (
            "channels",
            count(result.channels.len() - target.channels.len()),
        ),
        (
            "custom_fields",
            count(result.custom_fields.len() - target.custom_fields.len()),
        ),
    ];
    moves.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// What is lost when a customer is deleted: every field.
pub fn dropped(customer: &Customer) -> Vec<FieldPlan> {
    let fields = shown(customer).into_iter();
    fields
        .filter(|field| !field.values.is_empty())
        .map(|field| FieldPlan {
            field: field.name,
            fate: Fate::Dropped,
            is_list: field.is_list,
            target: field.values,
            source: Vec::new(),
            result: Vec::new(),
        })
        .collect()
}
