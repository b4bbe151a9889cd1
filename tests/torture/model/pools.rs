//! What people of the model are made of.

use customer_directory::domain::contact::ContactKind::{self, Email, Phone, UserId};
use customer_directory::domain::customer::FieldValue;

/// Few enough that any contact comes beside any other; some are one in several spellings, one is a
/// user id that is another's address, and some prove nothing.
pub(super) const CONTACTS: &[(ContactKind, &str)] = &[
    (UserId, "u_1"),
    (UserId, "u_2"),
    (UserId, "u_3"),
    (UserId, "u_4"),
    (UserId, "jane@acme.io"),
    (UserId, "undefined"),
    (Email, "jane@acme.io"),
    (Email, "Jane@ACME.io"),
    (Email, "jane.holloway@home.org"),
    (Email, "omar@acme.io"),
    (Email, "omar@straßenbau.de"),
    (Email, "OMAR@xn--straenbau-n1a.de"),
    (Email, "lin@acme.io"),
    (Email, "kim@kim.name"),
    (Email, "info@acme.io"),
    (Email, "support@acme.io"),
    (Email, "noreply@acme.io"),
    (Phone, "+14155550132"),
    (Phone, "+1 (415) 555-0132"),
    (Phone, "+4930901820"),
    (Phone, "+49 30 901820"),
    (Phone, "+15035550164 ext. 12"),
    (Phone, "ask at desk 5"),
    (Phone, "0000000000"),
];

pub(super) const NAMES: &[&str] = &[
    "Jane Holloway",
    "jane holloway",
    "José García",
    "李雷",
    "Omar O’Brien",
    "Kim",
];
pub(super) const COMPANIES: &[&str] = &["Acme", "ACME", "Straßenbau", "STRASSENBAU", "Kim & Co"];
pub(super) const TAGS: &[&str] = &[
    "VIP",
    "vip",
    "beta",
    "Éclair",
    "e\u{301}clair",
    "churn risk",
];
pub(super) const CHANNELS: &[&str] = &["widget", "email", "voice"];
pub(super) const FIELDS: &[&str] = &["cf_plan", "cf_seats", "cf_Region"];
pub(super) const HANDLES: &[(&str, &str)] = &[
    ("github", "janeh"),
    ("github", "@JaneH"),
    ("twitter", "janeh"),
    ("twitter", "omar"),
];
pub(super) const NOTES: &[&str] = &[
    "Prefers e-mail.",
    "Met at the fair.\nAsked for a quote.",
    "VIP?",
];
pub(super) const CATEGORIES: &[&str] = &["bug", "Bug", "idea"];
pub(super) const MESSAGES: &[&str] = &[
    "The export button does nothing.",
    "Export of invoices fails since Monday",
    "Danke, läuft wieder!",
    "请加上深色模式",
];

/// What a custom field may hold; some are compared as one.
pub(super) fn fields() -> Vec<FieldValue> {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let number = |digits: &str| FieldValue::Number(digits.to_owned());
    vec![
        text("Pro"),
        text("pro"),
        text("1"),
        number("1"),
        number("2.50"),
        FieldValue::Boolean(true),
    ]
}

/// A moment by its milliseconds since the beginning of 2026.
pub(super) fn moment(milliseconds: i64) -> i64 {
    1_767_225_600_000 + milliseconds
}
