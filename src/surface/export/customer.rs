//! Customers, with where each value came from.

use serde_json::{Number, Value};

use super::Problem;
use super::fields::Fields;
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::customer::{Customer, FieldValue, Origin, SocialHandle, Taken};
use crate::domain::filling::handle_key;
use crate::domain::label::{Channel, Tag};

/// The fields of an origin inside a value.
const ORIGIN: [&str; 2] = ["from", "at"];

/// Separates the labels of one column in the tables.
const SEPARATOR: char = '\u{1f}';

pub(super) fn written(customer: &Customer, fields: Fields) -> Fields {
    let contacts = customer.contacts.iter().map(contact);
    let tags = customer.tags.values();
    let tags = tags.map(|tag| inside("tag", tag.value.spelling(), tag.origin));
    let custom = customer.custom_fields.iter();
    let custom = custom.map(|(key, field)| {
        let fields = Fields::default().with("key", key.as_str());
        let fields = fields.with("value", value(&field.value));
        Value::from(fields.with_origin(ORIGIN, field.origin).0)
    });
    let handles = customer.social_handles.values().map(|handle| {
        let fields = Fields::default().with("network", handle.value.network.as_str());
        let fields = fields.with("handle", handle.value.handle.as_str());
        Value::from(fields.with_origin(ORIGIN, handle.origin).0)
    });
    let channels = customer.channels.iter().map(Channel::as_str);
    let fields = fields
        .with("id", customer.id.to_string())
        .with("version", customer.version);
    let fields = text(
        fields,
        "name",
        ["name_from", "name_at"],
        customer.name.as_ref(),
    );
    let company = customer.company.as_ref();
    text(fields, "company", ["company_from", "company_at"], company)
        .with_list("contacts", contacts.collect())
        .with_list("tags", tags.collect())
        .with_list("custom_fields", custom.collect())
        .with_list("social_handles", handles.collect())
        .with_list("channels", channels.map(Value::from).collect())
        .with_some("notes", customer.notes.as_deref())
        .with("feedback_count", customer.feedback_count)
        .with_some("first_seen", customer.first_seen.map(|at| at.to_string()))
        .with_some("last_seen", customer.last_seen.map(|at| at.to_string()))
}

fn text(fields: Fields, name: &str, origin: [&str; 2], taken: Option<&Taken<String>>) -> Fields {
    match taken {
        Some(taken) => fields
            .with(name, taken.value.as_str())
            .with_origin(origin, taken.origin),
        None => fields,
    }
}

fn inside(name: &str, value: &str, origin: Origin) -> Value {
    let fields = Fields::default().with(name, value);
    fields.with_origin(ORIGIN, origin).0.into()
}

fn contact(contact: &Contact) -> Value {
    let spelling = (contact.spelling != contact.address).then_some(contact.spelling.as_str());
    Fields::default()
        .with("kind", contact.kind.as_str())
        .with("address", contact.address.as_str())
        .with_some("spelling", spelling)
        .with("identifies", contact.identifies)
        .with_some("chosen", contact.is_chosen.then_some(true))
        .with_origin(ORIGIN, contact.origin)
        .0
        .into()
}

/// A number that JSON would spell in another way is an object with its text.
fn value(value: &FieldValue) -> Value {
    match value {
        FieldValue::Text(text) => text.as_str().into(),
        FieldValue::Boolean(yes) => (*yes).into(),
        FieldValue::Number(text) => match serde_json::from_str::<Number>(text) {
            Ok(number) if number.to_string() == *text => number.into(),
            Ok(_) | Err(_) => Fields::default().with("number", text.as_str()).0.into(),
        },
    }
}

pub(super) fn read(fields: &mut Fields) -> Result<Customer, Problem> {
    let mut customer = Customer::blank(fields.id("id")?);
    customer.version = fields.whole("version")?.unsigned_abs();
    customer.name = read_text(fields, "name", ["name_from", "name_at"])?;
    customer.company = read_text(fields, "company", ["company_from", "company_at"])?;
    for value in fields.list("contacts")? {
        let contact = read_contact(Fields::inside(value, "contacts")?);
        customer.contacts.push(within("contacts", contact)?);
    }
    for value in fields.list("tags")? {
        let tag = read_tag(Fields::inside(value, "tags")?);
        let tag = within("tags", tag)?;
        let key = tag.value.key().to_owned();
        let known = customer.tags.insert(key, tag);
        refuse_twice("tags", known.is_some())?;
    }
    for value in fields.list("custom_fields")? {
        let field = read_field(Fields::inside(value, "custom_fields")?);
        let (key, field) = within("custom_fields", field)?;
        let known = customer.custom_fields.insert(key, field);
        refuse_twice("custom_fields", known.is_some())?;
    }
    for value in fields.list("social_handles")? {
        let handle = read_handle(Fields::inside(value, "social_handles")?);
        let handle = within("social_handles", handle)?;
        let key = handle_key(&handle.value.handle);
        let key = (handle.value.network.clone(), key);
        let known = customer.social_handles.insert(key, handle);
        refuse_twice("social_handles", known.is_some())?;
    }
    for value in fields.list("channels")? {
        let is_new = customer.channels.insert(channel(value, "channels")?);
        refuse_twice("channels", !is_new)?;
    }
    customer.notes = fields.some_text("notes")?;
    customer.feedback_count = fields.whole("feedback_count")?.unsigned_abs();
    customer.first_seen = fields.some_time("first_seen")?;
    customer.last_seen = fields.some_time("last_seen")?;
    Ok(customer)
}

fn within<T>(name: &str, outcome: Result<T, Problem>) -> Result<T, Problem> {
    outcome.map_err(|problem| format!("in `{name}`: {problem}"))
}

fn refuse_twice(name: &str, is_twice: bool) -> Result<(), Problem> {
    if is_twice {
        return Err(format!("`{name}` has one and the same twice"));
    }
    Ok(())
}

fn read_text(
    fields: &mut Fields,
    name: &str,
    origin: [&str; 2],
) -> Result<Option<Taken<String>>, Problem> {
    let Some(value) = fields.some_text(name)? else {
        return Ok(None);
    };
    let origin = fields.origin(origin)?;
    Ok(Some(Taken { value, origin }))
}

fn read_contact(mut fields: Fields) -> Result<Contact, Problem> {
    let address = fields.text("address")?;
    let spelling = fields.some_text("spelling")?;
    Ok(Contact {
        kind: fields.word("kind", &ContactKind::ALL, ContactKind::as_str)?,
        spelling: spelling.unwrap_or_else(|| address.clone()),
        address,
        identifies: fields.flag("identifies")?,
        is_chosen: fields.some("chosen").is_some(),
        origin: fields.origin(ORIGIN)?,
    })
}

fn read_tag(mut fields: Fields) -> Result<Taken<Tag>, Problem> {
    let spelling = fields.text("tag")?;
    Ok(Taken {
        value: tag(spelling, "tag")?,
        origin: fields.origin(ORIGIN)?,
    })
}

fn read_field(mut fields: Fields) -> Result<(String, Taken<FieldValue>), Problem> {
    let key = fields.text("key")?;
    let value = match fields.some("value") {
        Some(Value::String(text)) => FieldValue::Text(text),
        Some(Value::Bool(yes)) => FieldValue::Boolean(yes),
        Some(Value::Number(number)) => FieldValue::Number(number.to_string()),
        Some(spelled @ Value::Object(_)) => {
            let text = Fields::inside(spelled, "value")?.text("number")?;
            if serde_json::from_str::<Number>(&text).is_err() {
                return Err("`number` is no number".to_owned());
            }
            FieldValue::Number(text)
        }
        Some(_) | None => {
            return Err("`value` is no text, number, true or false".to_owned());
        }
    };
    let origin = fields.origin(ORIGIN)?;
    Ok((key, Taken { value, origin }))
}

fn read_handle(mut fields: Fields) -> Result<Taken<SocialHandle>, Problem> {
    Ok(Taken {
        value: SocialHandle {
            network: fields.text("network")?,
            handle: fields.text("handle")?,
        },
        origin: fields.origin(ORIGIN)?,
    })
}

/// A tag; one that the tables could not hold is refused.
pub(super) fn tag(text: String, name: &str) -> Result<Tag, Problem> {
    label(text, name).map(Tag::stored)
}

/// A channel; one that the tables could not hold is refused.
pub(super) fn channel(value: Value, name: &str) -> Result<Channel, Problem> {
    let Value::String(text) = value else {
        return Err(format!("`{name}` holds something that is no text"));
    };
    label(text, name).map(Channel::stored)
}

fn label(text: String, name: &str) -> Result<String, Problem> {
    if text.trim().is_empty() || text.contains(SEPARATOR) {
        return Err(format!(
            "`{name}` holds an empty label, or one with U+001F in it"
        ));
    }
    Ok(text)
}
