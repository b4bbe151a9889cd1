//! Where the values of a customer came from.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{address, clean};
use crate::domain::contact::ContactKind;
use crate::domain::customer::{Customer, Origin};
use crate::domain::feedback::FeedbackNumber;
use crate::domain::profile::Profile;

/// One piece of feedback, or one change by hand, with the customer's values that came from it.
///
/// Values are grouped by where they came from, because one event brings most of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceView {
    /// The feedback's id where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback_id: Option<String>,
    /// How the feedback reached us.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Set by a person or a tool instead.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// When.
    pub at: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// E-mail addresses first seen there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Phone numbers first seen there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// User ids first seen there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<String>,
    /// Tags first seen there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Keys of custom fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<String>,
    /// Social handles, each with its network.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub social_handles: Vec<String>,
}

impl SourceView {
    /// The sources of every value of a profile, oldest first.
    pub fn all(profile: &Profile) -> Vec<Self> {
        let mut sources = Sources {
            profile,
            views: BTreeMap::new(),
        };
        sources.gather(&profile.customer);
        sources.views.into_values().collect()
    }
}

struct Sources<'a> {
    profile: &'a Profile,
    views: BTreeMap<(Timestamp, Option<FeedbackNumber>), SourceView>,
}

impl Sources<'_> {
    fn gather(&mut self, customer: &Customer) {
        let line = |text: &str| clean::line(text).into_owned();
        if let Some(name) = &customer.name {
            self.at(name.origin).name = Some(line(&name.value));
        }
        if let Some(company) = &customer.company {
            self.at(company.origin).company = Some(line(&company.value));
        }
        for contact in &customer.contacts {
            let view = self.at(contact.origin);
            let list = match contact.kind {
                ContactKind::Email => &mut view.emails,
                ContactKind::Phone => &mut view.phones,
                ContactKind::UserId => &mut view.user_ids,
            };
            list.push(address::of_contact(contact));
        }
        for tag in customer.tags.values() {
            self.at(tag.origin).tags.push(line(tag.value.spelling()));
        }
        for (key, field) in &customer.custom_fields {
            self.at(field.origin).custom_fields.push(line(key));
        }
        for taken in customer.social_handles.values() {
            let shown = format!(
                "{}: {}",
                line(&taken.value.network),
                line(&taken.value.handle)
            );
            self.at(taken.origin).social_handles.push(shown);
        }
    }

    fn at(&mut self, origin: Origin) -> &mut SourceView {
        let feedback = origin.feedback();
        let source = feedback.and_then(|number| self.profile.sources.get(&number));
        self.views
            .entry((origin.at(), feedback))
            .or_insert_with(|| SourceView {
                feedback_id: source.map(|source| clean::line(&source.reference.id).into_owned()),
                channel: source.map(|source| clean::line(source.channel.as_str()).into_owned()),
                by_hand: feedback.is_none(),
                at: origin.at().to_string(),
                ..SourceView::default()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::SourceView;

    #[test]
    fn each_value_stands_with_the_feedback_that_brought_it() {
        insta::assert_json_snapshot!(SourceView::all(&samples::profile()), @r#"
        [
          {
            "feedback_id": "fb_1",
            "channel": "widget",
            "at": "2026-10-01T09:30:00Z",
            "name": "Jane Doe",
            "emails": [
              "jane@acme.io"
            ],
            "user_ids": [
              "u_7"
            ],
            "social_handles": [
              "twitter: @jane"
            ]
          },
          {
            "feedback_id": "fb_2",
            "channel": "widget",
            "at": "2026-10-01T09:30:00Z",
            "emails": [
              "jane@müller.de"
            ],
            "phones": [
              "+14155550132"
            ],
            "custom_fields": [
              "cf_plan",
              "cf_seats",
              "cf_trial"
            ]
          },
          {
            "by_hand": true,
            "at": "2026-11-02T08:00:00.25Z",
            "company": "Acme",
            "tags": [
              "VIP"
            ]
          }
        ]
        "#);
    }
}
