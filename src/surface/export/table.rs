//! Records as rows of one table.
//!
//! A cell that a spreadsheet would take for a formula has an apostrophe in front, and so has one that
//! begins with an apostrophe, or that is an empty text; reading takes it away again.

use std::borrow::Cow;

use csv::StringRecord;
use serde_json::{Map, Value};

use super::feedback::{number, read_number};
use super::{MARK, Problem};
use crate::domain::contact::ContactKind;
use crate::domain::customer::Customer;
use crate::domain::export::ExportRecord;

/// What a cell of a column holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell {
    Text,
    Whole,
    Real,
    Flag,
    /// A list or an object, as JSON.
    Json,
    /// What is known of a customer, again and plainly, for people who read the table. The lists of
    /// the same row are what counts; a row whose plain cells say something else is refused.
    Plain(fn(&Customer) -> String),
}

/// Every column, in their order. The last record has nothing in the last one: where the file is cut
/// off, it has too few cells.
pub(super) const COLUMNS: [(&str, Cell); 63] = [
    (MARK, Cell::Whole),
    ("kind", Cell::Text),
    ("id", Cell::Text),
    ("number", Cell::Whole),
    ("customer", Cell::Text),
    ("name", Cell::Text),
    ("company", Cell::Text),
    (
        "emails",
        Cell::Plain(|it| addresses(it, ContactKind::Email)),
    ),
    (
        "phones",
        Cell::Plain(|it| addresses(it, ContactKind::Phone)),
    ),
    (
        "user_ids",
        Cell::Plain(|it| addresses(it, ContactKind::UserId)),
    ),
    ("tag_names", Cell::Plain(tag_names)),
    ("channel", Cell::Text),
    ("message", Cell::Text),
    ("category", Cell::Text),
    ("rating", Cell::Real),
    ("status", Cell::Text),
    ("created_at", Cell::Text),
    ("feedback_count", Cell::Whole),
    ("first_seen", Cell::Text),
    ("last_seen", Cell::Text),
    ("notes", Cell::Text),
    ("version", Cell::Whole),
    ("name_from", Cell::Text),
    ("name_at", Cell::Text),
    ("company_from", Cell::Text),
    ("company_at", Cell::Text),
    ("contacts", Cell::Json),
    ("tags", Cell::Json),
    ("custom_fields", Cell::Json),
    ("social_handles", Cell::Json),
    ("channels", Cell::Json),
    ("source", Cell::Text),
    ("context", Cell::Json),
    ("metadata", Cell::Json),
    ("revised_at", Cell::Text),
    ("has_original", Cell::Flag),
    ("ingested_at", Cell::Text),
    ("outcome", Cell::Text),
    ("matched_on", Cell::Text),
    ("other_contacts", Cell::Json),
    ("recording", Cell::Text),
    ("became", Cell::Text),
    ("ended_at", Cell::Text),
    ("one", Cell::Text),
    ("other", Cell::Text),
    ("feedback", Cell::Whole),
    ("at", Cell::Text),
    ("by", Cell::Text),
    ("key", Cell::Text),
    ("request", Cell::Text),
    ("digest", Cell::Text),
    ("actor", Cell::Text),
    ("action", Cell::Text),
    ("is_removal", Cell::Flag),
    ("approved_by", Cell::Text),
    ("details", Cell::Json),
    ("link", Cell::Text),
    ("counts", Cell::Json),
    ("exported_at", Cell::Text),
    ("person", Cell::Text),
    ("customers", Cell::Whole),
    ("last_customer_number", Cell::Whole),
    ("last_feedback_number", Cell::Whole),
];

/// What tells a spreadsheet that a formula follows, in either width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

const APOSTROPHE: char = '\'';

/// Divides plain addresses and tags.
const DIVIDER: &str = "; ";

/// The cells of a record, in the order of the columns.
pub(super) fn cells(fields: &Map<String, Value>, record: Option<&ExportRecord>) -> Vec<String> {
    COLUMNS
        .iter()
        .map(|(name, cell)| match (cell, fields.get(*name)) {
            (Cell::Plain(plain), _) => plain_cell(*plain, record),
            (_, None) => String::new(),
            (Cell::Json, Some(value)) => value.to_string(),
            (_, Some(Value::String(text))) => guarded(text).into_owned(),
            (_, Some(value)) => value.to_string(),
        })
        .collect()
}

/// The fields of a row.
pub(super) fn fields(cells: &StringRecord) -> Result<Map<String, Value>, Problem> {
    let mut fields = Map::new();
    let texts = cells.iter().take(COLUMNS.len() - 1);
    let last = cells.iter().skip(COLUMNS.len() - 1).map(without_line_end);
    for ((name, cell), text) in COLUMNS.iter().zip(texts.chain(last)) {
        if text.is_empty() {
            continue;
        }
        let value = match cell {
            Cell::Plain(_) => continue,
            Cell::Text => Some(unguarded(text).into()),
            Cell::Whole => text.parse::<u64>().ok().map(Value::from),
            Cell::Real => read_number(unguarded(text).into()).ok().map(number),
            Cell::Flag => text.parse::<bool>().ok().map(Value::from),
            Cell::Json => serde_json::from_str(text).ok(),
        };
        let value = value.ok_or_else(|| match cell {
            Cell::Json => format!("`{name}` is no JSON"),
            Cell::Flag => format!("`{name}` is neither true nor false"),
            Cell::Text | Cell::Whole | Cell::Real | Cell::Plain(_) => {
                format!("`{name}` is no number")
            }
        })?;
        fields.insert((*name).to_owned(), value);
    }
    Ok(fields)
}

/// Refuses plain cells that say something else than the lists of the row.
pub(super) fn refuse_other_plain(
    cells: &StringRecord,
    record: Option<&ExportRecord>,
) -> Result<(), Problem> {
    for ((name, cell), text) in COLUMNS.iter().zip(cells) {
        if let Cell::Plain(plain) = cell
            && plain_cell(*plain, record) != text
        {
            return Err(format!(
                "`{name}` repeats `contacts` and `tags` and says something else; change both or neither"
            ));
        }
    }
    Ok(())
}

fn plain_cell(plain: fn(&Customer) -> String, record: Option<&ExportRecord>) -> String {
    match record {
        Some(ExportRecord::Customer(customer)) => match plain(customer) {
            none if none.is_empty() => none,
            text => guarded(&text).into_owned(),
        },
        Some(_) | None => String::new(),
    }
}

fn addresses(customer: &Customer, kind: ContactKind) -> String {
    let contacts = customer.contacts_of(kind);
    let addresses = contacts.iter().map(|contact| contact.address.as_str());
    addresses.collect::<Vec<_>>().join(DIVIDER)
}

fn tag_names(customer: &Customer) -> String {
    let tags = customer.tags.values().map(|tag| tag.value.spelling());
    tags.collect::<Vec<_>>().join(DIVIDER)
}

/// The last cell of a row without what is left of a line end of two characters.
pub(super) fn without_line_end(cell: &str) -> &str {
    cell.strip_suffix('\r').unwrap_or(cell)
}

fn guarded(text: &str) -> Cow<'_, str> {
    let is_harmless =
        |first: char| first != APOSTROPHE && !FORMULA.contains(&first) && !first.is_control();
    if text.chars().next().is_some_and(is_harmless) {
        text.into()
    } else {
        format!("{APOSTROPHE}{text}").into()
    }
}

fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(APOSTROPHE).unwrap_or(cell)
}
