//! One customer as a row of a list.

use schemars::JsonSchema;
use serde::Serialize;

use super::fitting::{Bounds, cut};
use super::{address, clean};
use crate::domain::contact::ContactKind;
use crate::domain::customer::CustomerSummary;
use crate::domain::search::{ListedCustomer, MatchedOn};

/// What a list shows of a customer. What is unknown is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CustomerRow {
    /// The id.
    pub id: String,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Main e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Main phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Labels as first written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How the customer reached us.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// How much feedback is linked to the customer.
    pub feedback_count: u64,
    /// The earliest interaction: a time in UTC, or its day alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<String>,
    /// The latest interaction: a time in UTC, or its day alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<String>,
    /// Where the search text was found: name, company, email, phone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matched_on: Vec<&'static str>,
    /// Addresses that matched and are not the main ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matched_addresses: Vec<String>,
}

impl CustomerRow {
    /// The row of a listed customer.
    pub fn of(listed: &ListedCustomer) -> Self {
        Self {
            matched_on: matched_on(listed),
            matched_addresses: matched_addresses(listed),
            ..Self::of_summary(&listed.summary)
        }
    }

    /// The row with days in place of times, which take a model twice as much to read.
    pub(super) fn by_day(mut self) -> Self {
        for seen in [&mut self.first_seen, &mut self.last_seen] {
            if let Some((day, _)) = seen.as_deref().and_then(|time| time.split_once('T')) {
                *seen = Some(day.to_owned());
            }
        }
        self
    }

    /// The row of a customer who was not searched for.
    pub fn of_summary(summary: &CustomerSummary) -> Self {
        let line = |text: &String| cut(clean::line(text).into_owned(), Bounds::ROW.value_length).0;
        let lines = |list: &[String]| list.iter().take(Bounds::ROW.values).map(line).collect();
        Self {
            id: summary.id.to_string(),
            name: summary.name.as_ref().map(line),
            email: summary.primary_email.as_deref().map(address::email),
            phone: summary.primary_phone.as_ref().map(line),
            company: summary.company.as_ref().map(line),
            tags: lines(&summary.tags),
            channels: lines(&summary.channels),
            feedback_count: summary.feedback_count,
            first_seen: summary.first_seen.map(|at| at.to_string()),
            last_seen: summary.last_seen.map(|at| at.to_string()),
            matched_on: Vec::new(),
            matched_addresses: Vec::new(),
        }
    }

    /// Whether a row shows fewer tags or channels than the customer has.
    pub(super) fn leaves_out(summary: &CustomerSummary) -> bool {
        summary.tags.len().max(summary.channels.len()) > Bounds::ROW.values
    }
}

/// The kinds of place in which the search text was found, each once.
pub(super) fn matched_on(listed: &ListedCustomer) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    for place in &listed.matched_on {
        let kind = match place {
            MatchedOn::Name => "name",
            MatchedOn::Company => "company",
            MatchedOn::Contact(kind, _) => kind.as_str(),
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// The addresses in which the search text was found, without the main ones.
pub(super) fn matched_addresses(listed: &ListedCustomer) -> Vec<String> {
    let summary = &listed.summary;
    let is_shown = |kind: ContactKind, address: &str| {
        let main = match kind {
            ContactKind::Email => summary.primary_email.as_deref(),
            ContactKind::Phone => summary.primary_phone.as_deref(),
            ContactKind::UserId => None,
        };
        main == Some(address)
    };
    listed
        .matched_on
        .iter()
        .filter_map(|place| match place {
            MatchedOn::Name | MatchedOn::Company => None,
            MatchedOn::Contact(kind, address) => Some((*kind, address)),
        })
        .filter(|(kind, address)| !is_shown(*kind, address))
        .map(|(kind, address)| match kind {
            ContactKind::Email => address::email(address),
            ContactKind::Phone | ContactKind::UserId => clean::line(address).into_owned(),
        })
        .take(Bounds::ROW.values)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::CustomerRow;
    use crate::domain::contact::ContactKind;
    use crate::domain::search::MatchedOn;

    #[test]
    fn a_row_shows_what_is_known_and_nothing_empty() {
        let mut listed = samples::listed(1);
        listed.matched_on = vec![
            MatchedOn::Name,
            MatchedOn::Contact(ContactKind::Email, "jane@acme.io".to_owned()),
            MatchedOn::Contact(ContactKind::Email, "jane@home.io".to_owned()),
        ];
        insta::assert_json_snapshot!(CustomerRow::of(&listed), @r#"
        {
          "id": "cus_1",
          "name": "Jane Doe",
          "email": "jane@acme.io",
          "phone": "+14155550132",
          "company": "Acme",
          "tags": [
            "VIP"
          ],
          "channels": [
            "email",
            "widget"
          ],
          "feedback_count": 2,
          "first_seen": "2026-10-01T09:30:00Z",
          "last_seen": "2026-11-01T10:15:00.125Z",
          "matched_on": [
            "name",
            "email"
          ],
          "matched_addresses": [
            "jane@home.io"
          ]
        }
        "#);
    }

    #[test]
    fn a_row_by_day_has_no_times_and_else_the_same() {
        let row = CustomerRow::of(&samples::listed(1));
        let by_day = row.clone().by_day();
        assert_eq!(by_day.first_seen.as_deref(), Some("2026-10-01"));
        assert_eq!(by_day.last_seen.as_deref(), Some("2026-11-01"));
        let seen = |row: CustomerRow| CustomerRow {
            first_seen: None,
            last_seen: None,
            ..row
        };
        assert_eq!(seen(by_day), seen(row));
        let blank = CustomerRow::of(&samples::blank_listed());
        assert_eq!(blank.clone().by_day(), blank);
    }

    #[test]
    fn a_customer_of_whom_nothing_is_known_is_an_id_and_a_count() {
        insta::assert_json_snapshot!(CustomerRow::of(&samples::blank_listed()), @r#"
        {
          "id": "cus_5",
          "feedback_count": 0
        }
        "#);
    }

    #[test]
    fn every_string_of_a_row_is_cleaned() {
        let shown = serde_json::to_string(&CustomerRow::of(&samples::hostile_listed())).unwrap();
        samples::assert_clean(&shown);
    }
}
