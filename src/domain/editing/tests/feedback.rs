//! What stays of an edit when feedback comes in.

use proptest::prelude::*;

use super::super::Edit;
use super::{CEILING, at, claim, edited, field, handle, named, tag};
use crate::domain::contact::ContactKind;
use crate::domain::event::{EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity};
use crate::domain::feedback::FeedbackNumber;
use crate::domain::filling::Filling;
use crate::domain::label::Channel;
use crate::domain::matching;

/// Feedback of any time, which says everything about the person anew.
fn feedback(second: i64, value: &str) -> FeedbackEvent {
    FeedbackEvent {
        reference: EventReference {
            source: String::new(),
            id: "fb_2".to_owned(),
        },
        kind: EventKind::Created,
        created_at: Some(at(second)),
        revised_at: None,
        channel: Channel::api(),
        content: FeedbackContent {
            tags: vec![tag("vip")],
            ..FeedbackContent::default()
        },
        identity: Identity {
            claims: vec![
                claim(ContactKind::Email, "jane@acme.io"),
                claim(ContactKind::Email, "jane@home.net"),
            ],
            name: Some(value.to_owned()),
            company: Some(value.to_owned()),
            custom_fields: vec![field(value)],
            social_handles: vec![handle("@jane")],
        },
    }
}

proptest! {
    #[test]
    fn what_a_hand_sets_stays_whatever_comes_in(second in -10_000_i64..10_000, value in "[a-zA-Z]{1,8}") {
        let mut jane = edited(&Edit {
            // The same name as feedback brought: to set it is to keep it.
            name: Some("Jane".to_owned()),
            company: Some("Lumenworks".to_owned()),
            set_fields: vec![field("Business")],
            primaries: vec![named(ContactKind::Email, "jane@home.net")],
            ..Edit::default()
        })
        .unwrap();
        let event = feedback(second, &value);
        let keys = matching::keys(&event.identity.claims);
        let filling = Filling {
            event: &event,
            feedback: FeedbackNumber(2),
            at: at(second),
            keys: &keys,
            gives_contacts: true,
            contact_ceiling: CEILING,
        };
        jane.fill(&filling, |_| false);
        prop_assert_eq!(&jane.name.as_ref().unwrap().value, "Jane");
        prop_assert_eq!(&jane.company.as_ref().unwrap().value, "Lumenworks");
        prop_assert_eq!(jane.custom_fields["cf_plan"].value.as_text(), "Business");
        prop_assert_eq!(&jane.primary(ContactKind::Email).unwrap().address, "jane@home.net");
    }
}
