//! One whole customer.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::fitting::{Allowance, Bounds, Fitted, Omissions};
use super::{SourceView, address, clean, custom_field};
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::customer::Customer;
use crate::domain::label::Channel;

/// No address or user id is longer than this, in bytes.
const LONGEST_ADDRESS: usize = 300;

/// Everything that is known about one person. What is unknown is absent.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CustomerView {
    /// The id.
    pub id: String,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Main e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_email: Option<String>,
    /// Main phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_phone: Option<String>,
    /// Every known e-mail address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Every known phone number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// The customer's ids in the operator's own product.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<String>,
    /// Accounts on social networks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub social_handles: Vec<SocialHandleView>,
    /// Labels as first written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Custom fields: text, numbers, yes or no.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub custom_fields: Map<String, Value>,
    /// How the customer reached us.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// How much feedback is linked to the customer.
    pub feedback_count: u64,
    /// The earliest interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<String>,
    /// The latest interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<String>,
    /// Free text of the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Old ids that have become this customer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merged_ids: Vec<String>,
    /// Grows with each change.
    pub version: u64,
    /// Where the values came from, where that was asked for.
    // Its fields explain themselves, and a schema is read by every assistant in every conversation.
    #[schemars(with = "Vec<Map<String, Value>>")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceView>,
}

/// An account on a social network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SocialHandleView {
    /// The network.
    pub network: String,
    /// The handle or address as written.
    pub handle: String,
}

impl CustomerView {
    /// The view of a customer, as wide as the allowance lets it be.
    pub(super) fn fitting(customer: &Customer, allowance: Allowance) -> Fitted<Self> {
        allowance.fit(|bounds| {
            let mut omissions = Omissions::default();
            let view = Self::within(customer, bounds, &mut omissions);
            (view, omissions)
        })
    }

    fn within(customer: &Customer, bounds: Bounds, omissions: &mut Omissions) -> Self {
        let short = |text: &str, omissions: &mut Omissions| {
            omissions.cut_value(clean::line(text).into_owned(), bounds.value_length)
        };
        let primary = |kind| customer.primary(kind).map(address::of_contact);
        let mut social_handles: Vec<SocialHandleView> = customer
            .social_handles
            .values()
            .map(|taken| SocialHandleView {
                network: short(&taken.value.network, omissions),
                handle: short(&taken.value.handle, omissions),
            })
            .collect();
        omissions.cut_list("social_handles", &mut social_handles, bounds.values);
        let mut tags: Vec<&str> = customer
            .tags
            .values()
            .map(|taken| taken.value.spelling())
            .collect();
        omissions.cut_list("tags", &mut tags, bounds.values);
        let mut channels: Vec<&str> = customer.channels.iter().map(Channel::as_str).collect();
        omissions.cut_list("channels", &mut channels, bounds.values);
        Self {
            id: customer.id.to_string(),
            name: customer
                .name
                .as_ref()
                .map(|name| short(&name.value, omissions)),
            company: customer
                .company
                .as_ref()
                .map(|company| short(&company.value, omissions)),
            primary_email: primary(ContactKind::Email),
            primary_phone: primary(ContactKind::Phone),
            emails: contacts(customer, ContactKind::Email, "emails", bounds, omissions),
            phones: contacts(customer, ContactKind::Phone, "phones", bounds, omissions),
            user_ids: contacts(customer, ContactKind::UserId, "user_ids", bounds, omissions),
            social_handles,
            tags: tags.into_iter().map(|tag| short(tag, omissions)).collect(),
            custom_fields: custom_field::all(customer, bounds, omissions),
            channels: channels
                .into_iter()
                .map(|channel| short(channel, omissions))
                .collect(),
            feedback_count: customer.feedback_count,
            first_seen: customer.first_seen.map(|at| at.to_string()),
            last_seen: customer.last_seen.map(|at| at.to_string()),
            notes: customer.notes.as_deref().map(|notes| {
                let notes = clean::text(notes).into_owned();
                omissions.cut_text("notes", notes, bounds.notes_length)
            }),
            merged_ids: Vec::new(),
            version: customer.version,
            sources: Vec::new(),
        }
    }
}

fn contacts(
    customer: &Customer,
    kind: ContactKind,
    field: &str,
    bounds: Bounds,
    omissions: &mut Omissions,
) -> Vec<String> {
    let mut contacts: Vec<&Contact> = customer.contacts_of(kind);
    omissions.cut_list(field, &mut contacts, bounds.values);
    // Half an address is another address, so only text that is no address may be cut.
    let shown = |contact: &Contact| {
        let shown = address::of_contact(contact);
        if contact.identifies {
            shown
        } else {
            omissions.cut_value(shown, bounds.value_length.max(LONGEST_ADDRESS))
        }
    };
    contacts.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fitting::Allowance;
    use super::super::samples;
    use super::CustomerView;

    #[test]
    fn a_customer_shows_every_field_that_is_known() {
        let fitted = CustomerView::fitting(&samples::customer(1), Allowance::ASSISTANT);
        assert!(fitted.omissions.is_empty());
        insta::assert_json_snapshot!(samples::json(&fitted.value), @r#"
        {
          "id": "cus_1",
          "name": "Jane Doe",
          "company": "Acme",
          "primary_email": "jane@acme.io",
          "primary_phone": "+14155550132",
          "emails": [
            "jane@acme.io",
            "jane@müller.de"
          ],
          "phones": [
            "+14155550132"
          ],
          "user_ids": [
            "u_7"
          ],
          "social_handles": [
            {
              "network": "twitter",
              "handle": "@jane"
            }
          ],
          "tags": [
            "VIP"
          ],
          "custom_fields": {
            "cf_plan": "pro",
            "cf_seats": 25,
            "cf_trial": false
          },
          "channels": [
            "email",
            "widget"
          ],
          "feedback_count": 2,
          "first_seen": "2026-10-01T09:30:00Z",
          "last_seen": "2026-11-01T10:15:00.125Z",
          "notes": "Renewal in March.\nAsk for Omar.",
          "version": 3
        }
        "#);
    }

    #[test]
    fn a_customer_without_end_is_shown_in_part_and_says_so() {
        let fitted = CustomerView::fitting(&samples::endless(), Allowance::ASSISTANT);
        assert!(serde_json::to_string(&fitted.value).unwrap().len() < 24_000);
        let note = fitted.omissions.sentence().unwrap();
        assert!(
            note.contains("of 400 `tags`") && note.contains("`notes`"),
            "{note}"
        );
        let whole = CustomerView::fitting(&samples::endless(), Allowance::UNLIMITED);
        assert_eq!(whole.value.tags.len(), 400);
        assert!(whole.omissions.is_empty());
    }
}
